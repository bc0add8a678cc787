import type { Recorded } from '../decider.js';
import { evolveLadder, owedAfresh } from '../obligation.js';
import type { ObligationMissed } from '../obligation.js';
import type { StreamId } from '../streams.js';
import type { CycleEvent } from './events.js';
import type { ClosedCycle, Course, OpenCycle, Phase, SessionEntry } from './state.js';

type Of<T extends CycleEvent['type']> = Recorded<Extract<CycleEvent, { type: T }>>;

/** Facts are taken in every state: a late entry reaches a closed cycle as well. */
export function evolveFacts<C extends OpenCycle | ClosedCycle>(
  cycle: C,
  event: Recorded<CycleEvent>,
): C {
  switch (event.type) {
    case 'PlacementProposed': {
      const { placementId, tier, evidence, on } = event.data;
      const proposal = { placementId, tier, evidence, on, trigger: event.id };
      return { ...cycle, placements: [...cycle.placements, proposal] };
    }
    case 'PlacementConfirmed':
    case 'PlacementOverridden':
      return {
        ...owesNotice(cycle, 'placement', event.data.on, event.id),
        tier: event.data.tier,
        placedOn: event.data.on,
      };
    case 'GuardianNotified':
      return { ...cycle, notice: event.data.about === 'progress' ? cycle.notice : null };
    case 'PhaseStarted':
      return { ...cycle, phases: [...cycle.phases, startedPhase(event)] };
    case 'GoalSet': {
      const { baseline, goal } = event.data;
      return inPhase(cycle, event.data.phaseId, (phase) => ({
        ...phase,
        baseline: { on: baseline.on, value: baseline.median, flags: baseline.flags },
        goal: { on: goal.on, value: goal.value },
      }));
    }
    case 'GoalRaised':
      return inPhase(cycle, event.data.phaseId, (phase) => ({
        ...phase,
        goal: { on: event.data.goalOn, value: event.data.to },
      }));
    case 'ProbeRecorded': {
      const { on, value, dueOn } = event.data;
      const named = { commandId: event.commandId, standsBy: event.id };
      const probe = { ...fact(event, on), value, dueOn, ...named };
      return inPhase(cycle, event.data.phaseId, (phase) => ({
        ...phase,
        probes: [...phase.probes, probe],
      }));
    }
    case 'ProbeMissed':
      return inPhase(cycle, event.data.phaseId, (phase) => ({
        ...phase,
        probesMissed: [...phase.probesMissed, event.data.dueOn],
      }));
    case 'FidelityObserved': {
      const { on, implemented, applicable, dueOn } = event.data;
      const check = { ...fact(event, on), implemented, applicable, dueOn };
      return inPhase(cycle, event.data.phaseId, (phase) => ({
        ...phase,
        checks: [...phase.checks, check],
      }));
    }
    case 'SessionAttended': {
      const { sessionId, on, minutes, plannedMinutes } = event.data;
      const entry = { ...fact(event, on), sessionId, plannedMinutes, minutes, missed: null };
      return inPhaseOn(cycle, entry);
    }
    case 'SessionMissed': {
      const { sessionId, on, plannedMinutes, reason } = event.data;
      const entry = { ...fact(event, on), sessionId, plannedMinutes, minutes: 0, missed: reason };
      return inPhaseOn(cycle, entry);
    }
    case 'AlertRaised': {
      const { phaseId, direction, probeIds } = event.data;
      return inPhase(cycle, phaseId, (phase) => ({ ...phase, alert: { direction, probeIds } }));
    }
    case 'FactVoided':
      return {
        ...cycle,
        phases: cycle.phases.map((phase) => withoutFact(phase, event.data.eventId)),
      };
    case 'FactCorrected':
      return { ...cycle, phases: cycle.phases.map((phase) => corrected(phase, event)) };
    case 'ReviewOpened':
      return { ...cycle, reviewsOpened: Math.max(cycle.reviewsOpened, event.data.number) };
    case 'DecisionBasisChanged':
      return questioned(cycle, event);
    case 'LookedAgain': {
      const { reviewId, stands, on } = event.data;
      const questioned = cycle.questioned.filter((q) => q.reviewId !== reviewId);
      const running = cycle.phases.at(-1);
      if (stands || !running || running.endedOn !== null) return { ...cycle, questioned };
      return inPhase({ ...cycle, questioned }, running.phaseId, (phase) => ({
        ...phase,
        reviewAskedOn: on,
      }));
    }
    case 'PhaseSpecialistChanged':
      return inPhase(cycle, event.data.phaseId, (phase) => ({
        ...phase,
        specialistId: event.data.to,
      }));
    case 'PhaseEnded':
      return inPhase(cycle, event.data.phaseId, (phase) => ({ ...phase, endedOn: event.data.on }));
    case 'FadeStarted':
      return owesNotice(cycle, 'exit', event.data.on, event.id);
    case 'CycleTransferred':
      return {
        ...cycle,
        schoolId: event.data.toSchoolId,
        calendar: event.data.calendar,
        ladder: owedAfresh(cycle.ladder),
      };
    case 'DueDatesMoved':
      return { ...cycle, calendar: event.data.calendar };
    case 'ReminderSent':
    case 'ObligationEscalated':
    case 'ObligationReassigned':
      return { ...cycle, ladder: evolveLadder(cycle.ladder, event) };
    case 'ObligationMissed':
      return missed({ ...cycle, ladder: evolveLadder(cycle.ladder, event) }, event);
    case 'CycleOpened':
    case 'CycleReopened':
    case 'PlacementDeclined':
    case 'ReviewHeld':
    case 'CycleClosed':
      return cycle;
  }
}

