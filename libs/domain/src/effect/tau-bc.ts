import type { Direction } from '../measure/measure.js';
import { compare, withoutResidue } from '../statistics/compare.js';
import { normalCdf } from '../statistics/normal.js';
import type { Line } from '../statistics/ols.js';
import { theilSen } from '../statistics/theil-sen.js';
import {
  betweenPhases,
  orderOf,
  pairsWithin,
  phaseTauB,
  withinSeries,
  type Order,
} from './kendall.js';
import { figure, scaled, turned, type Phases } from './phases.js';

/** Kendall's test of the baseline against time, as it stands (not turned by direction). */
export type BaselineTrend = {
  s: number | null;
  tauB: number | null;
  /** Normal approximation with the variance corrected for ties, two-sided; with and without continuity correction. */
  z: number | null;
  p: number | null;
  zContinuity: number | null;
  pContinuity: number | null;
};

export type TauBc = {
  value: number | null;
  corrected: boolean | null;
  alpha: number;
  residualTau: number | null;
  residualTauB: number | null;
  residualTauBSe: number | null;
  /** Per measurement, and at time 0. */
  slope: number | null;
  intercept: number | null;
  baselineTrend: BaselineTrend;
};

/**
 * Baseline-corrected Tau (Tarlow 2017, Behavior Modification 41, 427–467): where Kendall's test finds a trend in the
 * baseline (p < `alpha`, without continuity correction), tau of what is left of all values after the baseline's Theil–Sen
 * line is taken away; else plain `tau`. Times 1…m in A, m + 1…m + n in B. The residual figures are given in either case; they
 * are null for a baseline of one value, which has no line.
 */
export function tauBcOf(
  phases: Phases,
  options: { tau: number; direction: Direction; alpha: number },
): TauBc {
  const { a, b, unit } = scaled(phases);
  const m = a.length;
  const n = b.length;
  const baselineTrend = baselineTrendOf(a);
  const corrected = baselineTrend.p !== null && baselineTrend.p < options.alpha;
  const line = lineThrough(a);
  const left = line && residualOrder([...a, ...b], line.slope);
  const residualTau = left && turned(betweenPhases(m, n, left), options.direction) / (m * n);
  const residualTauB = left && phaseTauB(m, n, left);
  return {
    value: corrected ? residualTau : options.tau,
    corrected,
    alpha: options.alpha,
    residualTau,
    residualTauB,
    residualTauBSe:
      residualTauB === null ? null : Math.sqrt((2 * (1 - residualTauB ** 2)) / (m + n)),
    slope: line && figure(line.slope * unit),
    intercept: line && figure(line.intercept * unit),
    baselineTrend,
  };
}

/** Theil–Sen over times 1…m; a slope or intercept that is residue of the values is 0. */
function lineThrough(a: readonly number[]): Line | null {
  const line = theilSen(a.map((value, i) => ({ t: i + 1, value })));
  if (!line) return null;
  const largest = a.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  return {
    slope: withoutResidue(line.slope, largest),
    intercept: withoutResidue(line.intercept, largest),
  };
}

function baselineTrendOf(a: readonly number[]): BaselineTrend {
  const m = a.length;
  const { s, tied } = withinSeries(m, orderOf(a));
  const untied = pairsWithin(m) - tied;
  if (untied === 0)
    return { s, tauB: null, z: null, p: null, zContinuity: null, pContinuity: null };
  // m(m − 1)(2m + 5) − Σ t(t − 1)(2t + 5) over the groups of t tied values, summed value by value.
  const ofTies = a.reduce((sum, value) => {
    const t = a.filter((other) => compare(value, other) === 0).length;
    return sum + (t - 1) * (2 * t + 5);
  }, 0);
  const deviation = Math.sqrt((m * (m - 1) * (2 * m + 5) - ofTies) / 18);
  const z = s / deviation;
  const zContinuity = (s - Math.sign(s)) / deviation;
  return {
    s,
    tauB: s / Math.sqrt(untied * pairsWithin(m)),
    z,
    p: 2 * normalCdf(-Math.abs(z)),
    zContinuity,
    pContinuity: 2 * normalCdf(-Math.abs(zContinuity)),
  };
}

/**
 * Orders values by what is left of them over a line of that slope. Values on one parallel of it tie: what a difference of
 * large numbers leaves is measured against those numbers.
 */
function residualOrder(values: readonly number[], slope: number): Order {
  const left = values.map((value, i) => value - slope * (i + 1));
  return (earlier, later) =>
    compare(
      left[later]!,
      left[earlier]!,
      Math.max(Math.abs(values[earlier]!), Math.abs(values[later]!)),
    );
}
