import { compare } from '../statistics/compare.js';

/** How many of a norm group scored below a score and the same, out of how many; null: not known. */
export type Standing = {
  strictlyBelow: number | null;
  equal: number | null;
  total: number | null;
};

export type PercentileRanks = {
  strictlyBelow: number | null;
  atOrBelow: number | null;
  midRank: number | null;
};

/**
 * The percentile rank, 0–100, in the three definitions in use: B/T (of 20, a perfect score can be the 87th), (B + E)/T and
 * (B + ½E)/T. Which of them a publisher means belongs to the key of its table (science.md 1.5). No norm group, or a count
 * that is not known: null.
 */
export function percentileRanks({ strictlyBelow, equal, total }: Standing): PercentileRanks {
  const rank = (below: number, weight: number) =>
    total === null || total === 0 || (weight > 0 && equal === null)
      ? null
      : (100 * (below + weight * (equal ?? 0))) / total;
  if (strictlyBelow === null) return { strictlyBelow: null, atOrBelow: null, midRank: null };
  return {
    strictlyBelow: rank(strictlyBelow, 0),
    atOrBelow: rank(strictlyBelow, 1),
    midRank: rank(strictlyBelow, 0.5),
  };
}

/** Where a score stands among others; decimals that print the same are equal. No score: not known. */
export function standingIn(sample: readonly number[], value: number | null): Standing {
  const total = sample.length;
  if (value === null) return { strictlyBelow: null, equal: null, total };
  const against = sample.map((score) => compare(score, value));
  return {
    strictlyBelow: against.filter((order) => order < 0).length,
    equal: against.filter((order) => order === 0).length,
    total,
  };
}
