import type { Direction } from '../measure/measure.js';
import { betterBy, figure } from './compare.js';
import type { DatedValue, TimedValue } from './occasions.js';
import { ols } from './ols.js';
import { tukeyThirds } from './tukey-thirds.js';

export type Rounding = 'half_up' | 'down' | 'none';

/** Goal by expected growth: G = b + r·w, rounded once at the end (science.md 2.1; published roundings disagree). */
export function goalByRate(
  baseline: number,
  ratePerWeek: number,
  weeks: number,
  rounding: Rounding,
): number {
  return rounded(baseline + ratePerWeek * weeks, rounding);
}

/**
 * `half_up` rounds .5 towards +∞, `down` towards −∞; residue of decimal arithmetic (59.49999999999999 for 59.5) does not
 * tip it.
 */
export function rounded(value: number, rounding: Rounding): number {
  if (rounding === 'none' || Number.isInteger(value)) return value + 0;
  // Relative, but never so much that a large number moves by a whole one.
  const lenient = Math.min(1e-9 * Math.max(1, Math.abs(value)), 1e-3);
  return Math.floor(value + (rounding === 'half_up' ? 0.5 : 0) + lenient);
}

export type GrowthEstimator = 'ols' | 'tukey-median-x' | 'tukey-n-minus-1';

/** Fewer baseline points than this do not carry a student's own slope (NCSPM manual). */
export const intraIndividualPoints = 8;

/**
 * The intra-individual goal (science.md 2.1.3; NCSPM manual): the baseline is the mean of weekly baseline occasions, s
 * their slope per week, and the goal baseline + factor × s × weeks. `timed` are the same occasions on the time axis, by
 * date; none where their weeks cannot be counted. The goal is null with fewer than eight, without weeks, and where s is no
 * growth in the direction that is better.
 */
export function intraIndividualGoal(
  occasions: readonly DatedValue[],
  timed: readonly TimedValue[],
  how: {
    estimator: GrowthEstimator;
    factor: number;
    weeks: number | null;
    direction: Direction;
    rounding: Rounding;
  },
): { baseline: number | null; slopePerWeek: number | null; goal: number | null } {
  const baseline = meanOf(occasions);
  const slopePerWeek = ownSlope(timed, how.estimator);
  const enough = occasions.length >= intraIndividualPoints;
  if (!enough || baseline === null || slopePerWeek === null || how.weeks === null)
    return { baseline, slopePerWeek, goal: null };
  if (betterBy(slopePerWeek, 0, how.direction) <= 0) return { baseline, slopePerWeek, goal: null };
  const goal = goalByRate(baseline, how.factor * slopePerWeek, how.weeks, how.rounding);
  return { baseline, slopePerWeek, goal: figure(goal) };
}

function ownSlope(points: readonly TimedValue[], estimator: GrowthEstimator): number | null {
  switch (estimator) {
    case 'ols':
      return ols(points)?.slope ?? null;
    case 'tukey-median-x':
      return tukeyThirds(points)?.slopePerWeek ?? null;
    case 'tukey-n-minus-1':
      return tukeyThirds(points)?.slopePerInterval ?? null;
  }
}

function meanOf(occasions: readonly DatedValue[]): number | null {
  return figure(occasions.reduce((sum, o) => sum + o.value, 0) / occasions.length);
}
