import { withoutResidue } from '../statistics/compare.js';
import { figure } from './phases.js';
import { differenceOf, type Summary } from './summary.js';

/** Fractions: 1 where the mean of B is the goal. */
export type GoalAttainment = { pogo: number | null; pogoSe: number | null };

/**
 * Percent of goal obtained (Ferron, Goldstein, Olszewski & Rohrer 2020, Evidence-Based Communication Assessment and
 * Intervention 14, 6–27), as a fraction: (ȳB − ȳA)/(goal − ȳA). Null without a goal or where the baseline's mean is the
 * goal; the SE also where a phase has one value. `goal` in the unit of the summaries.
 */
export function goalAttainmentOf(a: Summary, b: Summary, goal: number | null): GoalAttainment {
  if (goal === null) return { pogo: null, pogoSe: null };
  const away = withoutResidue(goal - a.mean, Math.max(Math.abs(goal), Math.abs(a.mean)));
  if (away === 0) return { pogo: null, pogoSe: null };
  const pogo = differenceOf(a, b) / away;
  if (a.variance === null || b.variance === null) return { pogo: figure(pogo), pogoSe: null };
  const ofA = a.variance / a.n;
  const variance = ofA + b.variance / b.n + pogo ** 2 * ofA;
  return { pogo: figure(pogo), pogoSe: figure(Math.sqrt(variance) / Math.abs(away)) };
}
