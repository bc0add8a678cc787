import type { CycleEvent, Tier } from '#domain/cycle/events';
import type { Recorded } from '#domain/decider';
import type {
  Data,
  PlacementView,
  AimlineView,
  BasisChange,
  PhaseView,
  ProbeView,
  SessionView,
  ReviewView,
  CycleView,
} from './cycle-view.js';

// What an event changes in the view of a cycle; `cycle-fold.ts` says which event changes what.

export function opened(data: Data<'CycleOpened'>, version: number): CycleView {
  const { studentId, schoolId, grade, area, origin, ruleSet, calendar, previousCycleId, on } = data;
  return {
    version,
    studentId,
    schoolId,
    grade,
    area,
    origin,
    ruleSet,
    calendar,
    previousCycleId,
    openedOn: on,
    fadingUntil: null,
    closed: null,
    tier: null,
    placements: [],
    phases: [],
    probes: [],
    missedProbes: [],
    sessions: [],
    fidelity: [],
    alerts: [],
    reviews: [],
    notices: [],
    silences: [],
  };
}

export function proposed(
  event: Recorded<Extract<CycleEvent, { type: 'PlacementProposed' }>>,
): PlacementView {
  const { placementId, tier, evidence, reason, on } = event.data;
  return {
    placementId,
    tier,
    evidence,
    reason,
    proposedOn: on,
    proposedBy: event.actor,
    status: 'proposed',
    overdue: false,
    decided: null,
    basisChanged: [],
  };
}

/** Prepared anew after a correction it keeps its id and its place: what it rests on now is what the team sees. */
export function prepared(
  reviews: readonly ReviewView[],
  { data, occurredAt }: Recorded<Extract<CycleEvent, { type: 'ReviewOpened' }>>,
): ReviewView[] {
  const opened = { ...data, openedAt: occurredAt, held: null, basisChanged: [], missed: false };
  const known = reviews.some(({ reviewId }) => reviewId === data.reviewId);
  if (!known) return [...reviews, opened];
  return reviews.map((review) =>
    review.reviewId === data.reviewId ? { ...opened, missed: review.missed } : review,
  );
}

type PlacementDecided = Recorded<
  Extract<CycleEvent, { type: 'PlacementConfirmed' | 'PlacementOverridden' | 'PlacementDeclined' }>
>;

export function decided(
  view: CycleView,
  event: PlacementDecided,
  status: 'confirmed' | 'overridden' | 'declined',
  tier: Tier | null,
  reason: string | null,
): CycleView {
  const { placementId, on, present } = event.data;
  const decision = { on, recordedAt: event.recordedAt, by: event.actor, tier, reason, present };
  return {
    ...view,
    tier: tier ?? view.tier,
    placements: view.placements.map((p) =>
      p.placementId === placementId ? { ...p, status, decided: decision } : p,
    ),
  };
}

export function inPhase(
  view: CycleView,
  phaseId: string,
  change: (phase: PhaseView) => PhaseView,
): CycleView {
  return { ...view, phases: view.phases.map((p) => (p.phaseId === phaseId ? change(p) : p)) };
}

export function inReview(
  view: CycleView,
  reviewId: string,
  change: (review: ReviewView) => ReviewView,
): CycleView {
  return { ...view, reviews: view.reviews.map((r) => (r.reviewId === reviewId ? change(r) : r)) };
}

/** A decision is a review or a placement; ids are unique over both. */
export function withBasis(
  view: CycleView,
  decisionId: string,
  change: (changes: readonly BasisChange[]) => BasisChange[],
): CycleView {
  return {
    ...inReview(view, decisionId, (r) => ({ ...r, basisChanged: change(r.basisChanged) })),
    placements: view.placements.map((p) =>
      p.placementId === decisionId ? { ...p, basisChanged: change(p.basisChanged) } : p,
    ),
  };
}

export function withGoal(phase: PhaseView, { baseline, goal }: Data<'GoalSet'>): PhaseView {
  const { on, value, ratePerWeek, method, source } = goal;
  const line: AimlineView = {
    from: { on: baseline.on, value: baseline.median },
    to: { on, value },
    endedOn: null,
    ratePerWeek,
    method,
    source,
    reason: null,
  };
  return { ...phase, baseline, goal: { on, value, ratePerWeek }, aimlines: [line] };
}

/** The old aimline stays, ending where it ended; the new one runs from the same baseline to the higher goal. */
export function withRaisedGoal(
  phase: PhaseView,
  { to, on, goalOn, reason }: Data<'GoalRaised'>,
): PhaseView {
  const last = phase.aimlines.at(-1);
  if (!last) return phase;
  const weeks = (Date.parse(goalOn) - Date.parse(last.from.on)) / (7 * 86_400_000);
  const ratePerWeek = weeks > 0 ? (to - last.from.value) / weeks : last.ratePerWeek;
  const raised: AimlineView = { ...last, to: { on: goalOn, value: to }, ratePerWeek, reason };
  return {
    ...phase,
    goal: { on: goalOn, value: to, ratePerWeek },
    aimlines: [...phase.aimlines.slice(0, -1), { ...last, endedOn: on }, raised],
  };
}

export function probe(event: Recorded<Extract<CycleEvent, { type: 'ProbeRecorded' }>>): ProbeView {
  const { id: eventId, actor: by, occurredAt, recordedAt } = event;
  return { ...event.data, eventId, by, occurredAt, recordedAt, was: null, voided: null };
}

export function withSession(view: CycleView, session: SessionView & { late?: boolean }): CycleView {
  const { late: _, ...shown } = session;
  return { ...view, sessions: [...view.sessions, shown] };
}

export function withSilence(
  view: CycleView,
  event: Recorded<
    Extract<CycleEvent, { type: 'ReminderSent' | 'ObligationEscalated' | 'ObligationMissed' }>
  >,
): CycleView {
  const { duty, kind, dueOn } = event.data;
  const { id: eventId, type, occurredAt } = event;
  const missed = type === 'ObligationMissed';
  return {
    ...view,
    silences: [...view.silences, { eventId, type, duty, kind, dueOn, occurredAt }],
    placements:
      missed && kind === 'confirm-placement'
        ? view.placements.map((p) => (p.status === 'proposed' ? { ...p, overdue: true } : p))
        : view.placements,
    reviews:
      missed && kind === 'hold-review'
        ? view.reviews.map((r) => (r.held === null ? { ...r, missed: true } : r))
        : view.reviews,
  };
}

export function voided(view: CycleView, eventId: string, reason: string): CycleView {
  return {
    ...view,
    probes: view.probes.map((p) => (p.eventId === eventId ? { ...p, voided: { reason } } : p)),
    // A log is withdrawn by the session's id; that nobody had logged it in time then stands again.
    sessions: view.sessions.filter(
      (s) => s.eventId !== eventId && (s.sessionId !== eventId || s.reason === 'unlogged'),
    ),
    fidelity: view.fidelity.filter((f) => f.eventId !== eventId),
  };
}

export function corrected(
  view: CycleView,
  { eventId, data, reason }: Data<'FactCorrected'>,
): CycleView {
  const value = (data as { value?: number }).value;
  if (value === undefined) return view;
  return {
    ...view,
    probes: view.probes.map((p) =>
      p.eventId === eventId ? { ...p, value, was: p.was ?? { value: p.value, reason } } : p,
    ),
  };
}
