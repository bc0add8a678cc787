import type { CycleEvent, CycleOrigin, Dosage, Evidence, Tier } from '#domain/cycle/events';
import type { Actor, Pin } from '#domain/decider';
import type { Recommendation } from '#domain/rule-set/recommend';

/** What an event of a cycle says. */
export type Data<T extends CycleEvent['type']> = Extract<CycleEvent, { type: T }>['data'];

/** A correction that touched what a decision rested on, and when the team looked again. */
export type BasisChange = {
  becauseEventId: string;
  recordedAt: string;
  lookedAgainOn: string | null;
};

export type PlacementView = {
  placementId: string;
  tier: Tier;
  evidence: Evidence | null;
  reason: string;
  proposedOn: string;
  proposedBy: Actor;
  status: 'proposed' | 'confirmed' | 'overridden' | 'declined';
  overdue: boolean;
  decided: {
    on: string;
    recordedAt: string;
    by: Actor;
    tier: Tier | null;
    reason: string | null;
    present: readonly string[];
  } | null;
  basisChanged: BasisChange[];
};

export type AimlineView = {
  from: { on: string; value: number };
  to: { on: string; value: number };
  endedOn: string | null;
  ratePerWeek: number;
  method: string;
  source: string;
  reason: string | null;
};

export type PhaseView = Omit<Data<'PhaseStarted'>, 'dosage'> & {
  dosage: Dosage;
  endedOn: string | null;
  endReason: string | null;
  baseline: Data<'GoalSet'>['baseline'] | null;
  goal: { on: string; value: number; ratePerWeek: number } | null;
  aimlines: AimlineView[];
};

export type ProbeView = Data<'ProbeRecorded'> & {
  eventId: string;
  by: Actor;
  occurredAt: string;
  recordedAt: string;
  was: { value: number; reason: string } | null;
  voided: { reason: string } | null;
};

export type SessionView = {
  eventId: string;
  sessionId: string;
  groupId: string;
  on: string;
  plannedMinutes: number;
  minutes: number;
  status: 'here' | 'late' | 'missed';
  reason: string | null;
  loggedLate: boolean;
};

export type ReviewView = Omit<Data<'ReviewOpened'>, 'recommendation'> & {
  openedAt: string;
  recommendation: Recommendation;
  held: (Omit<Data<'ReviewHeld'>, 'reviewId'> & { recordedAt: string; by: Actor }) | null;
  basisChanged: BasisChange[];
  missed: boolean;
};

export type SilenceView = {
  eventId: string;
  type: 'ReminderSent' | 'ObligationEscalated' | 'ObligationMissed';
  duty: string;
  kind: string;
  dueOn: string;
  occurredAt: string;
};

/** The whole of a cycle as a person reads it; people, groups and interventions by id. */
export type CycleView = {
  version: number;
  studentId: string;
  schoolId: string;
  grade: string;
  area: string;
  origin: CycleOrigin;
  ruleSet: Pin;
  calendar: Pin;
  previousCycleId: string | null;
  openedOn: string;
  fadingUntil: string | null;
  closed: { on: string; reason: string } | null;
  tier: Tier | null;
  placements: PlacementView[];
  phases: PhaseView[];
  probes: ProbeView[];
  missedProbes: (Data<'ProbeMissed'> & { eventId: string })[];
  sessions: SessionView[];
  fidelity: (Data<'FidelityObserved'> & { eventId: string })[];
  alerts: (Data<'AlertRaised'> & { eventId: string })[];
  reviews: ReviewView[];
  notices: Data<'GuardianNotified'>[];
  silences: SilenceView[];
};
