import { nthSchoolDayOfYear, onOrAfter, schoolDaysIn } from '../calendar/calendar-days.js';
import type { CalendarYear, SchoolCalendar } from '../calendar/school-calendar.js';
import { RuleBroken } from '../rule-broken.js';
import type { LocalDate } from '../time.js';
import type { InstructionalDays, WindowDates, WindowPlan } from './events.js';

// Some states count a window in instructional days of the year (science.md 1.5: North Carolina, days 6–21, 80–100 and
// 155–170), so that its dates are the calendar's to say, and to say again when a day of school is lost or made up.

/** The dates of a window that is planned by instructional days; refused where the school year has no such day. */
export function datesOf(
  days: InstructionalDays,
  schoolYear: number,
  calendar: SchoolCalendar,
): WindowDates {
  const year = yearStartingIn(calendar, schoolYear);
  if (!year) throw new RuleBroken('outside-school-year', { schoolYear });
  const at = (field: keyof InstructionalDays): LocalDate => {
    const date = nthSchoolDayOfYear(calendar, year, days[field]);
    if (date !== null) return date;
    const schoolDays = schoolDaysIn(calendar, year.firstDay, year.lastDay);
    throw new RuleBroken('window-day-outside-year', { field, day: days[field], schoolDays });
  };
  return { opensOn: at('opens'), closesOn: at('closes'), makeUpsUntil: at('makeUpsUntil') };
}

/**
 * Where a day of such a window stands in another version of its calendar: on the same instructional day, but never earlier
 * than `today`, and a day that has come is not moved. Null where the year has no such day any more.
 */
export function movedTo(
  field: keyof WindowDates,
  plan: WindowPlan & { instructionalDays: InstructionalDays },
  calendar: SchoolCalendar,
  today: LocalDate,
): LocalDate | null {
  const from = plan[field];
  if (from < today) return from;
  const year = yearStartingIn(calendar, plan.schoolYear);
  if (!year) return null;
  const to = nthSchoolDayOfYear(calendar, year, plan.instructionalDays[dayOf[field]]);
  if (to === null || to >= today) return to;
  const next = onOrAfter(calendar, today);
  return next !== null && next <= year.lastDay ? next : null;
}

const dayOf = {
  opensOn: 'opens',
  closesOn: 'closes',
  makeUpsUntil: 'makeUpsUntil',
} as const satisfies Record<keyof WindowDates, keyof InstructionalDays>;

function yearStartingIn({ years }: SchoolCalendar, schoolYear: number): CalendarYear | null {
  return years.find((year) => year.firstDay.startsWith(`${schoolYear}-`)) ?? null;
}
