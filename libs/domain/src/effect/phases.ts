import type { Direction } from '../measure/measure.js';
import { compare } from '../statistics/compare.js';

/** Values of a baseline phase and of the phase after it, in the order in which they were measured. */
export type Phases = { a: readonly number[]; b: readonly number[] };

/** 1 where `after` is better than `before`, -1 where it is worse, 0 where they tie. */
export function improvement(before: number, after: number, direction: Direction): -1 | 0 | 1 {
  return direction === 'increase' ? compare(after, before) : compare(before, after);
}

/** A count of better − worse, where it was counted as higher − lower. */
export function turned(s: number, direction: Direction): number {
  return direction === 'increase' ? s : 0 - s;
}

/** A number as a figure: null where arithmetic left the range of numbers, and 0 without a sign. */
export function figure(value: number): number | null {
  return Number.isFinite(value) ? value + 0 : null;
}

/**
 * The same values in a unit (a power of two, so that nothing is rounded) in which the largest lies between 1 and 2: squares
 * of huge values then stay finite, and squares of tiny ones stay over 0. What has no unit is the same in either.
 */
export function scaled({ a, b }: Phases): Phases & { unit: number } {
  const largest = [...a, ...b].reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  const unit = largest === 0 ? 1 : 2 ** Math.floor(Math.log2(largest));
  return { a: a.map((value) => value / unit), b: b.map((value) => value / unit), unit };
}
