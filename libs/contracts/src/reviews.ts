import { z } from 'zod';
import type { Decision, Outcome } from '#domain/rule-set/recommend';
import { actorRef, id, instant, localDate, note, personIds, reason } from './fields.js';

export const outcomes = [
  'not_interpretable',
  'insufficient_data',
  'inadequate',
  'uncertain',
  'on_track',
  'exceeds',
] as const satisfies readonly Outcome[];
export const decisions = [
  'continue',
  'raise-goal',
  'adjust',
  'intensify',
  'refer',
  'exit',
  'fix-delivery',
] as const satisfies readonly Decision[];
const decision = z.enum(decisions);

/** A late correction that touched what a decision rested on, and whether the team looked again. */
export const basisChange = z.object({
  becauseEventId: id,
  recordedAt: instant,
  lookedAgainOn: localDate.nullable(),
});

/** The engine's recommendation with everything that it rests on; `inputs` are the pinned ones (rule version, score ids, …). */
export const recommendation = z
  .object({
    outcome: z.enum(outcomes),
    decision,
    confidence: z.literal('low').nullable(),
    because: z.array(z.string()),
    methodVersion: z.string(),
    inputs: z.record(z.string(), z.unknown()),
    figures: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Recommendation' });
export type RecommendationShown = z.infer<typeof recommendation>;

export const review = z
  .object({
    reviewId: id,
    number: z.int(),
    phaseId: id,
    dueOn: localDate,
    openedAt: instant,
    openedOn: localDate,
    recommendation,
    held: z
      .object({
        on: localDate,
        recordedAt: instant,
        by: actorRef,
        outcome: z.enum(outcomes),
        recommended: decision,
        decision,
        reason: z.string().nullable(),
        note: z.string().nullable(),
        present: z.array(actorRef),
        schedules: z.string(),
      })
      .nullable(),
    basisChanged: z.array(basisChange),
    missed: z.boolean(),
  })
  .meta({ id: 'Review' });
export type ReviewShown = z.infer<typeof review>;

/** What each choice would schedule, in codes; the web has the sentence. */
export const reviewOption = z
  .object({
    decision,
    recommended: z.boolean(),
    needs: z.array(z.enum(['reason', 'newGoal', 'note'])),
    schedules: z.enum([
      'next-review',
      'new-goal-and-next-review',
      'new-phase',
      'placement-one-tier-up',
      'referral-beside-the-cycle',
      'fade-then-exit',
      'delivery-repair-and-next-review',
    ]),
  })
  .meta({ id: 'ReviewOption' });
export type ReviewOption = z.infer<typeof reviewOption>;

export const holdReviewRequest = z
  .object({
    on: localDate,
    decision,
    reason: reason.nullable().default(null),
    note: note.nullable().default(null),
    present: personIds,
    newGoal: z.number().min(-100_000).max(100_000).nullable().default(null),
  })
  .meta({ id: 'HoldReviewRequest' });
export type HoldReviewRequest = z.infer<typeof holdReviewRequest>;

export const lookAgainRequest = z
  .object({ stands: z.boolean(), note })
  .meta({ id: 'LookAgainRequest' });
export type LookAgainRequest = z.infer<typeof lookAgainRequest>;
