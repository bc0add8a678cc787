import { singleProbeBaseline, staleBaseline } from '../statistics/baseline.js';
import { count, decimal, percent } from '../statistics/words.js';
import { daysBetween } from '../time.js';
import type { ReviewFigures, Recommendation } from './recommend.js';

type Reviewed = Omit<Recommendation, 'because' | 'methodVersion'>;

/** The reasons of a recommendation as sentences for the team, in the order in which the engine asked. */
export function explainReview(review: Reviewed): readonly string[] {
  return [
    ...deliverySentences(review),
    ...(review.outcome === 'not_interpretable' ? [] : trendSentences(review)),
    ...besideSentences(review),
    decisionSentence(review),
  ];
}

function deliverySentences({ inputs, figures }: Reviewed): string[] {
  const { dosage, rules } = inputs;
  const sessions =
    figures.sessionShare === null
      ? 'No session was planned in this phase, so its dosage is undefined.'
      : `${dosage.attended} of ${dosage.planned} planned sessions were attended (${percent(figures.sessionShare)}; the plan asks for ${percent(rules.sessionShare)}).`;
  const minutes =
    figures.minuteShare === null
      ? []
      : [
          `${dosage.attendedMinutes} of ${dosage.plannedMinutes} planned minutes were given (${percent(figures.minuteShare)}; the plan asks for ${percent(rules.minuteShare)}).`,
        ];
  const fidelity =
    figures.fidelityShare === null
      ? 'No fidelity check stands in this phase: fidelity is observed, never presumed.'
      : `Fidelity was ${percent(figures.fidelityShare)} over ${count(inputs.fidelity.length, 'check')} (the plan asks for ${percent(rules.fidelityShare)}).`;
  return [sessions, ...minutes, fidelity];
}

function trendSentences({ outcome, confidence, inputs, figures }: Reviewed): string[] {
  const { rules, phase, measure } = inputs;
  if (outcome === 'insufficient_data')
    return [
      `There are ${count(figures.n, 'scored occasion')} in this phase; this review needs ${rules.minPoints}${
        figures.n >= rules.minPoints ? ' on different dates' : ''
      }.`,
    ];
  return [
    `The trend of ${count(figures.n, 'occasion')} is ${decimal(figures.slopePerWeek)} ${measure.unit} a week (${methodName(rules.method)}).`,
    `Carried to ${phase.goal.on} it reaches ${decimal(figures.projection?.value)}${interval(figures)}; the goal is ${decimal(phase.goal.value)}.`,
    ...verdict(outcome, confidence, figures, rules.decideFrom),
  ];
}

function interval({ projection }: ReviewFigures): string {
  if (!projection || projection.low === null) return '';
  return `, with ${percent(projection.level)} certainty between ${decimal(projection.low)} and ${decimal(projection.high)}`;
}

function verdict(
  outcome: Reviewed['outcome'],
  confidence: Reviewed['confidence'],
  figures: ReviewFigures,
  decideFrom: number,
): string[] {
  if (outcome === 'uncertain')
    return [
      `The data cannot yet tell: with fewer than ${decideFrom} occasions the point estimate does not decide.`,
    ];
  if (confidence === 'low')
    return [
      `The interval covers the goal, so the point estimate of ${count(figures.n, 'occasion')} decides, with low confidence.`,
    ];
  return [
    outcome === 'inadequate'
      ? 'The whole interval lies on the worse side of the goal.'
      : 'The whole interval lies on the better side of the goal.',
  ];
}

function besideSentences({ inputs, figures }: Reviewed): string[] {
  const { medianOfLast3: median, gap } = figures;
  return [
    ...(inputs.phase.baseline.flags.includes(singleProbeBaseline)
      ? ['The baseline rests on a single probe.']
      : []),
    ...(inputs.phase.baseline.flags.includes(staleBaseline)
      ? [
          `The baseline was ${count(daysBetween(inputs.phase.baseline.on, inputs.phase.startsOn), 'day')} old when the phase began.`,
        ]
      : []),
    ...(median && median.result
      ? [
          `The median of the last three, ${decimal(median.value)}, is ${median.result} the aimline (${decimal(median.aimline)}).`,
        ]
      : []),
    ...(gap?.significant ? ['The gap to the goal is significant.'] : []),
    ...(figures.goalMet
      ? [`The last ${inputs.rules.consecutivePointsAtGoal} occasions are at the goal or beyond it.`]
      : []),
    ...(figures.disagrees
      ? ['These figures disagree with the outcome: the team writes a note.']
      : []),
  ];
}

function decisionSentence({ decision, inputs }: Reviewed): string {
  const inARow = inputs.history.inadequateInARow + 1;
  switch (decision) {
    case 'fix-delivery':
      return 'Suggested: put the delivery right first; response cannot be judged on a plan that was not given.';
    case 'continue':
      return 'Suggested: continue and collect data until the next review.';
    case 'raise-goal':
      return 'Suggested: raise the goal.';
    case 'exit':
      return 'Suggested: exit, with the fade that the rule set asks for.';
    case 'adjust':
      return `Suggested: adjust the intervention; this is inadequate review ${inARow} in a row in Tier ${inputs.phase.tier}.`;
    case 'intensify':
      return `Suggested: intensify; this is inadequate review ${inARow} in a row in Tier ${inputs.phase.tier}, and the rule set says ${inputs.rules.intensifyAfter}.`;
    case 'refer':
      return `Suggested: refer for an evaluation; this is inadequate review ${inARow} in a row in Tier 3, and the rule set says ${inputs.rules.referAfter}.`;
  }
}

function methodName(method: 'ols' | 'theil-sen'): string {
  return method === 'ols' ? 'least squares' : 'Theil–Sen';
}
