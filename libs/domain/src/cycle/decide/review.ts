import { instructionalWeeksAfter } from '../../calendar/calendar-days.js';
import type { Recorded } from '../../decider.js';
import type { Duty } from '../../obligation.js';
import { RuleBroken } from '../../rule-broken.js';
import { recommend } from '../../rule-set/recommend.js';
import type { HoldReview } from '../commands.js';
import type { Context } from '../context.js';
import { happenedOn, mustBeOpen, mustGiveReason, mustNotBeFuture } from '../context.js';
import { tierPlan } from '../due-days.js';
import { reviewInputs } from '../evidence.js';
import { evolve } from '../evolve.js';
import type { CycleEvent, Tier } from '../events.js';
import { obligations } from '../obligations.js';
import type { Cycle, OpenCycle, OpenReview, Phase } from '../state.js';
import { runningPhase } from '../state.js';
import { goalRaised } from './phase.js';

/** Puts the evidence together. The process does so when the review is due; a person may ask for it at any time. */
export function openReview(before: Cycle, context: Context): readonly CycleEvent[] {
  const cycle = mustBeOpen(before);
  if (cycle.at.stage === 'review') return [];
  const phase = runningPhase(cycle);
  if (!phase || cycle.at.stage !== 'delivery') throw new RuleBroken('no-phase-running');
  const { meta, today, reference } = context;
  const work = obligations(cycle, reference).find((duty) => duty.kind === 'prepare-review');
  if (meta.actor.role === 'process' && work && work.dueAt > meta.at) return [];
  return [reviewOpened(cycle, phase, meta.commandId, cycle.reviewsOpened + 1, today, context)];
}

/**
 * A fact was withdrawn or corrected while its review is open: the review is prepared anew under the same id, so that the
 * team decides on the evidence as it stands, not as it stood.
 */
export function refreshed(
  cycle: Cycle,
  events: readonly CycleEvent[],
  context: Context,
): readonly CycleEvent[] {
  if (events.length === 0 || cycle.status !== 'open' || cycle.at.stage !== 'review') return events;
  const { review } = cycle.at;
  const after = foresee(cycle, events, context.meta);
  const phase = after.status === 'open' && after.phases.find((p) => p.phaseId === review.phaseId);
  if (!phase) return events;
  const { reviewId, number, dueOn } = review;
  return [...events, reviewOpened(after as OpenCycle, phase, reviewId, number, dueOn, context)];
}

function reviewOpened(
  cycle: OpenCycle,
  phase: Phase,
  reviewId: string,
  number: number,
  dueOn: string,
  context: Context,
): CycleEvent {
  const recommendation = recommend(reviewInputs(cycle, phase, context));
  const { phaseId } = phase;
  const data = { reviewId, number, phaseId, on: context.today, dueOn, recommendation };
  return { type: 'ReviewOpened', data };
}

/** The team decides; what it decides is carried out in the same breath. */
export function holdReview(
  held: HoldReview['data'],
  before: Cycle,
  context: Context,
): readonly CycleEvent[] {
  if (before.status !== 'none' && before.reviews.some((r) => r.reviewId === held.reviewId))
    throw new RuleBroken('review-already-held', { reviewId: held.reviewId });
  const cycle = mustBeOpen(before);
  const review = cycle.at.stage === 'review' ? cycle.at.review : null;
  const phase = runningPhase(cycle);
  if (!review || review.reviewId !== held.reviewId || !phase)
    throw new RuleBroken('review-not-open', { reviewId: held.reviewId });
  mustNotBeFuture(held.on, context);
  if (held.on < review.on)
    throw new RuleBroken('review-before-its-evidence', { on: held.on, preparedOn: review.on });
  const { decision: recommended, outcome, figures } = review.recommendation;
  if (held.decision !== recommended) mustGiveReason(held.reason, 'against-recommendation');
  if (figures.disagrees && !held.note?.trim())
    throw new RuleBroken('note-required', { reviewId: held.reviewId });
  const { reviewId, on, decision, reason, note, present } = held;
  const data = { reviewId, on, outcome, recommended, decision, reason, note, present };
  const carriedOut = consequences(held, cycle, phase, review, context);
  const decided: CycleEvent = { type: 'ReviewHeld', data: { ...data, schedules: '' } };
  const schedules = whatFollows(cycle, [decided, ...carriedOut], context);
  return happenedOn(on, context, [
    { type: 'ReviewHeld', data: { ...data, schedules } },
    ...carriedOut,
  ]);
}

