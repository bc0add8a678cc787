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

/** What is asked of a figure: so many times a rival of the same run. */
export type Asked = { rival: string; atLeast: number };

/**
 * Puts one of several figures of a run beside its rivals, with what is asked of it; a rival that could not be measured here is said to be
 * missing.
 */
export function beside(
  ours: { name: string; perSecond: number; p99Ms?: number },
  rivals: readonly { name: string; perSecond: number }[],
  asked: readonly Asked[],
): Measured {
  const notes = asked.map(({ rival, atLeast }) => {
    const found = rivals.find(({ name }) => name === rival);
    if (!found) return `${rival} not installed`;
    const times = ours.perSecond / found.perSecond;
    return `${times.toFixed(2)} × ${rival} (asked: ${atLeast}${times < atLeast ? ', MISSED' : ''})`;
  });
  const first = rivals.find(({ name }) => name === asked[0]?.rival);
  return {
    name: ours.name,
    perSecond: ours.perSecond,
    ratio: first ? ours.perSecond / first.perSecond : null,
    p99Ms: ours.p99Ms,
    note: notes.join('; '),
  };
}

/** A figure that is asked for by itself: it says more of the machine than a ratio does. */
export function withTarget(measured: Measured, perSecond: number): Measured {
  const missed = measured.perSecond < perSecond ? ', MISSED' : '';
  const target = `asked: ${perSecond}/s${missed}`;
  return { ...measured, note: measured.note ? `${measured.note}; ${target}` : target };
}

/** How many seconds it takes. */
export async function timed(what: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await what();
  return (performance.now() - begun) / 1000;
}
