import type { LocalDate } from '../time.js';
import { daysBetween } from '../time.js';
import {
  nthSchoolDayFrom,
  onOrBefore,
  previousSchoolDay,
  schoolDaysBetween,
  schoolWeekOf,
} from './calendar-days.js';
import type { SchoolCalendar } from './school-calendar.js';

// Three bases of a monitoring week (science.md 7). A rate of one basis says nothing about a norm of another.

/** Weeks between two days, `from` ≤ `to`, in each basis. */
export type WeekBases = {
  /** days / 7. */
  calendarWeeks: number;
  /** School days after `from` through `to`. */
  instructionalDays: number;
  /** instructional days / 5. */
  instructionalWeeks: number;
  /** ISO weeks (Monday to Sunday) with a school day d, from ≤ d < to. */
  isoWeeks: number;
  /** The same with the end day: from ≤ d ≤ to. */
  isoWeeksEndCounted: number;
};

export function weekBases(calendar: SchoolCalendar, from: LocalDate, to: LocalDate): WeekBases {
  const instructionalDays = schoolDaysBetween(calendar, from, to);
  return {
    calendarWeeks: daysBetween(from, to) / 7,
    instructionalDays,
    instructionalWeeks: instructionalDays / 5,
    isoWeeks: isoWeeks(calendar, from, previousSchoolDay(calendar, to)),
    isoWeeksEndCounted: isoWeeks(calendar, from, onOrBefore(calendar, to)),
  };
}

/** A gain over the weeks of each basis; null without a gain and where no week lies between. `perIsoWeek`: the end day not counted. */
export type WeeklyGain = {
  perCalendarWeek: number | null;
  perInstructionalWeek: number | null;
  perIsoWeek: number | null;
};

export function weeklyGain(gain: number | null, weeks: WeekBases): WeeklyGain {
  const per = (n: number) => (gain === null || n === 0 ? null : gain / n);
  return {
    perCalendarWeek: per(weeks.calendarWeeks),
    perInstructionalWeek: per(weeks.instructionalWeeks),
    perIsoWeek: per(weeks.isoWeeks),
  };
}

/**
 * Instructional weeks from one day to another on a time axis: school days after `from` through `to`, / 5; negative where
 * `to` is earlier. Days that no known year covers count nothing.
 */
export function instructionalWeeksBetween(
  calendar: SchoolCalendar,
  from: LocalDate,
  to: LocalDate,
): number {
  return (schoolDaysBetween(calendar, from, to) - schoolDaysBetween(calendar, to, from)) / 5;
}

/** ISO weeks with a school day from `from` through `last`, a school day. */
function isoWeeks(calendar: SchoolCalendar, from: LocalDate, last: LocalDate | null): number {
  const first = nthSchoolDayFrom(calendar, from, 1);
  if (first === null || last === null || last < first) return 0;
  return schoolWeekOf(calendar, last)!.ordinal - schoolWeekOf(calendar, first)!.ordinal + 1;
}
