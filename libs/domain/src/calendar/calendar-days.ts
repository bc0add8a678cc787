import type { Instant, LocalDate } from '../time.js';
import { instantOf } from '../time.js';
import type { CalendarDayKind, SchoolWeek } from './calendar-index.js';
import { indexOf } from './calendar-index.js';
import type { CalendarYear, SchoolCalendar } from './school-calendar.js';

// Counting in school days (science.md 7; interfaces.md 2.1 `calc calendar`). Instructional, half and remote days are
// school days. Counting goes on over the summer into the next year where that is known. A question about days that no
// known year covers is answered with null, never with a guess; duties, which must have a day, use `dutyDay`.

export type { CalendarDayKind, SchoolWeek } from './calendar-index.js';

export function dayKind(calendar: SchoolCalendar, date: LocalDate): CalendarDayKind {
  return indexOf(calendar).days.get(date)?.kind ?? 'outside_year';
}

export function isSchoolDay(calendar: SchoolCalendar, date: LocalDate): boolean {
  return indexOf(calendar).days.get(date)?.schoolDay ?? false;
}

/** The school year in which the day lies, or null in summer and beyond what is known. */
export function yearOf(calendar: SchoolCalendar, date: LocalDate): CalendarYear | null {
  return indexOf(calendar).days.get(date)?.year ?? null;
}

/** School days after `from` through `to`; 0 if `to` is not later. Days that no known year covers count nothing. */
export function schoolDaysBetween(
  calendar: SchoolCalendar,
  from: LocalDate,
  to: LocalDate,
): number {
  return Math.max(0, upTo(calendar, to) - upTo(calendar, from));
}

/** School days from `from` through `to`, both counted; 0 if `to` is earlier. Days that no known year covers count nothing. */
export function schoolDaysIn(calendar: SchoolCalendar, from: LocalDate, to: LocalDate): number {
  return to < from ? 0 : upTo(calendar, to) - before(calendar, from);
}

/**
 * The n-th school day after a day; the first school day after it is 1. `n` = 0 is the day itself if there is school,
 * else the next school day. Null where the known years end before it.
 */
export function nthSchoolDayAfter(
  calendar: SchoolCalendar,
  date: LocalDate,
  n: number,
): LocalDate | null {
  if (n === 0 && isSchoolDay(calendar, date)) return date;
  return indexOf(calendar).schoolDays[upTo(calendar, date) + Math.max(n, 1) - 1] ?? null;
}

/** The day itself if there is school, else the next school day. */
export function onOrAfter(calendar: SchoolCalendar, date: LocalDate): LocalDate | null {
  return nthSchoolDayAfter(calendar, date, 0);
}

/** The first school day after the day. */
export function nextSchoolDay(calendar: SchoolCalendar, date: LocalDate): LocalDate | null {
  return nthSchoolDayAfter(calendar, date, 1);
}

/** The last school day before the day. */
export function previousSchoolDay(calendar: SchoolCalendar, date: LocalDate): LocalDate | null {
  return indexOf(calendar).schoolDays[before(calendar, date) - 1] ?? null;
}

/** The day itself if there is school, else the last school day before it. */
export function onOrBefore(calendar: SchoolCalendar, date: LocalDate): LocalDate | null {
  return indexOf(calendar).schoolDays[upTo(calendar, date) - 1] ?? null;
}

/** The day on which `weeks` × 5 instructional days have passed since `date` (which is not counted). */
export function instructionalWeeksAfter(
  calendar: SchoolCalendar,
  date: LocalDate,
  weeks: number,
): LocalDate | null {
  return nthSchoolDayAfter(calendar, date, weeks * 5);
}

/** The school week of a day, or null if that week has no school day. */
export function schoolWeekOf(calendar: SchoolCalendar, date: LocalDate): SchoolWeek | null {
  const index = indexOf(calendar);
  const day = index.days.get(date);
  return day?.ownWeek ? (index.weeks[day.week] ?? null) : null;
}

