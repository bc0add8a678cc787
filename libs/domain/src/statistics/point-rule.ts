import type { LocalDate } from '../time.js';
import { daysBetween } from '../time.js';
import type { Sign } from './aimline.js';

export type SignedPoint = { on: LocalDate; sign: Sign | null };

export type PointRule = {
  k: number;
  result: 'change' | 'raise' | 'continue' | 'too_few';
  run: number;
};

/** What ends a run beside a change of sign. `gapBetween` counts the days that count, never more than there are. */
export type RunRules = { maxGap: number; gapBetween: (from: LocalDate, to: LocalDate) => number };

/**
 * The k-point rule (science.md 2.2): `run` is the length of the run of equal signs that ends at the last occasion. A point
 * on the line, one without an aimline, and a gap of more than `maxGap` (as `gapBetween` measures it, so that school
 * breaks can be left out) end a run; a missed week does not. k on the worse side → `change`, k on the better → `raise`,
 * else `continue`; before `minPoints` occasions or `enoughWeeks` → `too_few`. An alert, never a decision: a student
 * exactly on goal trips a four-point rule at some time in 64 % of 30-week years.
 */
export function pointRule(
  points: readonly SignedPoint[],
  rule: RunRules & { k: number; minPoints: number; enoughWeeks: boolean },
): PointRule {
  const run = lastRun(points, rule);
  if (points.length < rule.minPoints || !rule.enoughWeeks)
    return { k: rule.k, result: 'too_few', run };
  if (run < rule.k) return { k: rule.k, result: 'continue', run };
  return { k: rule.k, result: points.at(-1)!.sign === '-' ? 'change' : 'raise', run };
}

function lastRun(points: readonly SignedPoint[], { maxGap, gapBetween }: RunRules): number {
  const last = points.at(-1);
  if (!last || last.sign === null || last.sign === '0') return 0;
  // Few gaps are so long that the breaks in them matter.
  const isGap = (from: LocalDate, to: LocalDate) =>
    daysBetween(from, to) > maxGap && gapBetween(from, to) > maxGap;
  let run = 1;
  for (let i = points.length - 2; i >= 0; i--) {
    const point = points[i]!;
    if (point.sign !== last.sign || isGap(point.on, points[i + 1]!.on)) break;
    run++;
  }
  return run;
}