function consequences(
  { on, decision, reason, newGoal }: HoldReview['data'],
  cycle: OpenCycle,
  phase: Phase,
  review: OpenReview,
  context: Context,
): readonly CycleEvent[] {
  const { rules, days, meta } = context;
  const why = reason?.trim() || review.recommendation.outcome;
  const ended: CycleEvent = {
    type: 'PhaseEnded',
    data: {
      phaseId: phase.phaseId,
      groupId: phase.groupId,
      on,
      reason: isPastHardStop(phase, on, context) ? 'hard-stop' : 'decision',
    },
  };
  switch (decision) {
    case 'continue':
    case 'fix-delivery':
    // The referral is opened by reaction, and never gated; the cycle goes on beside it.
    case 'refer':
      return [];
    case 'raise-goal':
      if (newGoal === null) throw new RuleBroken('goal-missing', { reviewId: review.reviewId });
      return [goalRaised(phase, newGoal, null, why, context)];
    case 'adjust':
      return [ended];
    case 'intensify': {
      if (phase.tier === 3) throw new RuleBroken('no-higher-tier', { tier: phase.tier });
      const tier = (phase.tier + 1) as Tier;
      const proposal = { placementId: meta.commandId, tier, evidence: null, reason: why, on };
      return [ended, { type: 'PlacementProposed', data: proposal }];
    }
    case 'exit': {
      const until = days.after(on, rules.exit.fadeSchoolWeeks * 5);
      return [{ type: 'FadeStarted', data: { on, until } }];
    }
  }
}

/** The fade is over and nothing was said: the phase ends, and with it the cycle. */
export function endFade(cycle: OpenCycle, { today }: Context): readonly CycleEvent[] {
  if (cycle.at.stage !== 'fade') return [];
  const phase = runningPhase(cycle);
  const on = cycle.at.until < today ? cycle.at.until : today;
  const reason = cycle.reviews.at(-1)?.recommended === 'exit' ? 'goal-met' : 'team-decision';
  const closed: CycleEvent = { type: 'CycleClosed', data: { on, reason } };
  if (!phase) return [closed];
  const { phaseId, groupId } = phase;
  return [{ type: 'PhaseEnded', data: { phaseId, groupId, on, reason: 'exit' } }, closed];
}

function isPastHardStop(phase: Phase, on: string, { calendar, rules }: Context): boolean {
  const { hardStopWeeks } = tierPlan(rules, phase.tier);
  const stop = instructionalWeeksAfter(calendar, phase.startsOn, hardStopWeeks);
  return stop !== null && on >= stop;
}

/** What the decision schedules, as the duties say: `<kind> <day>`, e.g. `prepare-review 2025-11-14`. */
function whatFollows(
  cycle: OpenCycle,
  events: readonly CycleEvent[],
  { meta, reference }: Context,
): string {
  const foreseen = foresee(cycle, events, meta);
  const next = obligations(foreseen, reference).find((duty) => stageKinds.has(duty.kind));
  return next ? `${next.kind} ${next.dueOn}` : 'nothing';
}

const stageKinds: ReadonlySet<Duty['kind']> = new Set([
  'confirm-placement',
  'start-phase',
  'prepare-review',
  'hold-review',
  'end-fade',
]);

function foresee(cycle: OpenCycle, events: readonly CycleEvent[], meta: Context['meta']): Cycle {
  return events.reduce<Cycle>((state, event) => evolve(state, envelope(event, cycle, meta)), cycle);
}

/** Enough of an envelope to ask what would follow; nothing of it is recorded. */
function envelope(
  event: CycleEvent,
  { stream }: OpenCycle,
  { at, commandId, correlationId, causationId, actor }: Context['meta'],
): Recorded<CycleEvent> {
  return {
    occurredAt: at,
    ...event,
    id: commandId,
    stream,
    version: 0,
    position: 0,
    schemaVersion: 1,
    recordedAt: at,
    actor,
    commandId,
    correlationId,
    causationId,
  };
}
