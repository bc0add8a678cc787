import { compare, withoutResidue } from '../statistics/compare.js';
import { mean } from '../statistics/mean.js';

/** What the mean-shift figures need to know of a phase. */
export type Summary = {
  n: number;
  mean: number;
  /** Of the sample, over n − 1; null for one value; exactly 0 where all values tie. */
  variance: number | null;
};

/**
 * Of one value or more, scaled (see `scaled`). Sums run from the lowest value up, so that the order in which the values came
 * does not change the last digit.
 */
export function summaryOf(values: readonly number[]): Summary {
  const sorted = [...values].sort((x, y) => x - y);
  const n = sorted.length;
  const lowest = sorted[0]!;
  const highest = sorted[n - 1]!;
  const largest = Math.max(Math.abs(lowest), Math.abs(highest));
  const average = residueOf(mean(sorted)!, largest);
  if (n === 1) return { n, mean: average, variance: null };
  if (compare(lowest, highest) === 0) return { n, mean: average, variance: 0 };
  const squares = sorted.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return { n, mean: average, variance: squares / (n - 1) };
}

/** B − A; 0 where the means differ by no more than floating residue of the values that they came from. */
export function differenceOf(a: Summary, b: Summary): number {
  return residueOf(b.mean - a.mean, Math.max(Math.abs(a.mean), Math.abs(b.mean)));
}

/** Sums leave far less than the tolerance of a tie: a real difference of large means must not vanish with the residue. */
function residueOf(value: number, scale: number): number {
  return withoutResidue(value, scale / 1000);
}
