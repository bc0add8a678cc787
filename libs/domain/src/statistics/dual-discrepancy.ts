import type { Direction } from '../measure/measure.js';
import { betterBy } from './compare.js';

/** Cuts of level (the measure's unit) and of growth (unit per week); a score on its cut is not below it. */
export type DualCuts = { level: number; growthPerWeek: number };

/**
 * The cuts of Fuchs that Jenkins prints (RTI Action Network; science.md 2.7): grade 1 word identification, grade 2
 * passage reading. Below both → non-responsive.
 */
export const fuchsCuts = {
  'grade-1-word-identification': { level: 30, growthPerWeek: 1.8 },
  'grade-2-passage-reading': { level: 60, growthPerWeek: 1.0 },
} as const satisfies Readonly<Record<string, DualCuts>>;

export type DualDiscrepancy = {
  levelDiscrepant: boolean | null;
  growthDiscrepant: boolean | null;
  /** Level and growth both on the worse side of their cuts. Null where one that is unknown would decide. */
  discrepant: boolean | null;
};

/**
 * Dual discrepancy (science.md 2.7): a student who is low *and* grows slowly does not respond; low alone, or slow alone,
 * is no answer. Burns & Senesac 2005: a growth cut at the 25th, 33rd or 50th percentile tells responders apart, "1 SD
 * below" does not.
 */
export function dualDiscrepancy(
  student: { level: number | null; growthPerWeek: number | null },
  cuts: DualCuts,
  direction: Direction,
): DualDiscrepancy {
  const isWorse = (value: number | null, cut: number) =>
    value === null ? null : betterBy(value, cut, direction) < 0;
  const levelDiscrepant = isWorse(student.level, cuts.level);
  const growthDiscrepant = isWorse(student.growthPerWeek, cuts.growthPerWeek);
  return { levelDiscrepant, growthDiscrepant, discrepant: both(levelDiscrepant, growthDiscrepant) };
}

function both(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}
