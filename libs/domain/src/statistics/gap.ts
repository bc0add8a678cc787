import type { Direction } from '../measure/measure.js';
import { compare, difference, figure } from './compare.js';

export type GapInputs = {
  expected: number | null;
  current: number | null;
  /** Null where unknown. */
  weeksLeft: number | null;
  /** Growth per week so far; null where unknown. */
  attainedRatePerWeek: number | null;
  direction: Direction;
  /** Tennessee and Colorado worksheets: more than 2 is significant; Tennessee's text elsewhere: 2 or more. */
  significantRatio?: number;
  inclusive?: boolean;
};

export type Gap = {
  gap: number | null;
  ratio: number | null;
  significant: boolean | null;
  neededRatePerWeek: number | null;
  weeksToGoal: number | null;
};

/**
 * Gap analysis (science.md 2.7): ratio = expected / current, turned round where lower is better; a denominator of 0 has no
 * ratio and is significant. gap = expected − current; needed rate = gap / weeks left (none left → null); weeks to the
 * goal = gap / attained rate (no growth, or away from the goal → null: never). All null without the two scores.
 */
export function gapOf(inputs: GapInputs): Gap {
  const { expected, current, weeksLeft, attainedRatePerWeek: rate } = inputs;
  if (expected === null || current === null)
    return {
      gap: null,
      ratio: null,
      significant: null,
      neededRatePerWeek: null,
      weeksToGoal: null,
    };
  const gap = difference(expected, current);
  // Over a rate of 0 there is no number, so no figure either.
  const weeksToGoal = rate === null ? null : figure(gap / rate);
  return {
    gap: figure(gap),
    ...ratioOf(expected, current, inputs),
    neededRatePerWeek: figure(weeksLeft !== null && weeksLeft > 0 ? gap / weeksLeft : null),
    weeksToGoal: weeksToGoal !== null && weeksToGoal < 0 ? null : weeksToGoal,
  };
}

function ratioOf(expected: number, current: number, inputs: GapInputs) {
  const [above, under] =
    inputs.direction === 'increase' ? [expected, current] : [current, expected];
  if (under === 0) return { ratio: null, significant: true };
  const ratio = above / under;
  const against = compare(ratio, inputs.significantRatio ?? 2);
  const significant = against > 0 || (inputs.inclusive === true && against === 0);
  return { ratio: figure(ratio), significant };
}

/**
 * Whether a needed rate is one that students reach: at most twice the typical growth of peers, in the direction that is
 * better (science.md 2.1.1, 2.7; worksheets of Florida, Colorado and Tennessee). Null without both, or without typical
 * growth to compare with.
 */
export function isReachable(
  neededRatePerWeek: number | null,
  typicalRatePerWeek: number | null,
  direction: Direction,
): boolean | null {
  if (neededRatePerWeek === null || typicalRatePerWeek === null) return null;
  const typical = direction === 'increase' ? typicalRatePerWeek : 0 - typicalRatePerWeek;
  const needed = direction === 'increase' ? neededRatePerWeek : 0 - neededRatePerWeek;
  return typical > 0 ? compare(needed, 2 * typical) <= 0 : null;
}
