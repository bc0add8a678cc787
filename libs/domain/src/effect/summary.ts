import { compare, withoutResidue } from '../statistics/compare.js';

/** What the mean-shift figures need to know of a phase. */
export type Summary = {
  n: number;
  mean: number;
  /** Of the sample, over n − 1; null for one value; exactly 0 where all values tie. */
  variance: number | null;
};

/**
 * Of one value or more, scaled (see `scaled`). Sums run from the lowest value up and count from it, so that the order in
 * which the values came does not change the last digit, and equal values have exactly their value as mean.
 */
export function summaryOf(values: readonly number[]): Summary {
  const sorted = [...values].sort((x, y) => x - y);
  const n = sorted.length;
  const lowest = sorted[0]!;
  const highest = sorted[n - 1]!;
  const raised = sorted.reduce((sum, value) => sum + (value - lowest), 0) / n;
  const mean = residueOf(lowest + raised, Math.max(Math.abs(lowest), Math.abs(highest)));
  if (n === 1) return { n, mean, variance: null };
  if (compare(lowest, highest) === 0) return { n, mean, variance: 0 };
  return { n, mean, variance: sorted.reduce((sum, y) => sum + (y - mean) ** 2, 0) / (n - 1) };
}

/** B − A; 0 where the means differ by no more than floating residue of the values that they came from. */
export function differenceOf(a: Summary, b: Summary): number {
  return residueOf(b.mean - a.mean, Math.max(Math.abs(a.mean), Math.abs(b.mean)));
}

/** Sums leave far less than the tolerance of a tie: a real difference of large means must not vanish with the residue. */
function residueOf(value: number, scale: number): number {
  return withoutResidue(value, scale / 1000);
}
