export type Rounding = 'half_up' | 'down' | 'none';

/** Goal by expected growth: G = b + r·w, rounded once at the end (science.md 2.1; published roundings disagree). */
export function goalByRate(
  baseline: number,
  ratePerWeek: number,
  weeks: number,
  rounding: Rounding,
): number {
  return rounded(baseline + ratePerWeek * weeks, rounding);
}

/** `half_up` rounds .5 towards +∞; residue of decimal arithmetic (59.49999999999999 for 59.5) does not tip it. */
export function rounded(value: number, rounding: Rounding): number {
  const lenient = 1e-9 * Math.max(1, Math.abs(value));
  switch (rounding) {
    case 'half_up':
      return Math.floor(value + 0.5 + lenient);
    case 'down':
      return Math.floor(value + lenient);
    case 'none':
      return value;
  }
}
