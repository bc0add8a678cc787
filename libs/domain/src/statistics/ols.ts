import { withoutResidue } from './compare.js';
import type { TimedValue } from './occasions.js';

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
 * dates. Residue of floating arithmetic is 0, so that equal values have slope 0 and points on a line have SEE 0.
 */
export function ols(points: readonly TimedValue[]): OlsFit | null {
  const n = points.length;
  if (n < 2) return null;
  const meanT = mean(points.map((p) => p.t));
  const meanY = mean(points.map((p) => p.value));
  const largest = Math.max(...points.map((p) => Math.abs(p.value)));
  let sxx = 0;
  let sxy = 0;
  for (const p of points) {
    sxx += (p.t - meanT) ** 2;
    sxy += (p.t - meanT) * (p.value - meanY);
  }
  if (points.every((p) => p.t === points[0]!.t)) return null;
  const slope = withoutResidue(sxy / sxx, largest / Math.sqrt(sxx));
  const intercept = withoutResidue(meanY - slope * meanT, largest);
  if (n < 3) return { n, meanT, sxx, slope, intercept, see: null, slopeSe: null };
  const sse = points.reduce(
    (sum, p) => sum + withoutResidue(p.value - (intercept + slope * p.t), largest) ** 2,
    0,
  );
  const see = Math.sqrt(sse / (n - 2));
  return { n, meanT, sxx, slope, intercept, see, slopeSe: see / Math.sqrt(sxx) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
