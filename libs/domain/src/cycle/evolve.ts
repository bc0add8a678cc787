import type { Recorded } from '../decider.js';
import { noLadder, owedAfresh } from '../obligation.js';
import type { ObligationMissed } from '../obligation.js';
import type { CycleEvent } from './events.js';
import { evolveFacts, inPhase } from './evolve-facts.js';
import type { ClosedCycle, Cycle, OpenCycle, Stage } from './state.js';

type Of<T extends CycleEvent['type']> = Recorded<Extract<CycleEvent, { type: T }>>;

/** What happened changes what is remembered. Never throws: an event that fits no longer leaves the state as it was. */
export function evolve(cycle: Cycle, event: Recorded<CycleEvent>): Cycle {
  if (event.type === 'CycleOpened') return opened(event);
  if (cycle.status === 'none') return cycle;
  if (event.type === 'CycleReopened') return reopened(cycle, event);
  const after = evolveFacts(cycle, event);
  return cycle.status === 'open' ? evolveStage(after as OpenCycle, event) : after;
}

function opened({ stream, data, id }: Of<'CycleOpened'>): Cycle {
  return {
    status: 'open',
    stream,
    studentId: data.studentId,
    schoolId: data.schoolId,
    grade: data.grade,
    area: data.area,
    ruleSet: data.ruleSet,
    calendar: data.calendar,
    tier: null,
    placedOn: null,
    placements: [],
    phases: [],
    reviewsOpened: 0,
    reviews: [],
    questioned: [],
    questions: 0,
    notice: null,
    notices: 0,
    ladder: noLadder,
    // For a moment only: the proposal follows in the same decision.
    at: { stage: 'start', since: data.on, trigger: id, missedDueOn: null },
  };
}

/** The stages of the handbook: which event leads from which to which. */
function evolveStage(cycle: OpenCycle, event: Recorded<CycleEvent>): Cycle {
  switch (event.type) {
    case 'PlacementProposed':
      return at(cycle, {
        stage: 'placement',
        proposal: cycle.placements.at(-1)!,
        missedDueOn: null,
      });
    case 'PlacementConfirmed':
    case 'PlacementOverridden':
    case 'PlacementDeclined':
      return at(cycle, startFrom(event.data.on, event.id));
    case 'PhaseStarted':
      return at(cycle, { stage: 'delivery' });
    case 'ReviewOpened': {
      const { reviewId, number, phaseId, on, dueOn, recommendation } = event.data;
      const seen = { version: event.version, trigger: event.id };
      return at(cycle, {
        stage: 'review',
        review: { reviewId, number, phaseId, on, dueOn, recommendation, ...seen },
        missedDueOn: cycle.at.stage === 'review' ? cycle.at.missedDueOn : null,
      });
    }
    case 'ReviewHeld':
      return reviewHeld(cycle, event);
    case 'PhaseEnded':
      return cycle.at.stage === 'delivery' || cycle.at.stage === 'review'
        ? at(cycle, startFrom(event.data.on, event.id))
        : cycle;
    case 'FadeStarted':
      return at(cycle, { stage: 'fade', ...event.data, trigger: event.id });
    case 'CycleClosed': {
      const { at: left, ...course } = cycle;
      const closed = { closedOn: event.data.on, reason: event.data.reason, left };
      return { ...course, status: 'closed', ...closed };
    }
    case 'ObligationMissed':
      return stageMissed(cycle, event.data);
    default:
      return cycle;
  }
}

function reviewHeld(cycle: OpenCycle, event: Of<'ReviewHeld'>): Cycle {
  if (cycle.at.stage !== 'review') return cycle;
  const { review } = cycle.at;
  const { reviewId, outcome, recommended, decision, on } = event.data;
  const phase = cycle.phases.find((p) => p.phaseId === review.phaseId);
  const held = {
    reviewId,
    phaseId: review.phaseId,
    on: review.on,
    tier: phase?.tier ?? cycle.tier ?? 2,
    outcome,
    recommended,
    decision,
    version: review.version,
  };
  const after = { ...cycle, reviews: [...cycle.reviews, held] };
  const reviewed = inPhase(after, review.phaseId, (p) => ({
    ...p,
    reviewedOn: on,
    reviewAskedOn: null,
  }));
  return at(reviewed, { stage: 'delivery' });
}

/** A student who comes back goes on where the cycle stopped; a phase is started anew. */
function reopened(cycle: OpenCycle | ClosedCycle, event: Of<'CycleReopened'>): Cycle {
  if (cycle.status !== 'closed') return cycle;
  const { left, closedOn: _closedOn, reason: _reason, ...course } = cycle;
  const { schoolId, calendar, on } = event.data;
  const stage: Stage =
    left.stage === 'placement'
      ? { ...left, proposal: { ...left.proposal, on }, missedDueOn: null }
      : startFrom(on, event.id);
  const ladder = owedAfresh(course.ladder);
  const nothingAsked = { questioned: [], notice: null };
  return { ...course, status: 'open', schoolId, calendar, ladder, ...nothingAsked, at: stage };
}

const startFrom = (since: string, trigger: string): Stage => ({
  stage: 'start',
  since,
  trigger,
  missedDueOn: null,
});

function at(cycle: OpenCycle, stage: Stage): OpenCycle {
  return { ...cycle, at: stage };
}

function stageMissed(cycle: OpenCycle, { kind, dueOn }: ObligationMissed['data']): OpenCycle {
  const own = { placement: 'confirm-placement', start: 'start-phase', review: 'hold-review' };
  const { at: stage } = cycle;
  if (stage.stage === 'delivery' || stage.stage === 'fade' || own[stage.stage] !== kind)
    return cycle;
  return at(cycle, { ...stage, missedDueOn: dueOn });
}
