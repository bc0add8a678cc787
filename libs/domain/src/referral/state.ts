import type { Pin, Recorded } from '../decider.js';
import type { LadderState } from '../obligation.js';
import { dutyWithoutOccurrence, evolveLadder, noLadder, owedAfresh } from '../obligation.js';
import type { About, Course } from '../process.js';
import type { StreamId } from '../streams.js';
import type { Instant, LocalDate } from '../time.js';
import type { ClockEnd, ClockName } from '../legal-clock/pack.js';
import { ends } from './clock-end.js';
import type { ReferralEvent, RequestForEvaluation } from './events.js';

type Data<T extends ReferralEvent['type']> = Extract<ReferralEvent, { type: T }>['data'];

/** A legal clock that runs: its due day as last extended or moved, and the event that set it. */
export type RunningClock = {
  dueOn: LocalDate;
  /** The last day agreed in writing, if one was. */
  agreedOn: LocalDate | null;
  provisional: boolean;
  citation: string;
  /** How often its day was extended, moved or missed: each opens its duty anew. */
  turns: number;
  missedAt: Instant | null;
  /** When it was started, or its day last extended or moved: no reminder is dated before that. */
  since: Instant;
  trigger: string;
};

export type Referral =
  | { status: 'none' }
  | {
      status: 'open' | 'closed';
      stream: StreamId;
      request: RequestForEvaluation;
      /** As last transferred and adopted. */
      schoolId: string;
      calendar: Pin;
      /** The event of the request. */
      trigger: string;
      notice: (Data<'PriorWrittenNoticeGiven'> & { trigger: string }) | null;
      safeguardsOn: LocalDate | null;
      /** How often consent was asked for, and the last time. */
      asked: { times: number; on: LocalDate; trigger: string } | null;
      consent: Data<'ConsentReceived'> | null;
      /** Every school day known on which the student was absent. */
      absences: readonly LocalDate[];
      assessments: readonly Data<'AssessmentCompleted'>[];
      reportedOn: LocalDate | null;
      eligibility: Data<'EligibilityDetermined'> | null;
      iepMeetingOn: LocalDate | null;
      clocks: Readonly<Partial<Record<ClockName, RunningClock>>>;
      /** What has happened of all that ends a clock. */
      ended: ReadonlySet<ClockEnd>;
      ladder: LadderState;
      /** When a duty's silence was last recorded, by its key without occurrence. */
      missedAt: ReadonlyMap<string, Instant>;
      closed: Data<'ReferralClosed'> | null;
    };

export type Known = Exclude<Referral, { status: 'none' }>;

export const initial: Referral = { status: 'none' };

export function evolve(referral: Referral, event: Recorded<ReferralEvent>): Referral {
  if (event.type === 'EvaluationRequested')
    return requested(event.data, { stream: event.stream, trigger: event.id });
  if (referral.status === 'none') return referral;
  const ended = ends(event);
  const known = changed(referral, event);
  return ended.length > 0 ? { ...known, ended: new Set([...known.ended, ...ended]) } : known;
}

