import type { CycleEvent } from '#domain/cycle/events';
import type { DomainEvent, Recorded } from '#domain/decider';
import type { GroupEvent } from '#domain/group/events';
import type { ObligationMissed } from '#domain/obligation';
import type { ClockName } from '#domain/legal-clock/pack';
import { processes } from '#domain/registry';
import type { ReferralEvent } from '#domain/referral/events';
import { onClock } from '#domain/referral/obligations';
import { isProcess, kindOf, type ProcessKind, type StreamId } from '#domain/streams';

/** What became of a planned session, as its last event says. */
type SessionFate = 'planned' | 'held' | 'not-held' | 'unlogged';

/** A year counted event by event, from the log alone. */
export type Tally = {
  events: number;
  eventsByType: Record<string, number>;
  sessions: Map<string, { fate: SessionFate; late: boolean }>;
  reviewsOpened: Set<string>;
  outcomes: Record<string, number>;
  probesMissed: number;
  /** Every kind of recorded silence, by name. */
  silences: Record<string, number>;
  /** Duties whose silence was recorded, by key; for those that end in a fact of their own, `stream kind dueOn`. */
  overdue: Set<string>;
  /** Event ids of duplicates and positions that are missing: there are none. */
  gaps: number;
  lastPosition: number;
  folds: Map<StreamId, unknown>;
};

export const emptyTally = (): Tally => ({
  events: 0,
  eventsByType: {},
  sessions: new Map(),
  reviewsOpened: new Set(),
  outcomes: {},
  probesMissed: 0,
  silences: {},
  overdue: new Set(),
  gaps: 0,
  lastPosition: 0,
  folds: new Map(),
});

/** The names under which silences are counted; a duty that ends as `ObligationMissed` by its kind. */
const silenceOf: Readonly<Record<string, string>> = {
  'confirm-placement': 'placementOverdue',
  'start-phase': 'phaseNotStarted',
  'notify-guardian': 'guardianNotNotified',
  'observe-fidelity': 'fidelityNotObserved',
  'hold-review': 'reviewNotHeld',
  'look-again': 'decisionNotLookedAtAgain',
  'give-notice': 'noticeNotGiven',
  'request-consent': 'consentNotRequested',
  'obtain-consent': 'consentNotAnswered',
  'answer-request': 'requestStillNotAnswered',
  'give-assessment-plan': 'assessmentPlanStillNotGiven',
  'finish-evaluation': 'evaluationStillNotFinished',
  'report-evaluation': 'evaluationStillNotReported',
  'hold-team-meeting': 'teamMeetingStillNotHeld',
  'hold-evaluation-meeting': 'evaluationMeetingStillNotHeld',
  'decide-placement': 'placementStillNotDecided',
  'determine-eligibility': 'eligibilityNotDetermined',
  'hold-iep-meeting': 'iepMeetingStillNotHeld',
  'confirm-import': 'importNotConfirmed',
};

export const dutyOfFact = (stream: string, kind: string, dueOn: string) =>
  `${stream} ${kind} ${dueOn}`;

export function count(counts: Record<string, number>, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

/** Adds one event; the order is the log's. */
export function tally(sum: Tally, event: Recorded): void {
  sum.events += 1;
  if (event.position !== sum.lastPosition + 1) sum.gaps += 1;
  sum.lastPosition = event.position;
  count(sum.eventsByType, event.type);
  fold(sum, event);
  if (event.type === 'ObligationMissed') {
    const { duty, kind } = (event as Recorded<ObligationMissed>).data;
    sum.overdue.add(duty);
    count(sum.silences, silenceOf[kind] ?? kind);
  }
  if (event.type === 'ScreeningMissed') count(sum.silences, 'studentNotScreened');
  tallySession(sum, event as Recorded<GroupEvent>);
  tallyCycle(sum, event as Recorded<CycleEvent>);
  tallyReferral(sum, event as Recorded<ReferralEvent>);
}

function fold({ folds }: Tally, event: Recorded<DomainEvent>): void {
  const kind = kindOf(event.stream);
  if (!isProcess(kind)) return;
  const { decider } = processes[kind as ProcessKind];
  folds.set(event.stream, decider.evolve(folds.get(event.stream) ?? decider.initial, event));
}

function tallySession(sum: Tally, event: Recorded<GroupEvent>): void {
  switch (event.type) {
    case 'SessionPlanned':
      sum.sessions.set(event.data.sessionId, { fate: 'planned', late: false });
      return;
    case 'SessionHeld':
      sum.sessions.set(event.data.sessionId, { fate: 'held', late: event.data.late });
      return;
    case 'SessionNotHeld':
      sum.sessions.set(event.data.sessionId, { fate: 'not-held', late: event.data.late });
      return;
    case 'SessionUnlogged':
      sum.sessions.set(event.data.sessionId, { fate: 'unlogged', late: false });
      sum.overdue.add(`duty/log-session/${event.data.sessionId}`);
      count(sum.silences, 'sessionUnlogged');
      return;
    default:
  }
}

function tallyCycle(sum: Tally, event: Recorded<CycleEvent>): void {
  switch (event.type) {
    case 'ProbeMissed':
      sum.probesMissed += 1;
      if (event.actor.role !== 'process') return;
      sum.overdue.add(dutyOfFact(event.stream, 'give-probe', event.data.dueOn));
      count(sum.silences, 'probeNotGiven');
      return;
    case 'ReviewOpened':
      sum.reviewsOpened.add(event.data.reviewId);
      return;
    case 'ReviewHeld':
      count(sum.outcomes, event.data.outcome);
      return;
    default:
  }
}

function tallyReferral(sum: Tally, event: Recorded<ReferralEvent>): void {
  if (event.type !== 'DeadlineMissed') return;
  const { clock, dueOn } = event.data;
  const kind = onClock[clock]?.kind;
  if (kind) sum.overdue.add(dutyOfFact(event.stream, kind, dueOn));
  count(sum.silences, deadlineOf[clock]);
}

/** A missed day of the law, by its clock. */
const deadlineOf: Readonly<Record<ClockName, string>> = {
  'request-response': 'requestDeadlineMissed',
  'assessment-plan': 'assessmentPlanDeadlineMissed',
  evaluation: 'evaluationDeadlineMissed',
  'evaluation-report': 'reportDeadlineMissed',
  'team-meeting': 'teamMeetingDeadlineMissed',
  'eligibility-and-iep-meeting': 'evaluationMeetingDeadlineMissed',
  'iep-meeting': 'evaluationMeetingDeadlineMissed',
  placement: 'placementDeadlineMissed',
  'initial-iep': 'iepDeadlineMissed',
  'records-access': 'recordsDeadlineMissed',
};
