import type { Direction } from '../measure/measure.js';
import { figure, scaled, type Phases } from './phases.js';
import { differenceOf, summaryOf, type Summary } from './summary.js';

/** What the values are: decides which ratios mean something. */
export const scales = ['count', 'rate', 'percentage', 'proportion', 'other'] as const;
export type Scale = (typeof scales)[number];

export type ResponseRatios = {
  lrr1: number | null;
  lrr2: number | null;
  lrrSe: number | null;
  /** R2 so that more is better, and so that less is better. */
  lrrI: number | null;
  lrrISe: number | null;
  lrrD: number | null;
  lrrDSe: number | null;
};

type Ratio = { r1: number | null; r2: number | null; se: number | null };

const undefinedRatio: Ratio = { r1: null, r2: null, se: null };

/**
 * Log response ratios (Pustejovsky 2018, Journal of School Psychology 68, 99–112): R1 = ln ȳB − ln ȳA; R2 corrected for the
 * bias of small phases; SE by the delta method. (e^R − 1)·100 is the change in percent. Null where a mean is not over 0 or a
 * value is under 0 (no truncation); R2 and SE also where a phase has one value.
 *
 * Of a percentage or proportion the ratio of what is left to 100 % (1) is another figure than the ratio turned round: the
 * `direction` says which of the two is I and which is D. Of counts and rates D = −I. Of `other` scales both are null.
 */
export function responseRatiosOf(
  phases: Phases,
  direction: Direction,
  scale: Scale,
): ResponseRatios {
  const ratio = ratioOf(phases);
  const [i, d] = turned(phases, ratio, direction, scale);
  return {
    lrr1: ratio.r1,
    lrr2: ratio.r2,
    lrrSe: ratio.se,
    lrrI: i.r2,
    lrrISe: i.se,
    lrrD: d.r2,
    lrrDSe: d.se,
  };
}

function turned(phases: Phases, ratio: Ratio, direction: Direction, scale: Scale): [Ratio, Ratio] {
  const increase = direction === 'increase';
  switch (scale) {
    case 'other':
      return [undefinedRatio, undefinedRatio];
    case 'count':
    case 'rate': {
      const negated = { ...ratio, r2: ratio.r2 === null ? null : 0 - ratio.r2 };
      return increase ? [ratio, negated] : [negated, ratio];
    }
    case 'percentage':
    case 'proportion': {
      const whole = scale === 'percentage' ? 100 : 1;
      const rest = ratioOf({
        a: phases.a.map((value) => whole - value),
        b: phases.b.map((value) => whole - value),
      });
      return increase ? [ratio, rest] : [rest, ratio];
    }
  }
}

function ratioOf(phases: Phases): Ratio {
  const { a, b } = scaled(phases);
  if (a.some((value) => value < 0) || b.some((value) => value < 0)) return undefinedRatio;
  const ofA = summaryOf(a);
  const ofB = summaryOf(b);
  if (ofA.mean <= 0 || ofB.mean <= 0) return undefinedRatio;
  const r1 = logRatio(ofA, ofB);
  const spreadA = relativeVariance(ofA);
  const spreadB = relativeVariance(ofB);
  if (spreadA === null || spreadB === null) return { ...undefinedRatio, r1: figure(r1) };
  return {
    r1: figure(r1),
    r2: figure(r1 + (spreadB - spreadA) / 2),
    se: figure(Math.sqrt(spreadA + spreadB)),
  };
}

/** ln ȳB − ln ȳA, without cancellation where the means lie close together. */
function logRatio(a: Summary, b: Summary): number {
  const change = differenceOf(a, b) / a.mean;
  return Math.abs(change) < 0.5 ? Math.log1p(change) : Math.log(b.mean / a.mean);
}

/** s²/(n·ȳ²). */
function relativeVariance({ n, mean, variance }: Summary): number | null {
  return variance === null ? null : variance / mean ** 2 / n;
}
