import { differenceOf, type Summary } from './summary.js';
import { figure } from './phases.js';

/** Within-case standardised mean differences: not to be read with Cohen's .2, .5, .8 (science.md 4.2). */
export type StandardisedDifferences = {
  dA: number | null;
  dAUncorrected: number | null;
  dPooled: number | null;
  dPooledUncorrected: number | null;
  dPooledUncorrectedSe: number | null;
};

/**
 * (ȳB − ȳA) over the baseline's SD (Glass 1976) and over the pooled SD, with the correction 1 − 3/(4·df − 1) of Hedges (1981,
 * Journal of Educational Statistics 6, 107–128), df = m − 1 and m + n − 2, and without. Null where the SD is 0 or a phase that it needs has one value.
 */
export function standardisedDifferencesOf(a: Summary, b: Summary): StandardisedDifferences {
  const difference = differenceOf(a, b);
  const glass = standardised(difference, a.variance);
  const df = a.n + b.n - 2;
  const g = standardised(difference, pooledVariance(a, b));
  return {
    dA: glass && smallSample(a.n - 1) * glass + 0,
    dAUncorrected: glass,
    dPooled: g && smallSample(df) * g,
    dPooledUncorrected: g,
    dPooledUncorrectedSe:
      g === null ? null : figure(Math.sqrt(1 / a.n + 1 / b.n + g ** 2 / (2 * df))),
  };
}

/** Null where there is no SD, or an SD of 0. */
function standardised(difference: number, variance: number | null): number | null {
  return variance ? figure(difference / Math.sqrt(variance)) : null;
}

function pooledVariance(a: Summary, b: Summary): number | null {
  if (a.variance === null || b.variance === null) return null;
  return ((a.n - 1) * a.variance + (b.n - 1) * b.variance) / (a.n + b.n - 2);
}

const smallSample = (df: number) => 1 - 3 / (4 * df - 1);
