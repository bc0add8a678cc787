import type { LocalDate } from '../time.js';
import type { ClosureKind } from './events.js';
import type { SchoolCalendar, SchoolDayKind } from './school-calendar.js';

/** What an admin writes; id and version are the engine's. */
export type CalendarDraft = Omit<SchoolCalendar, 'id' | 'version'>;

export type PublishCalendar = {
  type: 'PublishCalendar';
  data: { name: string; calendar: CalendarDraft; because: string };
};

/** Days from `from` through `to`; those that are no school days anyway stay what they are. */
export type DeclareClosure = {
  type: 'DeclareClosure';
  data: { from: LocalDate; to: LocalDate; kind: ClosureKind; name: string; reason: string };
};

/** A day of a known year, or after its last day and before the next year: then the year ends on it. */
export type DeclareSchoolDay = {
  type: 'DeclareSchoolDay';
  data: { date: LocalDate; kind: SchoolDayKind; name: string; reason: string };
};

export type CalendarCommand = PublishCalendar | DeclareClosure | DeclareSchoolDay;
