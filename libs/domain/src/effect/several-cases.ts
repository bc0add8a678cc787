import { mean } from '../statistics/mean.js';
import { effectOf, type Effect, type EffectInput } from './effect.js';
import { overlapping, pandOf, type PandFigures } from './pand.js';
import { figure } from './phases.js';

export type SeveralCases = {
  cases: readonly Effect[];
  /** The plain mean of the cases' figures; null where one of them is undefined: no case is left out unseen. */
  mean: {
    nap: number | null;
    tau: number | null;
    pnd: number | null;
    ird: number | null;
    meanDifference: number | null;
  };
  /** Overlap removed case by case and summed, over all points of all cases. */
  pooled: { points: number; overlapping: number | null } & PandFigures;
};

/**
 * Several cases of one study. The mean of the cases' IRD and the IRD of the pooled PAND are two figures, and each is named. A
 * standardised difference between cases is not among them: it needs a model of at least three cases (science.md 4.2).
 */
export function severalCasesOf(inputs: readonly EffectInput[]): SeveralCases {
  const cases = inputs.map(effectOf);
  const meanOf = (pick: (effect: Effect) => number | null) => plainMean(cases.map(pick));
  return {
    cases,
    mean: {
      nap: meanOf(({ nap }) => nap.value),
      tau: meanOf(({ tau }) => tau),
      pnd: meanOf(({ pnd }) => pnd),
      ird: meanOf(({ ird }) => ird),
      meanDifference: meanOf(({ meanDifference }) => meanDifference),
    },
    pooled: pooledOf(inputs),
  };
}

function plainMean(figures: readonly (number | null)[]): number | null {
  const defined = figures.filter((value) => value !== null);
  const plain = defined.length < figures.length ? null : mean(defined);
  return plain === null ? null : figure(plain);
}

function pooledOf(inputs: readonly EffectInput[]): SeveralCases['pooled'] {
  const m = inputs.reduce((sum, { a }) => sum + a.length, 0);
  const n = inputs.reduce((sum, { b }) => sum + b.length, 0);
  if (inputs.length === 0 || inputs.some(({ a, b }) => a.length === 0 || b.length === 0))
    return { points: m + n, overlapping: null, pand: null, ird: null };
  const overlap = inputs.reduce((sum, input) => sum + overlapping(input, input.direction), 0);
  return { points: m + n, overlapping: overlap, ...pandOf({ m, n, overlap }) };
}
