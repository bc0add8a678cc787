import type { LocalDate } from '../time.js';
import { addDays, daysBetween, weekdayOf } from '../time.js';

const lastDate = '9999-12-31';

/**
 * The n-th business day after a day: Monday to Friday without `holidays` (34 CFR 300.11(b)); the first after it is 1, and
 * `n` = 0 is the day itself. Needs no school calendar. Null for a negative or fractional `n` and beyond the year 9999.
 */
export function nthBusinessDayAfter(
  date: LocalDate,
  n: number,
  holidays: Iterable<LocalDate> = [],
): LocalDate | null {
  if (!Number.isInteger(n) || n < 0) return null;
  if (n === 0) return date;
  const off = [...new Set(holidays)].filter((day) => day > date && isWeekday(day)).sort();
  let found = nthWeekdayAfter(date, n);
  // In order: each holiday reached pushes the end out by a weekday, perhaps over the next holiday.
  for (const [passed, holiday] of off.entries()) {
    if (found === null || holiday > found) break;
    found = nthWeekdayAfter(date, n + passed + 1);
  }
  return found;
}

/** Whole weeks are leapt over, so that a large `n` costs no more than a small one. */
function nthWeekdayAfter(date: LocalDate, n: number): LocalDate | null {
  const back = Math.max(0, weekdayOf(date) - 5); // a Saturday or Sunday counts from its Friday
  const fromWeekday = weekdayOf(date) - back;
  const days = n + 2 * Math.floor((fromWeekday - 1 + n) / 5) - back;
  return days > daysBetween(date, lastDate) ? null : addDays(date, days);
}

function isWeekday(date: LocalDate): boolean {
  return weekdayOf(date) <= 5;
}
