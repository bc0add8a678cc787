import { normalCdf } from '../statistics/normal.js';
import type { Baseline } from './baseline-error.js';
import { overBaselineError } from './baseline-error.js';

/** Weekly points t = 1…n against the line, in standard deviations of a residual. */
export type Series = {
  n: number;
  /** Goal rate and true rate per week, over the residual's standard deviation. */
  goal: number;
  growth: number;
  baseline: Baseline;
};

/**
 * P(the last k points all lie below the line) = Π Φ((goal − growth)·t + z) over t = n − k + 1…n, over the baseline's error z
 * (science.md 2.5). 0 with fewer than k points. From a single probe and truly on goal exactly 1/(k + 1).
 */
export function lastPointsBelow({ n, goal, growth, baseline }: Series, k: number): number {
  if (n < k) return 0;
  return overBaselineError(baseline, (z) => {
    let all = 1;
    for (let t = n - k + 1; t <= n; t++) all *= normalCdf((goal - growth) * t + z);
    return all;
  });
}

/** P(a run of k points below the line stands somewhere in the n). 0 with fewer than k points. */
export function anyRunBelow({ n, goal, growth, baseline }: Series, k: number): number {
  if (n < k) return 0;
  return overBaselineError(baseline, (z) => {
    const below = Array.from({ length: n }, (_, i) => normalCdf((goal - growth) * (i + 1) + z));
    return runOf(below, k);
  });
}

/**
 * P(k successes in a row somewhere), of independent trials with these probabilities: a Markov chain over the length of the
 * run so far, whose end is a run of k. All its terms are positive, so that nothing cancels.
 */
function runOf(successes: readonly number[], k: number): number {
  /** `running[r]`: no run of k yet, and the last r trials succeeded. */
  let running: number[] = Array.from({ length: k }, (_, r) => (r === 0 ? 1 : 0));
  let reached = 0;
  for (const p of successes) {
    reached += running[k - 1]! * p;
    const broken = running.reduce((sum, r) => sum + r, 0) * (1 - p);
    running = [broken, ...running.slice(0, -1).map((r) => r * p)];
  }
  return reached;
}

/**
 * P(the median of the last three lies below the line at the date of the middle one): at least two of the three lie below
 * it. Null with fewer than three points.
 */
export function medianBelow({ n, goal, growth, baseline }: Series): number | null {
  if (n < 3) return null;
  const under = (z: number, t: number) =>
    normalCdf((goal - growth) * (n - 1) - growth * (t - (n - 1)) + z);
  return overBaselineError(baseline, (z) => {
    const [a, b, c] = [under(z, n - 2), under(z, n - 1), under(z, n)];
    return a * b * (1 - c) + a * (1 - b) * c + (1 - a) * b * c + a * b * c;
  });
}
