import { isSchoolDay, onOrAfter, onOrBefore, yearOf } from '../calendar/calendar-days.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { Pin, Reference } from '../decider.js';
import { dutyKey } from '../obligation.js';
import { RuleBroken } from '../rule-broken.js';
import type { LocalDate } from '../time.js';
import type { ScreeningWindowEvent } from './events.js';
import type { Scheduled } from './state.js';
import { course, dateOfDuty } from './state.js';

/** The days that the window still waits for, by stage. */
const waitsFor = {
  scheduled: ['open-window', 'screen-student', 'close-window'],
  screening: ['screen-student', 'close-window'],
  proposing: [],
  completed: [],
} as const;

/** A day of the window that is no school day any more moves to the next one; the others stay where the school planned them. */
export function adoptCalendar(
  data: { calendar: Pin; because: string },
  window: Scheduled,
  { calendar }: Reference,
): ScreeningWindowEvent[] {
  if (course(window).status === 'closed') return [];
  if (data.calendar.id !== window.plan.calendar.id) return []; // not the one that this window follows
  if (data.calendar.version <= window.plan.calendar.version) return [];
  if (!calendar) throw new RuleBroken('calendar-not-published');
  const moved = waitsFor[window.status].flatMap((kind) => {
    const from: LocalDate = window.plan[dateOfDuty[kind]];
    if (isSchoolDay(calendar, from)) return [];
    const next = onOrAfter(calendar, from);
    // Never into the next school year: a window belongs to one.
    const to = next && inYear(calendar, next, window) ? next : onOrBefore(calendar, from);
    return to === null ? [] : [{ duty: dutyKey(kind, window.stream, 0), from, to }];
  });
  return [{ type: 'DueDatesMoved', data: { ...data, moved } }];
}

function inYear(calendar: SchoolCalendar, date: LocalDate, window: Scheduled): boolean {
  return yearOf(calendar, date)?.firstDay.startsWith(`${window.plan.schoolYear}-`) ?? false;
}
