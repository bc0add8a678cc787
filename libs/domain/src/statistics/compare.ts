/**
 * -1, 0 or 1. Numbers count as equal within a relative 1e-9, so that ties, "on the line" and "equal to the cut" are
 * decided as if the decimals were exact. `scale`: the size of the numbers that the difference came from, where that is
 * larger than both (a residual near 0 of values near 100).
 */
export function compare(a: number, b: number, scale = 0): -1 | 0 | 1 {
  const difference = a - b;
  const tolerance = 1e-9 * Math.max(Math.abs(a), Math.abs(b), scale);
  if (Math.abs(difference) <= tolerance) return 0;
  return difference < 0 ? -1 : 1;
}

/** 0 where a value is floating residue of numbers of the size `scale`. */
export function withoutResidue(value: number, scale: number): number {
  return compare(value, 0, scale) === 0 ? 0 : value;
}
