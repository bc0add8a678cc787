/** The middle value; of an even number the mean of the middle two; of none null. The input is not changed. */
export function median(values: readonly number[]): number | null {
  if (values.length < 2) return values[0] ?? null;
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const high = sorted[half]!;
  return sorted.length % 2 === 1 ? high : middleOf(sorted[half - 1]!, high);
}

/** The mean of two numbers, also where their sum is too large for a number. */
function middleOf(low: number, high: number): number {
  const sum = low + high;
  return Number.isFinite(sum) ? sum / 2 : low / 2 + high / 2;
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