function owesNotice<C extends Course>(
  cycle: C,
  about: 'placement' | 'exit',
  on: string,
  trigger: string,
): C {
  const number = cycle.notices + 1;
  return { ...cycle, notices: number, notice: { about, number, on, trigger } };
}

/** One open task for each questioned decision, however many of its facts change. */
function questioned<C extends Course>(cycle: C, { data, id }: Of<'DecisionBasisChanged'>): C {
  if (cycle.questioned.some((q) => q.reviewId === data.reviewId)) return cycle;
  const number = cycle.questions + 1;
  const again = { missed: 0, missedDueOn: null };
  const question = { number, reviewId: data.reviewId, on: data.on, trigger: id, ...again };
  return { ...cycle, questions: number, questioned: [...cycle.questioned, question] };
}

/** Silence that the process itself remembers: a fidelity check of its cadence, a second look that is owed again. */
function missed<C extends Course>(cycle: C, { data }: Recorded<ObligationMissed>): C {
  if (data.kind === 'observe-fidelity') {
    const running = cycle.phases.at(-1);
    if (!running) return cycle;
    return inPhase(cycle, running.phaseId, (phase) => ({
      ...phase,
      checksMissed: [...phase.checksMissed, data.dueOn],
    }));
  }
  if (data.kind !== 'look-again') return cycle;
  const number = Number(data.duty.slice(data.duty.lastIndexOf('/') + 1).split('.')[0]);
  const questioned = cycle.questioned.map((q) =>
    q.number === number ? { ...q, missed: q.missed + 1, missedDueOn: data.dueOn } : q,
  );
  return { ...cycle, questioned };
}

function startedPhase({ data, id }: Of<'PhaseStarted'>): Phase {
  const { changed: _changed, ...phase } = data;
  return {
    ...phase,
    endedOn: null,
    trigger: id,
    baseline: { on: data.startsOn, value: 0, flags: [] },
    goal: { on: data.plannedEndOn, value: 0 },
    probes: [],
    probesMissed: [],
    checks: [],
    checksMissed: [],
    sessions: [],
    alert: null,
    reviewedOn: null,
    reviewAskedOn: null,
  };
}

function fact(event: { id: string; version: number; stream: StreamId }, on: string) {
  return { eventId: event.id, version: event.version, on, voided: false };
}

export function inPhase<C extends Course>(
  cycle: C,
  phaseId: string,
  change: (phase: Phase) => Phase,
): C {
  return {
    ...cycle,
    phases: cycle.phases.map((phase) => (phase.phaseId === phaseId ? change(phase) : phase)),
  };
}

/** A session belongs to the phase of its day; one of a day without a phase (a late leaver) counts for none. */
function inPhaseOn<C extends Course>(cycle: C, entry: SessionEntry): C {
  const { on } = entry;
  const i = cycle.phases.findLastIndex(
    (phase) => on >= phase.startsOn && (phase.endedOn === null || on <= phase.endedOn),
  );
  if (i < 0) return cycle;
  const phase = cycle.phases[i]!;
  return inPhase(cycle, phase.phaseId, () => ({ ...phase, sessions: [...phase.sessions, entry] }));
}

/**
 * Withdraws the fact of that id. A session's log is withdrawn by the session's id: the group, which decides it, does not
 * know the ids of the cycles' events. What the process itself recorded about the session (unlogged) then stands again.
 */
function withoutFact(phase: Phase, eventId: string): Phase {
  const voided = <F extends { eventId: string; voided: boolean }>(facts: readonly F[]) =>
    facts.some((f) => f.eventId === eventId)
      ? facts.map((f) => (f.eventId === eventId ? { ...f, voided: true } : f))
      : facts;
  const sessions = phase.sessions.some((s) => s.sessionId === eventId)
    ? phase.sessions.map((s) =>
        s.sessionId === eventId && s.missed !== 'unlogged' ? { ...s, voided: true } : s,
      )
    : voided(phase.sessions);
  return { ...phase, probes: voided(phase.probes), checks: voided(phase.checks), sessions };
}

function corrected(phase: Phase, event: Of<'FactCorrected'>): Phase {
  const { eventId, data } = event.data;
  if (!phase.probes.some((probe) => probe.eventId === eventId)) return phase;
  const { value } = data as { value: number };
  return {
    ...phase,
    probes: phase.probes.map((probe) =>
      probe.eventId === eventId ? { ...probe, value, standsBy: event.id } : probe,
    ),
  };
}
