import type { Direction } from '../measure/measure.js';
import type { LocalDate } from '../time.js';
import { daysBetween } from '../time.js';
import { compare } from './compare.js';
import { median } from './median.js';
import type { DatedValue } from './occasions.js';

/** The straight line from the baseline to the goal (science.md 2.1). */
export type Aimline = {
  baseline: { on: LocalDate; value: number };
  goal: { on: LocalDate; value: number };
};

export type Position = 'above' | 'on' | 'below';

/** `+` the better side of the line, `-` the worse, `0` on it: that counts for neither and breaks a run. */
export type Sign = '+' | '-' | '0';

/** A(t) = b + (G − b)(t − t0)/(T − t0). Null outside [t0, T] (it is never extrapolated) and where T ≤ t0. */
export function aimlineAt({ baseline, goal }: Aimline, on: LocalDate): number | null {
  const whole = daysBetween(baseline.on, goal.on);
  const part = daysBetween(baseline.on, on);
  if (whole <= 0 || part < 0 || part > whole) return null;
  return baseline.value + (goal.value - baseline.value) * (part / whole);
}

/** As drawn; null without an aimline at that date. */
export function positionOf(line: Aimline, point: DatedValue): Position | null {
  const aim = aimlineAt(line, point.on);
  if (aim === null) return null;
  return (['below', 'on', 'above'] as const)[compare(point.value, aim) + 1]!;
}

export function signOf(position: Position, direction: Direction): Sign {
  if (position === 'on') return '0';
  return (position === 'above') === (direction === 'increase') ? '+' : '-';
}

/**
 * The median of the last three occasions against the aimline at the middle one's date (science.md 2.2; about as good as
 * the trend-line rule, Van Norman, Nelson & Parker 2018). Null with fewer than three.
 */
export function medianOfLastThree(
  occasions: readonly DatedValue[],
  line: Aimline,
): { value: number; on: LocalDate; aimline: number | null; result: Position | null } | null {
  const last = occasions.slice(-3);
  const middle = last[1];
  if (last.length < 3 || !middle) return null;
  const value = median(last.map((o) => o.value))!;
  return {
    value,
    on: middle.on,
    aimline: aimlineAt(line, middle.on),
    result: positionOf(line, { on: middle.on, value }),
  };
}
