import { difference, figure } from './compare.js';
import { median } from './median.js';
import type { TimedValue } from './occasions.js';
import type { Line } from './ols.js';

export type TukeyThirds = {
  /** How many points each third has. */
  groups: readonly [number, number, number];
  /** Over the distance of the outer thirds' median t; null where that is 0. */
  slopePerWeek: number | null;
  /** Over n − 1, the intervals between the points, as the NCSPM worksheets do. */
  slopePerInterval: number | null;
  /** The line that is drawn on paper: through the outer thirds' medians. */
  line: Line | null;
};

/**
 * Tukey's line through the thirds (science.md 2.3), for parity with paper: n = 3k + r points by date, an extra one goes to
 * the middle third, two extra ones to the outer thirds. slope = (median y of the last third − median y of the first)/D.
 * The two divisors D differ by up to half. Null with fewer than three points, which must come by date.
 */
export function tukeyThirds(points: readonly TimedValue[]): TukeyThirds | null {
  const n = points.length;
  if (n < 3) return null;
  const outer = Math.floor((n + 1) / 3);
  const first = middleOf(points.slice(0, outer));
  const last = middleOf(points.slice(n - outer));
  const rise = difference(last.value, first.value);
  const run = last.t - first.t;
  const slope = figure(rise / run);
  const intercept = slope === null ? null : figure(difference(first.value, slope * first.t));
  return {
    groups: [outer, n - 2 * outer, outer],
    slopePerWeek: slope,
    slopePerInterval: figure(rise / (n - 1)),
    line: slope === null || intercept === null ? null : { slope, intercept },
  };
}

function middleOf(points: readonly TimedValue[]): TimedValue {
  return { t: median(points.map((p) => p.t))!, value: median(points.map((p) => p.value))! };
}
