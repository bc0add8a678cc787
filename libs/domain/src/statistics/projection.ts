import type { OlsFit } from './ols.js';
import { tQuantile } from './t-quantile.js';

export type Projection = {
  value: number;
  /** Of the projected mean; the interval is value ∓ t × se. All null where no interval is defined. */
  se: number | null;
  t: number | null;
  low: number | null;
  high: number | null;
  level: number;
};

/**
 * A fit carried to the goal date `at` (weeks on the fit's own axis): ŷ = b0 + b1·T, SE = SEE*·√(1/n + (T − t̄)²/Sxx),
 * interval ŷ ± t((1 + level)/2, n − 2)·SE, where SEE* = max(SEE, floor): a sample SEE of 8–10 points is itself unstable
 * (science.md 2.6). Null without a fit.
 */
export function project(
  fit: OlsFit | null,
  at: number,
  options: { level: number; seeFloor: number },
): Projection | null {
  if (!fit) return null;
  const value = fit.intercept + fit.slope * at;
  const t = tQuantile((1 + options.level) / 2, fit.n - 2);
  if (t === null || fit.see === null)
    return { value, se: null, t: null, low: null, high: null, level: options.level };
  const see = Math.max(fit.see, options.seeFloor);
  const se = see * Math.sqrt(1 / fit.n + (at - fit.meanT) ** 2 / fit.sxx);
  return { value, se, t, low: value - t * se, high: value + t * se, level: options.level };
}
