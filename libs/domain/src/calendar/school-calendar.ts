import type { LocalDate } from '../time.js';

/** science.md 7. `half` and `remote` are school days; the rest, and every day outside `weekdays`, is not. */
export type DayKind =
  'instructional' | 'half' | 'remote' | 'staff_only' | 'holiday' | 'break' | 'emergency_closure';

/** Kinds of days on which children attend for instruction (34 CFR 300.11(c)). */
export type SchoolDayKind = Extract<DayKind, 'instructional' | 'half' | 'remote'>;

/** One school year of a calendar. `days` goes before `closed`; a span's days are inclusive. */
export type CalendarYear = {
  firstDay: LocalDate;
  lastDay: LocalDate;
  /** 1 = Monday … 7 = Sunday. */
  weekdays: readonly number[];
  closed: readonly { from: LocalDate; to: LocalDate; kind: DayKind; name: string }[];
  days: readonly { date: LocalDate; kind: DayKind; name: string }[];
};

/** A version of a calendar: immutable once published. A closure declared late makes a new version. */
export type SchoolCalendar = {
  id: string;
  version: number;
  timeZone: string;
  /** Local times of a school day: reminders go out at `dayStarts`; a day's duties are due at `dayEnds`. `HH:MM`. */
  dayStarts: string;
  dayEnds: string;
  years: readonly CalendarYear[];
};
