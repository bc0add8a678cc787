import type { Problem } from '../problem.js';
import type { RuleSetDocument, TierPlan } from './document.js';
import { when } from './when.js';

/** Plans of Tier 2 and Tier 3 that cannot be carried out, or under which a rule could never speak. */
export function planProblems(document: RuleSetDocument): Problem[] {
  const { tiers } = document;
  const plans = (['2', '3'] as const).flatMap((tier) => [
    ...tierProblems(tier, document),
    ...cadenceProblems(tier, document),
  ]);
  const [two, three] = [tiers['2'], tiers['3']];
  const weekly = (plan: TierPlan) => plan.sessionsPerWeek.min * plan.minutes.min;
  const weaker = (field: string, message: string, holds: boolean) =>
    when(holds, 'tier-3-weaker', `/tiers/3/${field}`, message);
  return [
    ...plans,
    ...weaker(
      'minutes',
      'Tier 3 gives fewer minutes a week than Tier 2.',
      weekly(three) < weekly(two),
    ),
    ...weaker(
      'groupSize',
      'Groups in Tier 3 may be larger than in Tier 2.',
      three.groupSize.max > two.groupSize.max,
    ),
    ...weaker(
      'probeEverySchoolWeeks',
      'Tier 3 is monitored less often than Tier 2.',
      three.probeEverySchoolWeeks > two.probeEverySchoolWeeks,
    ),
  ];
}

function tierProblems(tier: '2' | '3', { tiers, review }: RuleSetDocument): Problem[] {
  const at = `/tiers/${tier}`;
  const plan = tiers[tier];
  const reachable = pointsOf(plan);
  return [
    ...(['sessionsPerWeek', 'minutes', 'groupSize'] as const).flatMap((field) =>
      when(
        plan[field].max < plan[field].min,
        'range-inverted',
        `${at}/${field}`,
        `The most (${plan[field].max}) is less than the least (${plan[field].min}).`,
      ),
    ),
    ...when(
      plan.hardStopWeeks < plan.weeks,
      'hard-stop-before-plan',
      `${at}/hardStopWeeks`,
      `The hard stop (${plan.hardStopWeeks} weeks) comes before the planned ${plan.weeks} weeks are over.`,
    ),
    ...when(
      reachable < review.minPoints,
      'points-unreachable',
      `${at}/probeEverySchoolWeeks`,
      `A review needs ${review.minPoints} points, but only ${reachable} fit before the hard stop in week ${plan.hardStopWeeks}.`,
    ),
    ...when(
      review.everyInstructionalWeeks > plan.hardStopWeeks,
      'review-after-hard-stop',
      '/review/everyInstructionalWeeks',
      `The first review comes after the hard stop of Tier ${tier} in week ${plan.hardStopWeeks}.`,
    ),
  ];
}

/** What a tier's probes and checks come too seldom for. */
function cadenceProblems(
  tier: '2' | '3',
  { tiers, monitoring, delivery, review, alerts, exit }: RuleSetDocument,
): Problem[] {
  const plan = tiers[tier];
  const every = plan.probeEverySchoolWeeks;
  const points = pointsOf(plan);
  const { everySchoolWeeks } = delivery.fidelity;
  return [
    ...when(
      monitoring.graceSchoolDays >= every * 5,
      'grace-overlaps',
      '/monitoring/graceSchoolDays',
      `In Tier ${tier} the next probe falls due before the grace of ${monitoring.graceSchoolDays} school days is over.`,
    ),
    ...when(
      everySchoolWeeks > review.everyInstructionalWeeks,
      'fidelity-after-review',
      '/delivery/fidelity/everySchoolWeeks',
      `Fidelity is first observed after ${everySchoolWeeks} weeks, but the first review comes after ${review.everyInstructionalWeeks} and could judge nothing.`,
    ),
    ...when(
      every * 7 > alerts.maxGapDays,
      'gap-breaks-every-run',
      '/alerts/maxGapDays',
      `Probes of Tier ${tier} are ${every * 7} days apart, so a gap of more than ${alerts.maxGapDays} days would break every run.`,
    ),
    ...when(
      alerts.minPoints > points || alerts.minSchoolWeeks > plan.hardStopWeeks,
      'alert-unreachable',
      '/alerts/minPoints',
      `Tier ${tier} ends after ${plan.hardStopWeeks} weeks and ${points} points, before a run could ever alert.`,
    ),
    ...when(
      exit.consecutivePointsAtGoal > points,
      'exit-unreachable',
      '/exit/consecutivePointsAtGoal',
      `Exit asks for ${exit.consecutivePointsAtGoal} points in a row, but only ${points} fit before the hard stop of Tier ${tier}.`,
    ),
  ];
}

/** Points that fit before the hard stop. */
function pointsOf({ hardStopWeeks, probeEverySchoolWeeks }: TierPlan): number {
  return Math.floor(hardStopWeeks / probeEverySchoolWeeks);
}
