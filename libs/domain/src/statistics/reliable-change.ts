import { compare, figure } from './compare.js';

/**
 * The difference that two scores of one student must exceed to differ reliably (95 %): 1.96 × √2 × SEM, in the measure's
 * unit (science.md 2.7). Null without a documented standard error of measurement.
 */
export function reliableChange(sem: number | null): number | null {
  return sem === null ? null : figure(1.96 * Math.SQRT2 * sem);
}

/** Whether two scores differ by more than measurement error explains; exactly the threshold is not more. */
export function differReliably(a: number, b: number, sem: number | null): boolean | null {
  const threshold = reliableChange(sem);
  return threshold === null ? null : compare(Math.abs(a - b), threshold) > 0;
}

/** A score with its standard error of measurement about it: score ± 1 SEM, 68 % (science.md 2.7). */
export function scoreBand(score: number, sem: number | null): { low: number; high: number } | null {
  return sem === null ? null : { low: score - sem, high: score + sem };
}
