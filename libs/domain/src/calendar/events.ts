import type { LocalDate } from '../time.js';
import type { SchoolCalendar } from './school-calendar.js';

/** A calendar as it is published: its id is the stream's. */
export type PublishedCalendar = Omit<SchoolCalendar, 'id'>;

export type CalendarEvent =
  | { type: 'CalendarPublished'; data: { calendar: PublishedCalendar; because: string } }
  /** School was called off for a day that had been a school day; makes version `version`. */
  | {
      type: 'ClosureDeclared';
      data: { version: number; date: LocalDate; name: string; reason: string };
    };
