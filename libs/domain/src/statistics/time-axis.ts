import {
  onOrAfter,
  previousSchoolDay,
  schoolDaysBetween,
  schoolWeekOf,
} from '../calendar/calendar-days.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { LocalDate } from '../time.js';
import { dayNumber } from '../time.js';

/**
 * What a week is (science.md 7): `calendar` = 7 days; `instructional` = 5 school days; `iso` = a Monday-to-Sunday week
 * with at least one school day, the week of the last day not counted. A rate of growth is compared only in its own basis.
 */
export type WeekBasis = 'calendar' | 'instructional' | 'iso';

/**
 * The x-axis of a graph. `since` takes the day from which it counts, then the day to which (a series shares the first);
 * negative backwards. `perWeek` of what it counts are a week.
 */
export type TimeAxis = {
  basis: WeekBasis;
  perWeek: 7 | 5 | 1;
  since: (from: LocalDate) => (to: LocalDate) => number;
};

export const calendarAxis: TimeAxis = {
  basis: 'calendar',
  perWeek: 7,
  since: (from) => {
    const first = dayNumber(from);
    return (to) => dayNumber(to) - first;
  },
};

/** Null where the basis counts school days and no calendar says which they are. */
export function timeAxis(basis: WeekBasis, calendar: SchoolCalendar | null): TimeAxis | null {
  if (basis === 'calendar') return calendarAxis;
  if (!calendar) return null;
  switch (basis) {
    case 'instructional':
      return { basis, perWeek: 5, since: bothWays(calendar, schoolDaysBetween) };
    case 'iso':
      return { basis, perWeek: 1, since: bothWays(calendar, schoolWeeksBetween) };
  }
}

/** Weeks from one day to another on an axis; negative if `to` is earlier. */
export function weeksBetween(axis: TimeAxis, from: LocalDate, to: LocalDate): number {
  return axis.since(from)(to) / axis.perWeek;
}

function bothWays(
  calendar: SchoolCalendar,
  count: (calendar: SchoolCalendar, from: LocalDate, to: LocalDate) => number,
): TimeAxis['since'] {
  return (from) => (to) => (to < from ? 0 - count(calendar, to, from) : count(calendar, from, to));
}

/** ISO weeks with a school day d, from ≤ d < to. */
function schoolWeeksBetween(calendar: SchoolCalendar, from: LocalDate, to: LocalDate): number {
  const first = onOrAfter(calendar, from);
  const last = previousSchoolDay(calendar, to);
  if (first === null || last === null || last < first) return 0;
  const ordinal = (day: LocalDate) => schoolWeekOf(calendar, day)!.ordinal;
  return ordinal(last) - ordinal(first) + 1;
}
