import { normalCdf, normalDensity } from '../statistics/normal.js';
import { integrate } from './integrate.js';

/** What the aimline starts from: the student's true level, one probe, or the median of three probes. */
export type Baseline = 'exact' | 'single-probe' | 'median-of-three';

/** Beyond this many standard deviations lies less than 1e-16. */
export const FAR = 8.5;

/** The error of a median of three probes, in standard deviations of one: 6·φ·Φ·(1 − Φ) and its integral Φ²(3 − 2Φ). */
export const medianError = {
  density: (z: number) => 6 * normalDensity(z) * normalCdf(z) * normalCdf(-z),
  cdf: (z: number) => normalCdf(z) ** 2 * (1 + 2 * normalCdf(-z)),
};

/**
 * The mean of `probability` over the baseline's error `z`, in standard deviations of one probe; at z = 0 with an exact
 * baseline. A baseline that is too high by z shifts the whole line up by z. Panels of one standard deviation serve products
 * of up to a thousand distribution functions to 1e-13.
 */
export function overBaselineError(baseline: Baseline, probability: (z: number) => number): number {
  if (baseline === 'exact') return probability(0);
  const density = baseline === 'single-probe' ? normalDensity : medianError.density;
  return integrate((z) => density(z) * probability(z), -FAR, FAR, 1);
}
