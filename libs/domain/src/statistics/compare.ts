import type { Direction } from '../measure/measure.js';

/**
 * -1, 0 or 1. Numbers count as equal within a relative 1e-9, so that ties, "on the line" and "equal to the cut" are
 * decided as if the decimals were exact. `scale`: the size of the numbers that the difference came from, where that is
 * larger than both (a residual near 0 of values near 100).
 */
export function compare(a: number, b: number, scale = 0): -1 | 0 | 1 {
  if (a === b) return 0;
  const tolerance = 1e-9 * Math.max(Math.abs(a), Math.abs(b), scale);
  if (Math.abs(a - b) <= tolerance && tolerance < Infinity) return 0;
  return a < b ? -1 : 1;
}

/**
 * What floating arithmetic leaves of a 0. It is dropped, except in reviews of version 1, which took it for a distance.
 */
export type Residue = 'dropped' | 'kept';

/** 0 where a value is floating residue of numbers of the size `scale`. */
export function withoutResidue(value: number, scale: number): number {
  return compare(value, 0, scale) === 0 ? 0 : value;
}

/** a − b, and 0 where the two count as equal. */
export function difference(a: number, b: number): number {
  return compare(a, b) === 0 ? 0 : a - b;
}

/** -1, 0 or 1: on the worse side of the mark, on it, on the better side. Data are never negated (science.md 2.8). */
export function betterBy(value: number, mark: number, direction: Direction): -1 | 0 | 1 {
  return direction === 'increase' ? compare(value, mark) : compare(mark, value);
}

/** A figure as it is given out: one too large for a number is undefined, and there is no negative zero. */
export function figure(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value + 0 : null;
}