/** The n-th school week after the week of a day (n ≥ 1); weeks without a school day are not counted. */
export function nthSchoolWeekAfter(
  calendar: SchoolCalendar,
  date: LocalDate,
  n: number,
): SchoolWeek | null {
  const index = indexOf(calendar);
  const day = index.days.get(date);
  if (!day && !isBeforeAll(calendar, date)) return null;
  return index.weeks[(day?.week ?? -1) + n] ?? null;
}

/** The n-th school day of a school year, the first is 1; null beyond its last. */
export function nthSchoolDayOfYear(
  calendar: SchoolCalendar,
  year: CalendarYear,
  n: number,
): LocalDate | null {
  const date = nthSchoolDayFrom(calendar, year.firstDay, n);
  return date !== null && date <= year.lastDay ? date : null;
}

/**
 * The n-th school day from a day on; the day itself is the first if there is school. So ten days that begin on `date` are
 * over on the 10th (science.md 1.5, a window of 15 consecutive instructional days). Null beyond the known years, and for
 * `n` < 1.
 */
export function nthSchoolDayFrom(
  calendar: SchoolCalendar,
  date: LocalDate,
  n: number,
): LocalDate | null {
  return n >= 1 ? (indexOf(calendar).schoolDays[before(calendar, date) + n - 1] ?? null) : null;
}

/** The last school day of the year to which a duty begun on this day belongs: its own year, in summer the next known. */
export function lastSchoolDayFor(calendar: SchoolCalendar, date: LocalDate): LocalDate | null {
  const index = indexOf(calendar);
  const year = yearOf(calendar, date) ?? index.years.find((y) => y.firstDay > date);
  return onOrBefore(calendar, year?.lastDay ?? date);
}

/**
 * The day of a duty that falls due `n` school days after `date`. The rule at the year's end: **a duty does not wait for
 * the next school year.** One whose day would lie behind the last school day of the year in which it began is due on
 * that last school day; one that begins when no school day is left (summer after the last known year) is due on the day
 * on which it begins. So a duty always has a day, and never one before it began.
 */
export function dutyDay(calendar: SchoolCalendar, date: LocalDate, n: number): LocalDate {
  const last = lastSchoolDayFor(calendar, date);
  if (last === null || last < date) return date;
  const day = nthSchoolDayAfter(calendar, date, n);
  return day === null || day > last ? last : day;
}

/** The moment at which a school day's duties are due: its `dayEnds` in the calendar's zone. */
export function dueInstant(calendar: SchoolCalendar, date: LocalDate): Instant {
  return remembered(indexOf(calendar).dueInstants, calendar, date, calendar.dayEnds);
}

/** The moment at which reminders of a day go out and its sessions are planned: its `dayStarts`. */
export function morningInstant(calendar: SchoolCalendar, date: LocalDate): Instant {
  return remembered(indexOf(calendar).morningInstants, calendar, date, calendar.dayStarts);
}

function remembered(
  known: Map<LocalDate, Instant>,
  calendar: SchoolCalendar,
  date: LocalDate,
  time: string,
): Instant {
  let at = known.get(date);
  if (at === undefined) known.set(date, (at = instantOf(date, time, calendar.timeZone)));
  return at;
}

/** School days from the first known day up to and including `date`. */
function upTo(calendar: SchoolCalendar, date: LocalDate): number {
  const index = indexOf(calendar);
  return index.days.get(date)?.upTo ?? (isBeforeAll(calendar, date) ? 0 : index.schoolDays.length);
}

/** School days from the first known day up to and without `date`. */
function before(calendar: SchoolCalendar, date: LocalDate): number {
  return upTo(calendar, date) - (isSchoolDay(calendar, date) ? 1 : 0);
}

function isBeforeAll(calendar: SchoolCalendar, date: LocalDate): boolean {
  const { firstDate } = indexOf(calendar);
  return firstDate !== null && date < firstDate;
}
