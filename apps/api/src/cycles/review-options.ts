import { decisions, type ReviewOption } from '#contracts/reviews';
import type { Tier } from '#domain/cycle/events';
import type { Decision } from '#domain/rule-set/recommend';
import type { ReviewView } from '#read-models/cycle/cycle-view';

/** What each decision sets in motion; `holdReview` of the domain does it. */
const schedules: Readonly<Record<Decision, ReviewOption['schedules']>> = {
  continue: 'next-review',
  'raise-goal': 'new-goal-and-next-review',
  adjust: 'new-phase',
  intensify: 'placement-one-tier-up',
  refer: 'referral-beside-the-cycle',
  exit: 'fade-then-exit',
  'fix-delivery': 'delivery-repair-and-next-review',
};

/** The choices of a review, in the order of the screen, with what each asks of the team. */
export function reviewOptions({ recommendation }: ReviewView, tier: Tier | null): ReviewOption[] {
  const disagrees = (recommendation.figures as { disagrees?: boolean }).disagrees === true;
  return decisions
    .filter((decision) => decision !== 'intensify' || tier !== 3)
    .map((decision) => ({
      decision,
      recommended: decision === recommendation.decision,
      needs: [
        ...(decision === recommendation.decision ? [] : (['reason'] as const)),
        ...(decision === 'raise-goal' ? (['newGoal'] as const) : []),
        ...(disagrees ? (['note'] as const) : []),
      ],
      schedules: schedules[decision],
    }));
}
