import type { Direction } from '../measure/measure.js';
import { exceedanceOf, type Exceedance } from './exceedance.js';
import { goalAttainmentOf, type GoalAttainment } from './goal-attainment.js';
import { orderOf, phaseTauB } from './kendall.js';
import { logOddsOf, type LogOdds } from './log-odds.js';
import { standardisedDifferencesOf, type StandardisedDifferences } from './mean-difference.js';
import { napOf, type Nap } from './nap.js';
import { pairsOf, type PairCounts } from './pairs.js';
import { overlapping, pandOf, type PandFigures } from './pand.js';
import { figure, scaled, type Phases } from './phases.js';
import { responseRatiosOf, type ResponseRatios, type Scale } from './response-ratio.js';
import { differenceOf, summaryOf } from './summary.js';
import { tauOf, type TauFigures } from './tau.js';
import { tauBcOf, type TauBc } from './tau-bc.js';
import { undefinedEffect } from './undefined-effect.js';

export type EffectInput = Phases & {
  direction: Direction;
  /** For the percent of goal obtained; in the unit of the values. */
  goal: number | null;
  scale: Scale;
  /** Of the test for a trend of the baseline (Tau-BC). */
  alpha: number;
};

export type Effect = {
  /** Values in A and in B. */
  m: number;
  n: number;
  meanA: number | null;
  meanB: number | null;
  meanDifference: number | null;
  pairs: { [Count in keyof PairCounts]: number | null };
  nap: Nap;
  phaseTauB: number | null;
  tauBc: TauBc;
} & TauFigures &
  Exceedance &
  PandFigures &
  StandardisedDifferences &
  ResponseRatios &
  LogOdds &
  GoalAttainment;

/**
 * Every effect size of one case, baseline phase A against phase B (science.md 4). Overlap figures count improvement in
 * `direction`; mean-shift figures, log odds and the tau-b figures are B against A as they stand. Values tie where the decimals
 * are equal. Where a phase is empty every figure is null. Each figure's definition: `effectMethods`.
 */
export function effectOf(input: EffectInput): Effect {
  const { a, b, direction, scale, alpha } = input;
  if (a.length === 0 || b.length === 0) return undefinedEffect(input);
  const inUnit = scaled(input);
  const ofA = summaryOf(inUnit.a);
  const ofB = summaryOf(inUnit.b);
  const pairs = pairsOf(input, direction);
  const tau = tauOf(input, pairs.counts, direction);
  return {
    m: a.length,
    n: b.length,
    meanA: figure(ofA.mean * inUnit.unit),
    meanB: figure(ofB.mean * inUnit.unit),
    meanDifference: figure(differenceOf(ofA, ofB) * inUnit.unit),
    pairs: pairs.counts,
    nap: napOf(pairs.counts, pairs.sums),
    ...tau,
    phaseTauB: phaseTauB(a.length, b.length, orderOf([...a, ...b])),
    tauBc: tauBcOf(input, { tau: tau.tau, direction, alpha }),
    ...exceedanceOf(input, direction),
    ...pandOf({ m: a.length, n: b.length, overlap: overlapping(input, direction) }),
    ...standardisedDifferencesOf(ofA, ofB),
    ...responseRatiosOf(input, direction, scale),
    ...logOddsOf(input, scale),
    ...goalAttainmentOf(ofA, ofB, input.goal === null ? null : input.goal / inUnit.unit),
  };
}
