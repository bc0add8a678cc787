import { compare } from '../statistics/compare.js';

/** Compares the values at two positions of a series. */
export type Order = (earlier: number, later: number) => -1 | 0 | 1;

export const orderOf =
  (values: readonly number[]): Order =>
  (earlier, later) =>
    compare(values[later]!, values[earlier]!);

/** Kendall's S of a series with its own order (later higher counts 1, later lower −1) and how many of its pairs tie. */
export function withinSeries(length: number, order: Order): { s: number; tied: number } {
  let s = 0;
  let tied = 0;
  for (let later = 1; later < length; later++)
    for (let earlier = 0; earlier < later; earlier++) {
      const sign = order(earlier, later);
      s += sign;
      if (sign === 0) tied++;
    }
  return { s, tied };
}

/** Pairs of `length` values. */
export const pairsWithin = (length: number) => (length * (length - 1)) / 2;

/** Kendall's S of the last n values of a series of m + n against its first m. */
export function betweenPhases(m: number, n: number, order: Order): number {
  let s = 0;
  for (let later = m; later < m + n; later++)
    for (let earlier = 0; earlier < m; earlier++) s += order(earlier, later);
  return s;
}

/**
 * Kendall's tau-b, S/√((pairs − ties of x)(pairs − ties of y)), of a series of m + n values with its phase (0, then 1). Null
 * where all values tie.
 */
export function phaseTauB(m: number, n: number, order: Order): number | null {
  const untied = pairsWithin(m + n) - withinSeries(m + n, order).tied;
  return untied === 0 ? null : betweenPhases(m, n, order) / Math.sqrt(untied * m * n);
}
