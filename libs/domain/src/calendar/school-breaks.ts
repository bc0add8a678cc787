import type { LocalDate } from '../time.js';
import { addDays, daysBetween } from '../time.js';
import { dayKind } from './calendar-days.js';
import { indexOf } from './calendar-index.js';
import type { SchoolCalendar } from './school-calendar.js';

/**
 * Days from `from` to `to` without school breaks: every run of closed weekdays, with the weekends inside it, counts
 * nothing (science.md 2.2, `max_gap_days`; interfaces.md 2.1). Weekends between weeks of school count. The days that no
 * known year covers are one long break. 0 if `to` is not later.
 */
export function daysWithoutBreaks(
  calendar: SchoolCalendar,
  from: LocalDate,
  to: LocalDate,
): number {
  const { years } = indexOf(calendar);
  if (years.length === 0) return 0;
  let counted = 0;
  let weekend = 0; // days of a weekend of which it is not yet known whether a break goes on behind it
  let inBreak = false;
  const count = (date: LocalDate) => {
    switch (dayKind(calendar, date)) {
      case 'instructional':
      case 'half':
      case 'remote':
        counted += weekend + 1;
        weekend = 0;
        inBreak = false;
        break;
      case 'weekend':
        weekend++;
        break;
      case 'staff_only':
      case 'holiday':
      case 'break':
      case 'emergency_closure':
      case 'outside_year':
        counted += inBreak ? 0 : weekend;
        weekend = 0;
        inBreak = true;
        break;
    }
  };
  // One day before the first and one behind the last stand for all that are not known.
  const start = Math.max(1, daysBetween(from, years[0]!.firstDay) - 1);
  const end = Math.min(daysBetween(from, to), daysBetween(from, years.at(-1)!.lastDay) + 1);
  for (let n = start; n <= end; n++) count(addDays(from, n));
  return counted + weekend;
}
