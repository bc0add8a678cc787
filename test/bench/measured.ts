/** One contender of a bench. Only ratios of the same run mean anything on a shared machine. */
export type Measured = {
  name: string;
  perSecond: number;
  /** To the reference of its bench; null where there is none. */
  ratio: number | null;
  /** 99th percentile of one call. */
  p99Ms?: number;
  /** What else the figure says, in words. */
  note?: string;
};

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

export function table(rows: readonly Measured[]): string {
  return rows
    .map(({ name, perSecond, ratio, p99Ms, note }) =>
      [
        name.padEnd(44),
        `${perSecond.toFixed(0).padStart(9)}/s`,
        (ratio === null ? '' : ratio.toFixed(2)).padStart(6),
        p99Ms === undefined ? '' : `p99 ${p99Ms.toFixed(1)} ms`,
        note ?? '',
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
