import { normalQuantile } from '../statistics/normal.js';
import type { PairCounts, PairSums } from './pairs.js';

export type Nap = {
  /** 0 to 1; .5 where the phases overlap as chance would have it. */
  value: number | null;
  seUnbiased: number | null;
  seHanley: number | null;
  seNull: number | null;
  /** 95 % confidence interval. */
  ciLow: number | null;
  ciHigh: number | null;
};

const Z_95 = normalQuantile(0.975)!;

/**
 * Nonoverlap of all pairs (Parker & Vannest 2009, Behavior Therapy 40, 357–367): the share of pairs of an a and a b in which
 * the b is better, ties half. Standard errors: Hanley & McNeil (1982), the unbiased estimator (Sen 1967; Mee 1990) and that
 * under the hypothesis of no effect; the variances hold N, which is NAP kept 1/(2mn) away from 0 and 1. `seUnbiased` is null
 * where a phase has one value or the estimate of the variance is not over 0. Interval: Newcombe (2006), method 5.
 *
 * All sums are whole numbers (ties count 1, better pairs 2), so nothing is lost to rounding before the last division.
 */
export function napOf({ better, worse, tied }: PairCounts, { ofA, ofB }: PairSums): Nap {
  const m = ofA.length;
  const n = ofB.length;
  const mn = m * n;
  const sum = 2 * better + tied;
  const rows = ofA.reduce((total, row) => total + (m * row - sum) ** 2, 0);
  const columns = ofB.reduce((total, column) => total + (n * column - sum) ** 2, 0);
  const kept = Math.min(Math.max(sum, 1), 2 * mn - 1);
  // Each times 4m³n³: N(1 − N), Q1, Q2, Q3.
  const spread = kept * (2 * mn - kept) * mn;
  const q1 = rows * n;
  const q2 = columns * m;
  const q3 = (mn * (4 * better + tied) - sum * sum) * mn;
  const unbiased = spread + n * q1 + m * q2 - 2 * q3;
  const hanley = spread + (n - 1) * q1 + (m - 1) * q2;
  const whole = 4 * mn ** 3;
  return {
    value: sum / (2 * mn),
    seUnbiased:
      m === 1 || n === 1 || unbiased <= 0
        ? null
        : Math.sqrt(unbiased / (whole * (m - 1) * (n - 1))),
    seHanley: Math.sqrt(hanley / (whole * mn)),
    seNull: Math.sqrt((m + n + 1) / (12 * mn)),
    ciLow: newcombeLow(sum / (2 * mn), m, n),
    ciHigh: 1 - newcombeLow((2 * worse + tied) / (2 * mn), m, n),
  };
}

/**
 * The lower root θ of mn(NAP − θ)² = z²·θ(1 − θ)·(1 + h·((1 − θ)/(2 − θ) + θ/(1 + θ))), h = (m + n)/2 − 1. The equation is the
 * same for 1 − NAP and 1 − θ, so the upper root is 1 − the lower one of 1 − NAP, and keeps its digits near 1. Halving goes
 * on until no number lies between: the left side is larger under the root, the right side from there to NAP.
 */
function newcombeLow(nap: number, m: number, n: number): number {
  const h = (m + n) / 2 - 1;
  let low = 0;
  let high = nap;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return low;
    const excess = m * n * (nap - middle) ** 2;
    const shape = 1 + h * ((1 - middle) / (2 - middle) + middle / (1 + middle));
    if (excess > Z_95 ** 2 * middle * (1 - middle) * shape) low = middle;
    else high = middle;
  }
}
