import { isAdopted } from '../calendar/adoption.js';
import { onOrAfter, onOrBefore, yearOf } from '../calendar/calendar-days.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { Reference, Sent } from '../decider.js';
import { today } from '../fact-date.js';
import { dutyKey } from '../obligation.js';
import { RuleBroken } from '../rule-broken.js';
import type { LocalDate } from '../time.js';
import type {
  InstructionalDays,
  ScreeningWindowCommand,
  ScreeningWindowEvent,
  WindowPlan,
} from './events.js';
import { movedTo } from './instructional-days.js';
import type { Scheduled } from './state.js';
import { course, dateOfDuty } from './state.js';

type AdoptCalendar = Extract<ScreeningWindowCommand, { type: 'AdoptCalendar' }>;

/** The days that the window still waits for, by stage. */
const waitsFor = {
  scheduled: ['open-window', 'screen-student', 'close-window'],
  screening: ['screen-student', 'close-window'],
  proposing: [],
  completed: [],
} as const;

/**
 * A window planned by instructional days keeps them: its dates move with every day of school lost or made up before. Of one
 * planned by dates, a day that is no school day any more moves to the next one; the others stay where the school planned
 * them.
 */
export function adoptCalendar(
  { data, meta }: Sent<AdoptCalendar>,
  window: Scheduled,
  reference: Reference,
): ScreeningWindowEvent[] {
  if (course(window).status === 'closed') return [];
  if (!isAdopted(data, window.plan.calendar)) return [];
  const { calendar } = reference;
  if (!calendar) throw new RuleBroken('calendar-not-published');
  const { plan } = window;
  const now = today(meta, reference);
  const moved = waitsFor[window.status].flatMap((kind) => {
    const field = dateOfDuty[kind];
    const from: LocalDate = plan[field];
    const byDays = isByDays(plan) ? movedTo(field, plan, calendar, now) : null;
    const to = byDays ?? nearestSchoolDay(calendar, from, window);
    return to === null || to === from ? [] : [{ duty: dutyKey(kind, window.stream, 0), from, to }];
  });
  return [
    { type: 'DueDatesMoved', data: { calendar: data.calendar, because: data.because, moved } },
  ];
}

function isByDays(plan: WindowPlan): plan is WindowPlan & { instructionalDays: InstructionalDays } {
  return plan.instructionalDays !== undefined;
}

/** The day itself if there is school, else the next school day; never into the next school year: a window belongs to one. */
function nearestSchoolDay(
  calendar: SchoolCalendar,
  date: LocalDate,
  window: Scheduled,
): LocalDate | null {
  const next = onOrAfter(calendar, date);
  return next && inYear(calendar, next, window) ? next : onOrBefore(calendar, date);
}

function inYear(calendar: SchoolCalendar, date: LocalDate, window: Scheduled): boolean {
  return yearOf(calendar, date)?.firstDay.startsWith(`${window.plan.schoolYear}-`) ?? false;
}
