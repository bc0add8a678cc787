import type { LocalDate } from '../time.js';
import type { SchoolCalendar } from './school-calendar.js';

/** What an admin writes; id and version are the engine's. */
export type CalendarDraft = Omit<SchoolCalendar, 'id' | 'version'>;

export type CalendarCommand =
  | { type: 'PublishCalendar'; data: { calendar: CalendarDraft; because: string } }
  | { type: 'DeclareClosure'; data: { date: LocalDate; name: string; reason: string } };
