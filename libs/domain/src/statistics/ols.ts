import { figure, withoutResidue } from './compare.js';
import type { TimedValue } from './occasions.js';
import { tQuantile } from './t-quantile.js';

/** A line through points; `intercept` is the value at t = 0, `slope` is per unit of t (weeks). */
export type Line = { slope: number; intercept: number };

export type OlsFit = Line & {
  n: number;
  meanT: number;
  /** Σ(t − t̄)². */
  sxx: number;
  /** Standard error of estimate √(SSE/(n − 2)) and of the slope SEE/√Sxx, of the sample; null under three points. */
  see: number | null;
  slopeSe: number | null;
};

/**
 * Ordinary least squares: b1 = Σ(t−t̄)(y−ȳ)/Σ(t−t̄)², b0 = ȳ − b1·t̄ (science.md 2.3). Null with fewer than two different
 * dates. Residue of floating arithmetic is 0, so that equal values have slope 0 and points on a line have SEE 0. Points
 * are summed in the order in which they come: the caller gives them by date.
 */
export function ols(points: readonly TimedValue[]): OlsFit | null {
  const n = points.length;
  const unit = unitOf(points);
  let sumT = 0;
  let sumY = 0;
  let largest = 0;
  for (const { t, value } of points) {
    const y = value / unit;
    sumT += t;
    sumY += y;
    if (Math.abs(y) > largest) largest = Math.abs(y);
  }
  const meanT = sumT / n;
  const meanY = sumY / n;
  let sxx = 0;
  let sxy = 0;
  let sameT = true;
  for (const { t, value } of points) {
    const dt = t - meanT;
    sxx += dt ** 2;
    sxy += dt * (value / unit - meanY);
    sameT &&= t === points[0]!.t;
  }
  if (sameT) return null;
  const slope = withoutResidue(sxy / sxx, largest / Math.sqrt(sxx));
  const intercept = withoutResidue(meanY - slope * meanT, largest);
  const line = { slope: slope * unit + 0, intercept: intercept * unit + 0 };
  if (!Number.isFinite(line.slope) || !Number.isFinite(line.intercept)) return null;
  if (n < 3) return { n, meanT, sxx, ...line, see: null, slopeSe: null };
  let sse = 0;
  for (const { t, value } of points)
    sse += withoutResidue(value / unit - (intercept + slope * t), largest) ** 2;
  const see = Math.sqrt(sse / (n - 2));
  const slopeSe = figure((see / Math.sqrt(sxx)) * unit);
  return { n, meanT, sxx, ...line, see: figure(see * unit), slopeSe };
}

/**
 * The one-sided bounds of a slope: slope ∓ t(`level`, n − 2) × its standard error, so that the true slope lies above
 * `low` (under `high`) with probability `level` (science.md 2.5, 2.6). Null where the slope has no error.
 */
export function slopeBounds(
  fit: OlsFit | null,
  level: number,
): { low: number | null; high: number | null } {
  const t = fit && tQuantile(level, fit.n - 2);
  if (!fit || t === null || fit.slopeSe === null) return { low: null, high: null };
  const margin = t * fit.slopeSe;
  const size = Math.max(Math.abs(fit.slope), Math.abs(margin));
  const bound = (value: number) => figure(withoutResidue(value, size));
  return { low: bound(fit.slope - margin), high: bound(fit.slope + margin) };
}

/** A power of two by which values are divided whose squares are no numbers; 1 for all that anyone scores. */
function unitOf(points: readonly TimedValue[]): number {
  let largest = 0;
  for (const { value } of points) largest = Math.max(largest, Math.abs(value));
  if (largest === 0 || (largest < 1e150 && largest > 1e-140)) return 1;
  return 2 ** Math.min(1023, Math.floor(Math.log2(largest)));
}
