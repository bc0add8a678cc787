import type { Direction } from '../measure/measure.js';
import type { LocalDate } from '../time.js';
import type { Residue } from './compare.js';
import { compare, withoutResidue } from './compare.js';
import { median } from './median.js';
import type { DatedValue } from './occasions.js';
import type { TimeAxis } from './time-axis.js';
import { calendarAxis } from './time-axis.js';

/** The straight line from the baseline to the goal (science.md 2.1). */
export type Aimline = {
  baseline: { on: LocalDate; value: number };
  goal: { on: LocalDate; value: number };
};

export type Position = 'above' | 'on' | 'below';

/** `+` the better side of the line, `-` the worse, `0` on it: that counts for neither and breaks a run. */
export type Sign = '+' | '-' | '0';

/**
 * A(t) = b + (G − b)(t − t0)/(T − t0), straight on the axis, as a function of the date. Null outside [t0, T] (it is never
 * extrapolated) and where T ≤ t0.
 */
export function drawn(
  { baseline, goal }: Aimline,
  axis: TimeAxis = calendarAxis,
  residue: Residue = 'dropped',
): (on: LocalDate) => number | null {
  const since = axis.since(baseline.on);
  const whole = since(goal.on);
  const rise = goal.value - baseline.value;
  const size = residue === 'kept' ? 0 : Math.max(Math.abs(baseline.value), Math.abs(goal.value));
  return (on) => {
    if (whole <= 0 || on < baseline.on || on > goal.on) return null;
    const aim = baseline.value + rise * (since(on) / whole);
    return Number.isFinite(aim) ? withoutResidue(aim, size) : null;
  };
}

/** The aimline at one date, by calendar days unless another axis is named. */
export function aimlineAt(line: Aimline, on: LocalDate, axis?: TimeAxis): number | null {
  return drawn(line, axis)(on);
}

/** As drawn; null without an aimline at that date. */
export function positionOf(line: Aimline, point: DatedValue): Position | null {
  return positionAgainst(point.value, aimlineAt(line, point.on));
}

/** As drawn; null where there is no aimline. */
export function positionAgainst(value: number, aimline: number | null): Position | null {
  if (aimline === null) return null;
  const side = compare(value, aimline);
  return side === 0 ? 'on' : side < 0 ? 'below' : 'above';
}

export function signOf(position: Position, direction: Direction): Sign {
  if (position === 'on') return '0';
  return (position === 'above') === (direction === 'increase') ? '+' : '-';
}

export type MedianOfLastThree = {
  value: number;
  /** The date at which the aimline is read. */
  on: LocalDate;
  aimline: number | null;
  result: Position | null;
};

/**
 * The median of the last three occasions against the aimline at the date of the middle one (or the last: they can
 * differ, so one is pinned; science.md 2.2). About as good as the trend-line rule (Van Norman, Nelson & Parker 2018).
 * Null with fewer than three.
 */
export function medianOfLastThree(
  occasions: readonly DatedValue[],
  line: Aimline | null,
  options: { date?: 'middle' | 'last'; axis?: TimeAxis; residue?: Residue } = {},
): MedianOfLastThree | null {
  const [first, middle, last] = occasions.slice(-3);
  if (!first || !middle || !last) return null;
  const value = median([first.value, middle.value, last.value])!;
  const { on } = options.date === 'last' ? last : middle;
  const aimline = line && drawn(line, options.axis, options.residue)(on);
  return { value, on, aimline, result: positionAgainst(value, aimline) };
}
