import { median } from './median.js';
import type { TimedValue } from './occasions.js';
import type { Line } from './ols.js';

/**
 * Theil–Sen: the median of the slopes of all pairs of different dates; intercept = median of (y − slope·t)
 * (science.md 2.3). Robust: one spoiled probe hardly moves it. Null with fewer than two different dates.
 */
export function theilSen(points: readonly TimedValue[]): Line | null {
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i++) {
    const a = points[i]!;
    for (let j = i + 1; j < points.length; j++) {
      const b = points[j]!;
      if (a.t !== b.t) slopes.push((b.value - a.value) / (b.t - a.t));
    }
  }
  const slope = median(slopes);
  if (slope === null) return null;
  const intercept = median(points.map((p) => p.value - slope * p.t))!;
  return Number.isFinite(slope) && Number.isFinite(intercept) ? { slope, intercept } : null;
}
