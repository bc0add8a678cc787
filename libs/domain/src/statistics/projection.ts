import type { Residue } from './compare.js';
import { figure, withoutResidue } from './compare.js';
import type { Line, OlsFit } from './ols.js';
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
  options: { level: number; seeFloor: number; residue?: Residue },
): Projection | null {
  const plain = projectLine(fit, at, options);
  const t = fit && tQuantile((1 + options.level) / 2, fit.n - 2);
  if (!plain || !fit || t === null || fit.see === null) return plain;
  const see = Math.max(fit.see, options.seeFloor);
  const se = see * Math.sqrt(1 / fit.n + (at - fit.meanT) ** 2 / fit.sxx);
  const { value, level } = plain;
  if (!Number.isFinite(value + t * se) || !Number.isFinite(value - t * se)) return plain;
  const size = options.residue === 'kept' ? 0 : Math.max(sizeOf(fit, at), t * se);
  const [low, high] = [withoutResidue(value - t * se, size), withoutResidue(value + t * se, size)];
  return { value, se, t, low, high, level };
}

/** A line without errors (Theil–Sen, Tukey) carried to `at`: a value and no interval. Null without a line. */
export function projectLine(
  line: Line | null,
  at: number,
  { level, residue }: { level: number; residue?: Residue },
): Projection | null {
  if (!line) return null;
  const value = figure(line.intercept + line.slope * at);
  if (value === null) return null;
  const size = residue === 'kept' ? 0 : sizeOf(line, at);
  return { value: withoutResidue(value, size), se: null, t: null, low: null, high: null, level };
}

/** The size of the terms whose sum a projection is. */
function sizeOf({ intercept, slope }: Line, at: number): number {
  return Math.max(Math.abs(intercept), Math.abs(slope * at));
}
