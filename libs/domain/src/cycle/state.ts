import type { Pin } from '../decider.js';
import type { Area, Grade } from '../measure/measure.js';
import type { LadderState } from '../obligation.js';
import type { Decision, Outcome, Recommendation } from '../rule-set/recommend.js';
import type { StreamId } from '../streams.js';
import type { LocalDate } from '../time.js';
import type { Dosage, Evidence, SessionMissedReason, Tier } from './events.js';

/** A fact of a phase that can be withdrawn; `version` says whether a review had seen it. */
type Withdrawable = { eventId: string; version: number; on: LocalDate; voided: boolean };

export type Probe = Withdrawable & {
  value: number;
  commandId: string;
  dueOn: LocalDate | null;
  /** The event that gave the value that now stands: its own, or the last correction. */
  standsBy: string;
};

export type FidelityCheck = Withdrawable & {
  implemented: number;
  applicable: number;
  dueOn: LocalDate | null;
};

/** One entry about one session; the last one that stands is what this student had. */
export type SessionEntry = Withdrawable & {
  sessionId: string;
  plannedMinutes: number;
  /** 0 where missed. */
  minutes: number;
  /** Null where attended. */
  missed: SessionMissedReason | null;
};

/** One intervention at one dosage. Arrays are copied on write: a phase holds some dozens of each. */
export type Phase = {
  phaseId: string;
  number: number;
  tier: Tier;
  interventionId: string;
  groupId: string;
  specialistId: string;
  dosage: Dosage;
  measure: string;
  startsOn: LocalDate;
  plannedEndOn: LocalDate;
  /** Null while it runs. */
  endedOn: LocalDate | null;
  /** The event that started it. */
  trigger: string;
  baseline: { on: LocalDate; value: number; flags: readonly string[] };
  goal: { on: LocalDate; value: number };
  probes: readonly Probe[];
  /** Due days of probes whose silence, or excuse, is recorded. */
  probesMissed: readonly LocalDate[];
  checks: readonly FidelityCheck[];
  checksMissed: readonly LocalDate[];
  sessions: readonly SessionEntry[];
  /** The last alert, so that one run of points raises one. */
  alert: { direction: 'below' | 'above'; probeIds: readonly string[] } | null;
  /** When the last review of this phase was held, and by which event. */
  reviewedOn: LocalDate | null;
  /** A second look found that a decision no longer stands: the next review is due from that day on. */
  reviewAskedOn: LocalDate | null;
};

export type Proposal = {
  placementId: string;
  tier: Tier;
  evidence: Evidence | null;
  on: LocalDate;
  trigger: string;
};

export type OpenReview = {
  reviewId: string;
  number: number;
  phaseId: string;
  on: LocalDate;
  dueOn: LocalDate;
  recommendation: Recommendation;
  version: number;
  trigger: string;
};

export type HeldReview = {
  reviewId: string;
  phaseId: string;
  /** The day on which its evidence was put together. */
  on: LocalDate;
  tier: Tier;
  outcome: Outcome;
  recommended: Decision;
  decision: Decision;
  /** Version of the event that opened it: facts before it were its evidence. */
  version: number;
};

/** A decision to look at again, until somebody has. */
export type QuestionedBasis = {
  number: number;
  reviewId: string;
  on: LocalDate;
  trigger: string;
  missed: number;
  /** Due day of the last occurrence that was missed. */
  missedDueOn: LocalDate | null;
};

/** Where an open cycle stands. `missedDueOn`: the stage's own duty was missed, and is owed again. */
export type Stage =
  | { stage: 'placement'; proposal: Proposal; missedDueOn: LocalDate | null }
  | { stage: 'start'; since: LocalDate; trigger: string; missedDueOn: LocalDate | null }
  | { stage: 'delivery' }
  | { stage: 'review'; review: OpenReview; missedDueOn: LocalDate | null }
  | { stage: 'fade'; on: LocalDate; until: LocalDate; trigger: string };

/** What a cycle remembers in every state after its first event. */
export type Course = {
  stream: StreamId;
  studentId: string;
  schoolId: string;
  grade: Grade;
  area: Area;
  ruleSet: Pin;
  calendar: Pin;
  /** The tier that a team last placed the student in; null before the first placement. */
  tier: Tier | null;
  /** When it was placed there. */
  placedOn: LocalDate | null;
  placements: readonly Proposal[];
  phases: readonly Phase[];
  reviewsOpened: number;
  reviews: readonly HeldReview[];
  questioned: readonly QuestionedBasis[];
  /** How many decisions were ever questioned: numbers the duties to look again. */
  questions: number;
  /** A notice that the guardian is owed. */
  notice: { about: 'placement' | 'exit'; number: number; on: LocalDate; trigger: string } | null;
  notices: number;
  ladder: LadderState;
};

export type OpenCycle = Course & { status: 'open'; at: Stage };
export type ClosedCycle = Course & {
  status: 'closed';
  closedOn: LocalDate;
  reason: string;
  /** Where it stood, for a student who comes back. */
  left: Stage;
};

export type Cycle = { status: 'none' } | OpenCycle | ClosedCycle;

export const initial: Cycle = { status: 'none' };

/** The phase that runs, if one does. */
export function runningPhase(cycle: Course): Phase | null {
  const last = cycle.phases.at(-1);
  return last && last.endedOn === null ? last : null;
}

/** The phase to which a day belongs; a phase's last day is still its own. */
export function phaseOn(cycle: Course, on: LocalDate): Phase | null {
  for (let i = cycle.phases.length - 1; i >= 0; i--) {
    const phase = cycle.phases[i]!;
    if (on >= phase.startsOn && (phase.endedOn === null || on <= phase.endedOn)) return phase;
  }
  return null;
}

/** Held reviews of the present tier that ended inadequate, in a row up to now. */
export function inadequateInARow(cycle: Course, tier: Tier): number {
  let n = 0;
  for (let i = cycle.reviews.length - 1; i >= 0; i--, n++) {
    const review = cycle.reviews[i]!;
    if (review.tier !== tier || review.outcome !== 'inadequate') break;
  }
  return n;
}

/** What the student had of each session of the phase: the last entry that stands. */
export function sessionsOf(phase: Phase): readonly SessionEntry[] {
  const bySession = new Map<string, SessionEntry>();
  for (const entry of phase.sessions) if (!entry.voided) bySession.set(entry.sessionId, entry);
  return [...bySession.values()];
}
