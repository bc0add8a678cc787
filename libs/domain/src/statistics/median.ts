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
