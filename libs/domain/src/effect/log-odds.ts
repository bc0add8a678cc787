import { compare } from '../statistics/compare.js';
import { figure, type Phases } from './phases.js';
import type { Scale } from './response-ratio.js';
import { summaryOf, type Summary } from './summary.js';

export type LogOdds = { lor: number | null; lorSe: number | null };

/**
 * Log odds ratio of B against A, corrected for the bias of small phases (Pustejovsky 2015, Psychological Methods 20,
 * 342–359), of proportions and percentages only; not turned by direction. Null where a mean is not between 0 and 1 (100 %) or
 * a phase has one value.
 */
export function logOddsOf(phases: Phases, scale: Scale): LogOdds {
  const whole = scale === 'percentage' ? 100 : scale === 'proportion' ? 1 : null;
  if (whole === null) return { lor: null, lorSe: null };
  const a = oddsOf(summaryOf(phases.a.map((value) => value / whole)));
  const b = oddsOf(summaryOf(phases.b.map((value) => value / whole)));
  if (!a || !b) return { lor: null, lorSe: null };
  return {
    lor: figure(b.logOdds - b.bias - (a.logOdds - a.bias)),
    lorSe: figure(Math.sqrt(a.spread + b.spread)),
  };
}

function oddsOf({ n, mean: p, variance }: Summary) {
  if (variance === null || p <= 0 || compare(p, 1) >= 0) return null;
  // s²/(n·p²(1 − p)²): the variance of the log odds.
  const spread = variance / (p * (1 - p)) ** 2 / n;
  return { logOdds: Math.log(p / (1 - p)), bias: (spread * (2 * p - 1)) / 2, spread };
}
