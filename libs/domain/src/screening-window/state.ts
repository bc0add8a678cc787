import type { Recorded } from '../decider.js';
import type { LadderState } from '../obligation.js';
import { evolveLadder, noLadder } from '../obligation.js';
import type { StreamId } from '../streams.js';
import type { Instant, LocalDate } from '../time.js';
import type { About, Course } from '../process.js';
import type { ScreeningWindowEvent, WindowPlan } from './events.js';

/**
 * `scheduled` waits for its first morning, `screening` takes scores, `proposing` has closed and proposes placements,
 * `completed` owes nothing. `plan` carries the dates as last moved and the calendar version adopted.
 */
export type ScreeningWindow =
  | { status: 'none' }
  | {
      status: 'scheduled' | 'screening' | 'proposing' | 'completed';
      stream: StreamId;
      plan: WindowPlan;
      /** The plan as first scheduled, to know a repeat. */
      scheduled: WindowPlan;
      ladder: LadderState;
      /** The events that opened each stage, as the trigger of its duties. */
      trigger: string;
      closedAt: Instant | null;
      /** `<grade>/<unit>` of each class-wide response proposed. */
      classwide: ReadonlySet<string>;
    };

export type Scheduled = Exclude<ScreeningWindow, { status: 'none' }>;

export const initial: ScreeningWindow = { status: 'none' };

export function evolve(
  window: ScreeningWindow,
  event: Recorded<ScreeningWindowEvent>,
): ScreeningWindow {
  if (event.type === 'WindowScheduled') {
    return {
      status: 'scheduled',
      stream: event.stream,
      plan: event.data,
      scheduled: event.data,
      ladder: noLadder,
      trigger: event.id,
      closedAt: null,
      classwide: new Set(),
    };
  }
  if (window.status === 'none') return window;
  switch (event.type) {
    case 'WindowOpened':
      return { ...window, status: 'screening', trigger: event.id };
    case 'WindowClosed':
      return { ...window, status: 'proposing', trigger: event.id, closedAt: event.occurredAt };
    case 'ClasswideResponseProposed': {
      const classwide = new Set(window.classwide).add(unitKey(event.data));
      return { ...window, classwide };
    }
    case 'PlacementsProposed':
      return { ...window, status: 'completed', trigger: event.id };
    case 'DueDatesMoved':
      return { ...window, plan: movedPlan(window.plan, event.data) };
    case 'ReminderSent':
    case 'ObligationEscalated':
    case 'ObligationMissed':
    case 'ObligationReassigned':
      return { ...window, ladder: evolveLadder(window.ladder, event) };
    case 'ScreeningMissed':
    case 'FactVoided':
    case 'FactCorrected':
      return window;
  }
}

/** The date of the plan that each duty of the window falls due on. */
export const dateOfDuty = {
  'open-window': 'opensOn',
  'screen-student': 'closesOn',
  'close-window': 'makeUpsUntil',
} as const;

type WindowDate = (typeof dateOfDuty)[keyof typeof dateOfDuty];
type Moved = Extract<ScreeningWindowEvent, { type: 'DueDatesMoved' }>['data'];

function movedPlan(plan: WindowPlan, data: Moved): WindowPlan {
  return { ...plan, calendar: data.calendar, ...movedDates(data) };
}

/** The dates of the plan that a new calendar version has moved. */
export function movedDates({ moved }: Moved): Partial<Record<WindowDate, LocalDate>> {
  return Object.fromEntries(
    moved.flatMap(({ duty, to }) =>
      Object.entries(dateOfDuty)
        .filter(([kind]) => duty.startsWith(`duty/${kind}/`))
        .map(([, field]) => [field, to]),
    ),
  );
}

export function unitKey({ unit, grade }: { unit: string; grade: string }): string {
  return `${grade}/${unit}`;
}

export function course(window: ScreeningWindow): Course {
  if (window.status === 'none') return { status: 'none', stage: 'none' };
  return { status: window.status === 'completed' ? 'closed' : 'open', stage: window.status };
}

export function about(window: ScreeningWindow): About {
  const plan = window.status === 'none' ? null : window.plan;
  return {
    studentId: null,
    schoolId: plan?.schoolId ?? null,
    area: plan?.area ?? null,
    calendar: plan?.calendar ?? null,
    closedBecause: window.status === 'completed' ? 'completed' : null,
  };
}
