import type { Direction } from '../measure/measure.js';
import { orderOf, pairsWithin, withinSeries } from './kendall.js';
import type { PairCounts } from './pairs.js';
import { turned, type Phases } from './phases.js';

/** S = better − worse pairs, of the phases and within each, later against earlier. */
export type TauUParts = {
  sAB: number | null;
  sAA: number | null;
  sBB: number | null;
  /** S over the pairs of the phase; null for a phase of one value. */
  trendA: number | null;
  trendB: number | null;
  /** A vs B + trend B, and the same − trend A, each over the pairs that it counts. */
  plusTrendB: number | null;
  plusTrendBMinusTrendA: number | null;
};

export type TauFigures = {
  /** A vs B: 2·NAP − 1, from −1 to 1. */
  tau: number | null;
  /** A vs B − trend A over the pairs of A and B alone: not bounded by 1. */
  tauU: number | null;
  tauUParts: TauUParts;
};

/**
 * Tau and Tau-U (Parker, Vannest, Davis & Sauber 2011, Behavior Therapy 42, 284–299), improvement counted upward in either
 * direction. "Tau-U" is published with several denominators (science.md 4.3), so every part has its own name.
 */
export function tauOf(
  { a, b }: Phases,
  { better, worse }: PairCounts,
  direction: Direction,
): TauFigures & { tau: number } {
  const m = a.length;
  const n = b.length;
  const sAB = better - worse;
  const sAA = turned(withinSeries(m, orderOf(a)).s, direction);
  const sBB = turned(withinSeries(n, orderOf(b)).s, direction);
  return {
    tau: sAB / (m * n),
    tauU: (sAB - sAA) / (m * n),
    tauUParts: {
      sAB,
      sAA,
      sBB,
      trendA: m === 1 ? null : sAA / pairsWithin(m),
      trendB: n === 1 ? null : sBB / pairsWithin(n),
      plusTrendB: (sAB + sBB) / (m * n + pairsWithin(n)),
      plusTrendBMinusTrendA: (sAB + sBB - sAA) / pairsWithin(m + n),
    },
  };
}
