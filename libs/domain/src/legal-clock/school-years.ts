import * as days from '../calendar/calendar-days.js';
import type { CalendarYear, SchoolCalendar } from '../calendar/school-calendar.js';
import type { LocalDate } from '../time.js';
import { addDays } from '../time.js';

/** What is known of the school years around a clock. `nextFirstDay`: of a year of which nothing else is known yet. */
export type SchoolYears = {
  calendar: SchoolCalendar;
  years: readonly [CalendarYear, ...CalendarYear[]];
  nextFirstDay: LocalDate | null;
};

/** Where a day lies: in a year (or in the summer before the first known one), in a summer, or where nothing is known. */
export type Place =
  | { in: 'year'; year: CalendarYear; nextFirstDay: LocalDate | null }
  | { in: 'summer'; nextFirstDay: LocalDate | null }
  | { in: 'unknown' };

// A summer is known by the two years around it. Before the first known year it is taken to be no longer than this; a day
// earlier than that belongs to a year that nobody has given.
const longestSummer = 120;

/** Null for a calendar that has no year. */
export function schoolYears(
  calendar: SchoolCalendar | null,
  nextYearFirstDay: LocalDate | null,
): SchoolYears | null {
  const [first, ...rest] = [...(calendar?.years ?? [])].sort((a, b) =>
    a.firstDay < b.firstDay ? -1 : 1,
  );
  if (!calendar || !first) return null;
  const lastDay = (rest.at(-1) ?? first).lastDay;
  const known = nextYearFirstDay !== null && nextYearFirstDay > lastDay;
  return { calendar, years: [first, ...rest], nextFirstDay: known ? nextYearFirstDay : null };
}

export function placeOf({ years, nextFirstDay }: SchoolYears, date: LocalDate): Place {
  if (date < knownFrom({ years })) return { in: 'unknown' };
  const at = years.findIndex((year) => date <= year.lastDay);
  const year = years[at];
  if (year === undefined)
    return nextFirstDay !== null && date >= nextFirstDay
      ? { in: 'unknown' }
      : { in: 'summer', nextFirstDay };
  if (at > 0 && date < year.firstDay) return { in: 'summer', nextFirstDay: year.firstDay };
  return { in: 'year', year, nextFirstDay: years[at + 1]?.firstDay ?? nextFirstDay };
}

/** The first day of which anything is known: the summer before the first known year counts as known. */
export function knownFrom({ years }: Pick<SchoolYears, 'years'>): LocalDate {
  return addDays(years[0].firstDay, -longestSummer);
}

/** The last day of which anything is known. */
export function knownThrough({ years, nextFirstDay }: SchoolYears): LocalDate {
  return nextFirstDay ?? (years.at(-1) ?? years[0]).lastDay;
}

/** The n-th school day after a day, n ≥ 1; null where the known years end before it, or begin long after the day. */
export function nthSchoolDay(years: SchoolYears, date: LocalDate, n: number): LocalDate | null {
  if (date < knownFrom(years)) return null;
  const known = days.nthSchoolDayAfter(years.calendar, date, n);
  if (known !== null) return known;
  const next = years.nextFirstDay;
  return next !== null && date < next && n === schoolDaysThrough(years, date, next) ? next : null;
}

/** School days after `from` through `to`; the first day of a year of which nothing else is known is one. */
export function schoolDaysThrough(years: SchoolYears, from: LocalDate, to: LocalDate): number {
  const next = years.nextFirstDay;
  const begun = next !== null && from < next && next <= to ? 1 : 0;
  return days.schoolDaysBetween(years.calendar, from, to) + begun;
}

/**
 * School days after a day through the last day of its school year; 0 in summer, when the year has none left; null where
 * no known year covers the day. `countLast`: whether the last instructional day is one of them.
 */
export function schoolDaysLeft(
  years: SchoolYears,
  date: LocalDate,
  countLast: boolean,
): number | null {
  const place = placeOf(years, date);
  if (place.in === 'unknown') return null;
  if (place.in === 'summer') return 0;
  const left = days.schoolDaysBetween(years.calendar, date, place.year.lastDay);
  return countLast ? left : Math.max(0, left - 1);
}
