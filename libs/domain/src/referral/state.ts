import type { Pin, Recorded } from '../decider.js';
import type { LadderState } from '../obligation.js';
import { dutyWithoutOccurrence, evolveLadder, noLadder, owedAfresh } from '../obligation.js';
import type { About, Course } from '../process.js';
import type { StreamId } from '../streams.js';
import type { Instant, LocalDate } from '../time.js';
import type { ClockName } from './clock.js';
import type { ReferralEvent, RequestForEvaluation } from './events.js';

type Data<T extends ReferralEvent['type']> = Extract<ReferralEvent, { type: T }>['data'];

/** A legal clock that runs: its due day as last extended, and the event that set it. */
export type RunningClock = {
  dueOn: LocalDate;
  extended: number;
  missedAt: Instant | null;
  /** When it was started or last extended: no reminder is dated before that. */
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
      assessments: readonly Data<'AssessmentCompleted'>[];
      eligibility: Data<'EligibilityDetermined'> | null;
      iepMeetingOn: LocalDate | null;
      clocks: Readonly<Partial<Record<ClockName, RunningClock>>>;
      ladder: LadderState;
      /** When a duty's silence was last recorded, by its key without occurrence. */
      missedAt: ReadonlyMap<string, Instant>;
      closed: Data<'ReferralClosed'> | null;
    };

export type Known = Exclude<Referral, { status: 'none' }>;

export const initial: Referral = { status: 'none' };

export function evolve(referral: Referral, event: Recorded<ReferralEvent>): Referral {
  if (event.type === 'EvaluationRequested') return requested(event);
  if (referral.status === 'none') return referral;
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
      const { clock, dueOn } = event.data;
      const since = event.occurredAt;
      const running = { dueOn, extended: 0, missedAt: null, since, trigger: event.id };
      return { ...referral, clocks: { ...referral.clocks, [clock]: running } };
    }
    case 'ClockExtended':
      return withClock(referral, event.data.clock, (clock) => ({
        ...clock,
        dueOn: event.data.to,
        extended: clock.extended + 1,
        since: event.occurredAt,
        trigger: event.id,
      }));
    case 'DeadlineMissed':
      return withClock(referral, event.data.clock, (clock) => ({
        ...clock,
        missedAt: event.occurredAt,
      }));
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

function requested(
  event: Recorded<Extract<ReferralEvent, { type: 'EvaluationRequested' }>>,
): Known {
  return {
    status: 'open',
    stream: event.stream,
    request: event.data,
    schoolId: event.data.schoolId,
    calendar: event.data.calendar,
    trigger: event.id,
    notice: null,
    safeguardsOn: null,
    asked: null,
    consent: null,
    assessments: [],
    eligibility: null,
    iepMeetingOn: null,
    clocks: {},
    ladder: noLadder,
    missedAt: new Map(),
    closed: null,
  };
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
