/**
 * The plain mean; of none null. Counted from the lowest value up, so that the order of the values does not change the last
 * digit, and equal values are exactly their mean.
 */
export function mean(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const lowest = sorted[0];
  if (lowest === undefined) return null;
  return lowest + sorted.reduce((sum, value) => sum + (value - lowest), 0) / sorted.length;
}
