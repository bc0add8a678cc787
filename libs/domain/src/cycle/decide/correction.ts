import { mustBeOnScale } from '../../measure/catalogue.js';
import { RuleBroken } from '../../rule-broken.js';
import type { LocalDate } from '../../time.js';
import type { CorrectProbe, LookAgain, QuestionBasis, VoidFact } from '../commands.js';
import type { Context } from '../context.js';
import { mustGiveReason } from '../context.js';
import type { CycleEvent } from '../events.js';
import type { Course, Cycle, HeldReview, Phase } from '../state.js';

/** A wrong fact is withdrawn; it stays readable, counts for nothing, and a decision that rested on it is questioned. */
export function voidFact(
  { eventId, reason }: VoidFact['data'],
  cycle: Cycle,
  context: Context,
): readonly CycleEvent[] {
  const course = mustBeKnown(cycle, eventId);
  mustGiveReason(reason, 'void');
  const { fact } = findFact(course, eventId)!;
  if (fact.voided) throw new RuleBroken('fact-already-voided', { eventId });
  return [
    { type: 'FactVoided', data: { eventId, reason } },
    ...questionReviewsOf(course, eventId, eventId, context),
  ];
}

export function correctProbe(
  { eventId, value, reason }: CorrectProbe['data'],
  cycle: Cycle,
  context: Context,
): readonly CycleEvent[] {
  const course = mustBeKnown(cycle, eventId);
  mustGiveReason(reason, 'correct');
  const phase = findFact(course, eventId)!.phase;
  const probe = phase.probes.find((p) => p.eventId === eventId);
  if (!probe) throw new RuleBroken('unknown-fact', { eventId });
  if (probe.voided) throw new RuleBroken('fact-already-voided', { eventId });
  mustBeOnScale(phase.measure, value);
  if (probe.value === value) return [];
  const { on, dueOn } = probe;
  const data = { phaseId: phase.phaseId, on, value, measure: phase.measure, dueOn };
  return [
    { type: 'FactCorrected', data: { eventId, data, reason } },
    ...questionReviewsOf(course, eventId, eventId, context),
  ];
}

/** A fact elsewhere changed: does a placement's evidence, or a review's sessions, rest on it? */
export function questionBasis(
  { factId, becauseEventId }: QuestionBasis['data'],
  cycle: Cycle,
  context: Context,
): readonly CycleEvent[] {
  if (cycle.status === 'none') return [];
  const placements = cycle.placements.filter((proposal) =>
    proposal.evidence?.scores.some((score) => score.eventId === factId),
  );
  // While a proposal is still open the team decides on what it sees now; there is no decision to question.
  const open = cycle.status === 'open' && cycle.at.stage === 'placement' ? cycle.at : null;
  return [
    ...placements
      .filter((proposal) => proposal.placementId !== open?.proposal.placementId)
      .flatMap(({ placementId }) =>
        basisChanged({ reviewId: placementId }, becauseEventId, context),
      ),
    ...questionReviewsOf(cycle, factId, becauseEventId, context),
  ];
}

export function lookAgain(
  { reviewId, stands, note }: LookAgain['data'],
  cycle: Cycle,
  { today: on }: Context,
): readonly CycleEvent[] {
  const asked = cycle.status !== 'none' && cycle.questioned.some((q) => q.reviewId === reviewId);
  if (!asked) throw new RuleBroken('decision-not-questioned', { reviewId });
  mustGiveReason(note, 'look-again');
  return [{ type: 'LookedAgain', data: { reviewId, on, stands, note } }];
}

/** The last held review of the phase whose evidence reached to that day: one that a late fact should have reached. */
export function lastReviewThatSaw(course: Course, phase: Phase, on: LocalDate): HeldReview | null {
  const held = course.reviews.filter((review) => review.phaseId === phase.phaseId).at(-1);
  return held && on <= held.on ? held : null;
}

export function basisChanged(
  { reviewId }: { reviewId: string },
  becauseEventId: string,
  { today: on }: Context,
): readonly CycleEvent[] {
  return [{ type: 'DecisionBasisChanged', data: { reviewId, becauseEventId, on } }];
}

/** Every held review that had the fact among its evidence. */
function questionReviewsOf(
  course: Course,
  factId: string,
  becauseEventId: string,
  context: Context,
): readonly CycleEvent[] {
  const found = findFact(course, factId);
  if (!found) return [];
  return course.reviews
    .filter(
      (review) => review.phaseId === found.phase.phaseId && found.fact.version < review.version,
    )
    .flatMap((review) => basisChanged(review, becauseEventId, context));
}

/** By event id, or by a session's id: the first entry about that session, because a review had seen that one. */
function findFact(course: Course, factId: string) {
  for (const phase of course.phases) {
    const fact =
      phase.probes.find((f) => f.eventId === factId) ??
      phase.checks.find((f) => f.eventId === factId) ??
      phase.sessions.find((f) => f.eventId === factId || f.sessionId === factId);
    if (fact) return { phase, fact };
  }
  return null;
}

function mustBeKnown(cycle: Cycle, eventId: string): Course {
  if (cycle.status === 'none') throw new RuleBroken('cycle-not-open', { status: 'none' });
  if (!findFact(cycle, eventId)) throw new RuleBroken('unknown-fact', { eventId });
  return cycle;
}
