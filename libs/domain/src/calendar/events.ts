import type { LocalDate } from '../time.js';
import type { DayKind, SchoolCalendar, SchoolDayKind } from './school-calendar.js';

/** A calendar as it is published: its id is the stream's. */
export type PublishedCalendar = Omit<SchoolCalendar, 'id'>;

/** Kinds of days without school that may be declared after publication. */
export type ClosureKind = Exclude<DayKind, SchoolDayKind>;

export type CalendarPublished = {
  type: 'CalendarPublished';
  data: { name: string; calendar: PublishedCalendar; because: string };
};

/** School was called off from `date` through `until`, where there had been school; makes version `version`. */
export type ClosureDeclared = {
  type: 'ClosureDeclared';
  data: {
    version: number;
    date: LocalDate;
    until: LocalDate;
    kind: ClosureKind;
    name: string;
    reason: string;
  };
};

/**
 * There is school on `date` after all, or school of another kind: a closure that is taught remotely, a half day declared
 * late, a day made up on a Saturday or after the last day of the year (which then ends later). Makes version `version`.
 */
export type SchoolDayDeclared = {
  type: 'SchoolDayDeclared';
  data: { version: number; date: LocalDate; kind: SchoolDayKind; name: string; reason: string };
};

export type CalendarEvent = CalendarPublished | ClosureDeclared | SchoolDayDeclared;
