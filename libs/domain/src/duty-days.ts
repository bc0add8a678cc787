import * as school from './calendar/calendar-days.js';
import type { SchoolCalendar } from './calendar/school-calendar.js';
import type { Instant, LocalDate } from './time.js';
import { addDays, instantOf, weekdayOf } from './time.js';

/** How a ladder counts its days, and at which moments of a day it speaks. */
export type DutyDays = {
  timeZone: string;
  /** The day `n` days after `date`; with `n` = 0 the day itself, school or not. Never earlier than `date`. */
  after: (date: LocalDate, n: number) => LocalDate;
  /** Like `after`, but past the end of a school year and always later than `date` for `n` ≥ 1: for what opens again. */
  later: (date: LocalDate, n: number) => LocalDate;
  /** The day `n` days before `date`, for reminders ahead of a day that the law sets. */
  before: (date: LocalDate, n: number) => LocalDate;
  morning: (date: LocalDate) => Instant;
  due: (date: LocalDate) => Instant;
};

/**
 * School days of one calendar version. Within a school year a duty does not wait for the next one (`dutyDay`); where no
 * known year covers the day, weekdays are counted, so that a duty always has a day and the summer hides none.
 */
export function schoolDays(calendar: SchoolCalendar): DutyDays {
  const weekdays = businessDays(calendar.timeZone);
  return {
    timeZone: calendar.timeZone,
    after: (date, n) => {
      if (n === 0) return date;
      const last = school.lastSchoolDayFor(calendar, date);
      return last === null || last < date
        ? weekdays.after(date, n)
        : school.dutyDay(calendar, date, n);
    },
    later: (date, n) =>
      school.nthSchoolDayAfter(calendar, date, Math.max(1, n)) ??
      weekdays.after(date, Math.max(1, n)),
    before: (date, n) => {
      let day: LocalDate | null = date;
      for (let i = 0; i < n && day !== null; i++) day = school.previousSchoolDay(calendar, day);
      return day ?? weekdays.before(date, n);
    },
    morning: (date) => school.morningInstant(calendar, date),
    due: (date) => school.dueInstant(calendar, date),
  };
}

/** Monday to Friday, for what follows no school's calendar: an uploaded file, or a summer beyond the known years. */
export function businessDays(timeZone: string): DutyDays {
  const step = (date: LocalDate, n: number, direction: 1 | -1) => {
    let day = date;
    for (let left = n; left > 0;) {
      day = addDays(day, direction);
      if (weekdayOf(day) <= 5) left--;
    }
    return day;
  };
  return {
    timeZone,
    after: (date, n) => step(date, n, 1),
    later: (date, n) => step(date, Math.max(1, n), 1),
    before: (date, n) => step(date, n, -1),
    morning: (date) => instantOf(date, '08:00', timeZone),
    due: (date) => instantOf(date, '16:00', timeZone),
  };
}
