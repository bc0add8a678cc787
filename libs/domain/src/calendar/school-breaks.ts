import type { LocalDate } from '../time.js';
import { addDays, daysBetween } from '../time.js';
import { dayKind } from './calendar-days.js';
import type { SchoolCalendar } from './school-calendar.js';

/**
 * Days from `from` to `to` without school breaks: every run of closed weekdays, with the weekends inside it, counts
 * nothing (science.md 2.2, `max_gap_days`; interfaces.md 2.1). Weekends between weeks of school count.
 */
export function daysWithoutBreaks(
  calendar: SchoolCalendar,
  from: LocalDate,
  to: LocalDate,
): number {
  let days = daysBetween(from, to);
  let weekend = 0;
  let inBreak = false;
  for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) {
    switch (dayKind(calendar, date)) {
      case 'instructional':
      case 'half':
      case 'remote':
        inBreak = false;
        weekend = 0;
        break;
      case 'weekend':
        weekend++;
        break;
      case 'staff_only':
      case 'holiday':
      case 'break':
      case 'emergency_closure':
      case 'outside_year':
        days -= inBreak ? weekend + 1 : 1;
        inBreak = true;
        weekend = 0;
        break;
    }
  }
  return days;
}
