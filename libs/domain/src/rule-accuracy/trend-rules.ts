import { normalCdf, normalDensity } from '../statistics/normal.js';
import { tQuantile } from '../statistics/t-quantile.js';
import type { Baseline } from './baseline-error.js';
import { FAR, medianError } from './baseline-error.js';
import { integrate } from './integrate.js';
import type { Series } from './point-rules.js';

/** P(the OLS slope is under the goal rate): the slope is normal with variance 1/Sxx. Null with fewer than two points. */
export function slopeBelow({ n, goal, growth }: Series): number | null {
  return n < 2 ? null : normalCdf((goal - growth) * Math.sqrt(sxx(n)));
}

/**
 * P(the upper one-sided bound of the OLS slope, slope + t(level, n − 2)·SEb, is under the goal rate): the distribution
 * function of noncentral t. Null with fewer than three points, or for a level under ½ whose two bounds would cross.
 */
export function slopeBoundBelow({ n, goal, growth }: Series, level: number): number | null {
  const t = level < 0.5 ? null : tQuantile(level, n - 2);
  if (t === null) return null;
  return studentisedBelow((goal - growth) * Math.sqrt(sxx(n)), t, n - 2, { cdf: normalCdf, sd: 1 });
}

/**
 * P(the interval of the OLS line at `goalWeek`, two-sided at `level`, lies under the goal): ŷ has the standard error
 * q = √(1/n + (T − t̄)²/Sxx), and the goal = baseline + goal rate × T carries the baseline's error. Null with fewer than
 * three points.
 */
export function projectionBelow(
  { n, goal, growth, baseline }: Series,
  level: number,
  goalWeek: number,
): number | null {
  const t = tQuantile((1 + level) / 2, n - 2);
  if (t === null) return null;
  const q = Math.sqrt(1 / n + (goalWeek - (n + 1) / 2) ** 2 / sxx(n));
  return studentisedBelow(((goal - growth) * goalWeek) / q, t, n - 2, {
    cdf: (x) => projectionErrorBelow(x, q, baseline),
    sd: Math.sqrt(1 + 1 / q ** 2),
  });
}

/** P(Z − z/q < x): the line's own error, less the baseline's; the mean over the wider of the two. */
function projectionErrorBelow(x: number, q: number, baseline: Baseline): number {
  switch (baseline) {
    case 'exact':
      return normalCdf(x);
    case 'single-probe':
      return normalCdf(x / Math.sqrt(1 + 1 / q ** 2));
    case 'median-of-three': {
      const { density, cdf } = medianError;
      const over =
        q > 1
          ? (z: number) => density(z) * normalCdf(x + z / q)
          : (own: number) => normalDensity(own) * cdf(q * (x - own));
      return integrate(over, -FAR, FAR, 2);
    }
  }
}

/** Σ(t − t̄)² of weekly points. */
function sxx(n: number): number {
  return (n * (n * n - 1)) / 12;
}

/**
 * P(W < shift − t·S), S = √(χ²/df) independent of W: the mean of W's distribution function over S, whose density is
 * proportional to s^(df − 1)·e^(−df·s²/2).
 */
function studentisedBelow(
  shift: number,
  t: number,
  df: number,
  w: { cdf: (x: number) => number; sd: number },
): number {
  if (t === 0) return w.cdf(shift);
  const density = (s: number) => Math.exp((df - 1) * Math.log(s) - (df * (s * s - 1)) / 2);
  const panel = 2 / Math.sqrt(2 * df);
  const least = Math.max(0, 1 - FAR / Math.sqrt(df));
  const most = 1 + FAR / Math.sqrt(df);
  const within = (s: number) => Math.min(most, Math.max(least, s));
  // Outside of these two W is certainly, or certainly not, below; between them its rise may be steeper than the density.
  const certain = within((shift - FAR * w.sd) / t);
  const impossible = within((shift + FAR * w.sd) / t);
  const rise = (s: number) => density(s) * w.cdf(shift - t * s);
  const below =
    integrate(density, least, certain, panel) +
    integrate(rise, certain, impossible, Math.min(panel, (2 * w.sd) / t));
  return below / integrate(density, least, most, panel);
}
