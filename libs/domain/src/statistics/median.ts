/** The middle value; of an even number the mean of the middle two; of none null. The input is not changed. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const high = sorted[half];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 ? high : (sorted[half - 1]! + high) / 2;
}

/**
 * Baseline = median of the probes, usually three of one day (science.md 2.1). A single probe raises a four-point rule's
 * false alarms from 6 % to 20 %, so it is flagged. No probes: null.
 */
export function baselineOf(
  probes: readonly number[],
): { median: number; flags: readonly 'single_probe_baseline'[] } | null {
  const value = median(probes);
  if (value === null) return null;
  return { median: value, flags: probes.length === 1 ? ['single_probe_baseline'] : [] };
}
