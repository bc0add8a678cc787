import { compare } from '../statistics/compare.js';
import type { Baseline } from './baseline-error.js';
import type { Series } from './point-rules.js';
import { anyRunBelow, lastPointsBelow, medianBelow } from './point-rules.js';
import { projectionBelow, slopeBelow, slopeBoundBelow } from './trend-rules.js';

export const accuracyRules = [
  'last-k',
  'any-k',
  'median-3',
  'ols-point',
  'ols-bound',
  'projection',
] as const;

/** A rule, and the student and the measure that it is asked about. */
export type AccuracyQuestion = {
  rule: (typeof accuracyRules)[number];
  /** Length of a run, whole and ≥ 1; for `last-k` and `any-k`. */
  k: number;
  /** Weekly points, at t = 1…n; whole and ≥ 0. */
  n: number;
  /** In the measure's unit. */
  trueRatePerWeek: number;
  goalRatePerWeek: number;
  /** Standard deviation of one score about the student's own line, ≥ 0; the baseline's probes err by the same. */
  residualSd: number;
  baseline: Baseline;
  /** One-sided level of `ols-bound` (½ ≤ level < 1), two-sided level of `projection` (0 < level < 1). */
  level: number;
  /** Week of the goal, for `projection`. */
  goalWeek: number;
};

/** Probabilities that the rule says "below the line", "above it", or neither; null where the rule has no answer. */
export type RuleAccuracy = { below: number | null; above: number | null; neither: number | null };

/** The longest series that is answered: weekly points over more than nineteen years. */
export const mostPoints = 1000;

/**
 * How often a decision rule speaks for a student who truly grows at `trueRatePerWeek`: weekly points, independent normal
 * residuals, an aimline that rises at the goal rate from the measured baseline (science.md 2.5). Closed forms and Gaussian
 * quadrature, correct to 1e-9 up to {@link mostPoints} points, never simulated.
 *
 * `any-k` is about runs below alone. A run longer than the series cannot occur: probability 0. Null: `median-3`,
 * `ols-bound`, `projection` with fewer than three points, `ols-point` with fewer than two. Real residuals may be
 * autocorrelated, which makes runs likelier than this.
 */
export function ruleAccuracy(question: AccuracyQuestion): RuleAccuracy {
  const { rule } = question;
  const below = chanceBelow(question);
  if (rule === 'any-k' || below === null) return { below, above: null, neither: null };
  // Above the line is below it with every sign turned, because residuals are symmetric.
  const { trueRatePerWeek, goalRatePerWeek } = question;
  const turned = { trueRatePerWeek: -trueRatePerWeek, goalRatePerWeek: -goalRatePerWeek };
  const above = chanceBelow({ ...question, ...turned })!;
  return { below, above, neither: Math.max(0, 1 - below - above) };
}

function chanceBelow(question: AccuracyQuestion): number | null {
  const { trueRatePerWeek, goalRatePerWeek, residualSd, n, baseline } = question;
  const growth = trueRatePerWeek / residualSd;
  const goal = goalRatePerWeek / residualSd;
  if (Number.isFinite(growth) && Number.isFinite(goal))
    return chanceOf(question, { n, growth, goal, baseline });
  // Without any error every point, median, slope and interval lies where the student does; on the line counts for neither.
  // What is undefined, or cannot occur, stays so.
  const chance = chanceOf(question, { n, growth: 0, goal: 0, baseline });
  if (chance === null || chance === 0) return chance;
  return compare(trueRatePerWeek, goalRatePerWeek) < 0 ? 1 : 0;
}

function chanceOf({ rule, k, level, goalWeek }: AccuracyQuestion, series: Series): number | null {
  switch (rule) {
    case 'last-k':
      return lastPointsBelow(series, k);
    case 'any-k':
      return anyRunBelow(series, k);
    case 'median-3':
      return medianBelow(series);
    case 'ols-point':
      return slopeBelow(series);
    case 'ols-bound':
      return slopeBoundBelow(series, level);
    case 'projection':
      return projectionBelow(series, level, goalWeek);
  }
}
