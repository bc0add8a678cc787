import type { CycleEvent, CycleOrigin, Dosage, Evidence, Tier } from '#domain/cycle/events';
import type { Actor, Pin, Recorded } from '#domain/decider';
import type { Recommendation } from '#domain/rule-set/recommend';
import { eventsAt, type Moment } from '../as-of.js';

type Data<T extends CycleEvent['type']> = Extract<CycleEvent, { type: T }>['data'];

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
  basisChanged: { becauseEventId: string; recordedAt: string; lookedAgainOn: string | null }[];
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

/** Folds a cycle's stream as it was known and true at a moment; null before it was opened. */
export function cycleView(events: readonly Recorded[], moment: Moment): CycleView | null {
  let view: CycleView | null = null;
  for (const event of eventsAt(events, moment)) view = applied(view, event as Recorded<CycleEvent>);
  return view && { ...view, sessions: lastOfEach(view.sessions) };
}

/** What is said later of a session (a late log) takes the place of what was said before. */
function lastOfEach(entries: readonly SessionView[]): SessionView[] {
  return [...new Map(entries.map((entry) => [entry.sessionId, entry])).values()];
}

function applied(before: CycleView | null, event: Recorded<CycleEvent>): CycleView | null {
  if (event.type === 'CycleOpened') return opened(event.data, event.version);
  if (!before) return null;
  const view = { ...before, version: Math.max(before.version, event.version) };
  switch (event.type) {
    case 'PlacementProposed':
      view.placements = [...view.placements, proposed(event)];
      return view;
    case 'PlacementConfirmed':
      return decided(view, event, 'confirmed', event.data.tier, null);
    case 'PlacementOverridden':
      return decided(view, event, 'overridden', event.data.tier, event.data.reason);
    case 'PlacementDeclined':
      return decided(view, event, 'declined', null, event.data.reason);
    case 'GuardianNotified':
      view.notices = [...view.notices, event.data];
      return view;
    case 'PhaseStarted':
      view.tier = event.data.tier;
      view.phases = [
        ...view.phases,
        { ...event.data, endedOn: null, endReason: null, baseline: null, goal: null, aimlines: [] },
      ];
      return view;
    case 'GoalSet':
      return inPhase(view, event.data.phaseId, (phase) => withGoal(phase, event.data));
    case 'GoalRaised':
      return inPhase(view, event.data.phaseId, (phase) => withRaisedGoal(phase, event.data));
    case 'PhaseEnded':
      return inPhase(view, event.data.phaseId, (phase) => ({
        ...phase,
        endedOn: event.data.on,
        endReason: event.data.reason,
        aimlines: phase.aimlines.map((line) => ({
          ...line,
          endedOn: line.endedOn ?? event.data.on,
        })),
      }));
    case 'SessionAttended':
      return withSession(view, {
        ...event.data,
        eventId: event.id,
        status: event.data.attendance,
        reason: null,
        loggedLate: event.data.late,
      });
    case 'SessionMissed':
      return withSession(view, {
        ...event.data,
        eventId: event.id,
        minutes: 0,
        status: 'missed',
        loggedLate: event.data.late,
      });
    case 'ProbeRecorded':
      view.probes = [...view.probes, probe(event)];
      return view;
    case 'ProbeMissed':
      view.missedProbes = [...view.missedProbes, { ...event.data, eventId: event.id }];
      return view;
    case 'FidelityObserved':
      view.fidelity = [...view.fidelity, { ...event.data, eventId: event.id }];
      return view;
    case 'AlertRaised':
      view.alerts = [...view.alerts, { ...event.data, eventId: event.id }];
      return view;
    case 'ReviewOpened':
      view.reviews = prepared(view.reviews, event);
      return view;
    case 'ReviewHeld':
      return inReview(view, event.data.reviewId, (review) => ({
        ...review,
        held: { ...event.data, recordedAt: event.recordedAt, by: event.actor },
      }));
    case 'DecisionBasisChanged':
      return inReview(view, event.data.reviewId, (review) => ({
        ...review,
        basisChanged: [
          ...review.basisChanged,
          {
            becauseEventId: event.data.becauseEventId,
            recordedAt: event.recordedAt,
            lookedAgainOn: null,
          },
        ],
      }));
    case 'LookedAgain':
      return inReview(view, event.data.reviewId, (review) => ({
        ...review,
        basisChanged: review.basisChanged.map((b) => ({
          ...b,
          lookedAgainOn: b.lookedAgainOn ?? event.data.on,
        })),
      }));
    case 'FadeStarted':
      view.fadingUntil = event.data.until;
      return view;
    case 'CycleTransferred':
      return { ...view, schoolId: event.data.toSchoolId, calendar: event.data.calendar };
    case 'CycleClosed':
      return { ...view, closed: { on: event.data.on, reason: event.data.reason } };
    case 'CycleReopened':
      return {
        ...view,
        closed: null,
        fadingUntil: null,
        schoolId: event.data.schoolId,
        calendar: event.data.calendar,
      };
    case 'ReminderSent':
    case 'ObligationEscalated':
    case 'ObligationMissed':
      return withSilence(view, event);
    case 'DueDatesMoved':
      return { ...view, calendar: event.data.calendar };
    case 'FactVoided':
      return voided(view, event.data.eventId, event.data.reason);
    case 'FactCorrected':
      return corrected(view, event.data);
    case 'PhaseSpecialistChanged':
      return inPhase(view, event.data.phaseId, (phase) => ({
        ...phase,
        specialistId: event.data.to,
      }));
    case 'ObligationReassigned':
      return view;
  }
}

function opened(data: Data<'CycleOpened'>, version: number): CycleView {
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

function proposed(
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
  };
}

/** Prepared anew after a correction it keeps its id and its place: what it rests on now is what the team sees. */
function prepared(
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

function decided(
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

function inPhase(
  view: CycleView,
  phaseId: string,
  change: (phase: PhaseView) => PhaseView,
): CycleView {
  return { ...view, phases: view.phases.map((p) => (p.phaseId === phaseId ? change(p) : p)) };
}

function inReview(
  view: CycleView,
  reviewId: string,
  change: (review: ReviewView) => ReviewView,
): CycleView {
  return { ...view, reviews: view.reviews.map((r) => (r.reviewId === reviewId ? change(r) : r)) };
}

function withGoal(phase: PhaseView, { baseline, goal }: Data<'GoalSet'>): PhaseView {
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
function withRaisedGoal(
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

function probe(event: Recorded<Extract<CycleEvent, { type: 'ProbeRecorded' }>>): ProbeView {
  const { id: eventId, actor: by, occurredAt, recordedAt } = event;
  return { ...event.data, eventId, by, occurredAt, recordedAt, was: null, voided: null };
}

function withSession(view: CycleView, session: SessionView & { late?: boolean }): CycleView {
  const { late: _, ...shown } = session;
  return { ...view, sessions: [...view.sessions, shown] };
}

function withSilence(
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

function voided(view: CycleView, eventId: string, reason: string): CycleView {
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

function corrected(view: CycleView, { eventId, data, reason }: Data<'FactCorrected'>): CycleView {
  const value = (data as { value?: number }).value;
  if (value === undefined) return view;
  return {
    ...view,
    probes: view.probes.map((p) =>
      p.eventId === eventId ? { ...p, value, was: p.was ?? { value: p.value, reason } } : p,
    ),
  };
}