function changed(
  referral: Known,
  event: Recorded<Exclude<ReferralEvent, { type: 'EvaluationRequested' }>>,
): Known {
  switch (event.type) {
    case 'PriorWrittenNoticeGiven':
      return { ...referral, notice: { ...event.data, trigger: event.id } };
    case 'SafeguardsGiven':
      return { ...referral, safeguardsOn: event.data.on };
    case 'ConsentRequested': {
      const times = (referral.asked?.times ?? 0) + 1;
      return { ...referral, asked: { times, on: event.data.on, trigger: event.id } };
    }
    case 'ConsentReceived':
      return { ...referral, consent: event.data };
    case 'ClockStarted': {
      const { clock, dueOn, citation, provisional = false } = event.data;
      const since = event.occurredAt;
      const running = { dueOn, agreedOn: null, provisional, citation, turns: 0, missedAt: null };
      const clocks = { ...referral.clocks, [clock]: { ...running, since, trigger: event.id } };
      return { ...referral, clocks };
    }
    case 'ClockExtended':
      return withDay(referral, event, { agreedOn: event.data.to });
    case 'ClockDueMoved':
      return withDay(referral, event, { provisional: event.data.provisional ?? false });
    case 'DeadlineMissed':
      return withClock(referral, event.data.clock, (clock) => ({
        ...clock,
        turns: clock.turns + 1,
        missedAt: event.occurredAt,
      }));
    case 'AbsencesRecorded':
      return { ...referral, absences: event.data.dates };
    case 'EvaluationReported':
      return { ...referral, reportedOn: event.data.on };
    case 'AssessmentCompleted':
      return { ...referral, assessments: [...referral.assessments, event.data] };
    case 'EligibilityDetermined':
      return { ...referral, eligibility: event.data };
    case 'IepMeetingHeld':
      return { ...referral, iepMeetingOn: event.data.on };
    case 'ReferralClosed':
      return { ...referral, status: 'closed', closed: event.data };
    case 'ReferralTransferred': {
      const { toSchoolId, calendar } = event.data;
      const ladder = owedAfresh(referral.ladder);
      return { ...referral, schoolId: toSchoolId, calendar, ladder };
    }
    case 'DueDatesMoved':
      return { ...referral, calendar: event.data.calendar };
    case 'ObligationMissed': {
      const base = dutyWithoutOccurrence(event.data.duty);
      return {
        ...referral,
        ladder: evolveLadder(referral.ladder, event),
        missedAt: new Map(referral.missedAt).set(base, event.occurredAt),
      };
    }
    case 'ReminderSent':
    case 'ObligationEscalated':
    case 'ObligationReassigned':
      return { ...referral, ladder: evolveLadder(referral.ladder, event) };
    case 'ConsentRefused':
    case 'ConsentRevoked':
    case 'FactVoided':
    case 'FactCorrected':
      return referral;
  }
}

/** A referral of which nothing is known but its request. */
export function requested(
  request: RequestForEvaluation,
  { stream, trigger }: Pick<Known, 'stream' | 'trigger'>,
): Known {
  return {
    status: 'open',
    stream,
    request,
    schoolId: request.schoolId,
    calendar: request.calendar,
    trigger,
    notice: null,
    safeguardsOn: null,
    asked: null,
    consent: null,
    absences: [],
    assessments: [],
    reportedOn: null,
    eligibility: null,
    iepMeetingOn: null,
    clocks: {},
    ended: new Set(),
    ladder: noLadder,
    missedAt: new Map(),
    closed: null,
  };
}

/** A day that moved is not missed yet, whatever had been recorded of the day before. */
function withDay(
  referral: Known,
  event: Recorded<Extract<ReferralEvent, { type: 'ClockExtended' | 'ClockDueMoved' }>>,
  change: Partial<RunningClock>,
): Known {
  return withClock(referral, event.data.clock, (clock) => ({
    ...clock,
    ...change,
    dueOn: event.data.to,
    turns: clock.turns + 1,
    missedAt: null,
    since: event.occurredAt,
    trigger: event.id,
  }));
}

function withClock(
  referral: Known,
  name: ClockName,
  change: (clock: RunningClock) => RunningClock,
): Known {
  const clock = referral.clocks[name];
  return clock ? { ...referral, clocks: { ...referral.clocks, [name]: change(clock) } } : referral;
}

/** Stages a principal would name: notice, consent, evaluation, iep. */
export function course(referral: Referral): Course {
  if (referral.status === 'none') return { status: 'none', stage: 'none' };
  if (referral.status === 'closed') return { status: 'closed', stage: 'closed' };
  if (referral.eligibility) return { status: 'open', stage: 'iep' };
  if (referral.consent) return { status: 'open', stage: 'evaluation' };
  return { status: 'open', stage: referral.asked ? 'consent' : 'notice' };
}

export function about(referral: Referral): About {
  const known = referral.status === 'none' ? null : referral;
  return {
    studentId: known?.request.studentId ?? null,
    schoolId: known?.schoolId ?? null,
    area: null,
    calendar: known?.calendar ?? null,
    closedBecause: known?.closed?.reason ?? null,
  };
}
