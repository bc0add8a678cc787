import type { Direction } from '../measure/measure.js';
import { compare } from './compare.js';

export type GapInputs = {
  expected: number;
  current: number;
  weeksLeft: number;
  /** Growth per week so far; null where unknown. */
  attainedRatePerWeek: number | null;
  direction: Direction;
  /** Tennessee and Colorado worksheets: more than 2 is significant; Tennessee's text elsewhere: 2 or more. */
  significantRatio?: number;
  inclusive?: boolean;
};

export type Gap = {
  gap: number;
  ratio: number | null;
  significant: boolean;
  neededRatePerWeek: number | null;
  weeksToGoal: number | null;
};

/**
 * Gap analysis (science.md 2.7): ratio = expected / current, turned round where lower is better; a denominator of 0 has no
 * ratio and is significant. gap = expected − current; needed rate = gap / weeks left (none left → null); weeks to the
 * goal = gap / attained rate (no growth, or away from the goal → null: never).
 */
export function gapOf(inputs: GapInputs): Gap {
  const { expected, current, weeksLeft, attainedRatePerWeek: rate, direction } = inputs;
  const [above, under] = direction === 'increase' ? [expected, current] : [current, expected];
  const ratio = under === 0 ? null : above / under;
  const against = ratio === null ? 1 : compare(ratio, inputs.significantRatio ?? 2);
  const gap = compare(expected, current) === 0 ? 0 : expected - current;
  return {
    gap,
    ratio,
    significant: against > 0 || (inputs.inclusive === true && against === 0),
    neededRatePerWeek: weeksLeft > 0 ? gap / weeksLeft : null,
    weeksToGoal: rate === null || rate === 0 || gap / rate < 0 ? null : gap / rate,
  };
}
