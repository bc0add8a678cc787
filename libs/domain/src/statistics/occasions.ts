import type { LocalDate } from '../time.js';
import { daysBetween } from '../time.js';
import { median } from './median.js';
import type { TimeAxis } from './time-axis.js';
import { calendarAxis } from './time-axis.js';

/** A score of one date, voided ones left out by the caller. */
export type DatedValue = { on: LocalDate; value: number };

/** A measured point on the time axis: `t` in weeks. */
export type TimedValue = { t: number; value: number };

/** By date; several scores of one day are one occasion, their median (science.md 2.8). */
export function occasionsOf(points: readonly DatedValue[]): readonly DatedValue[] {
  const sorted = inOrder(points) ? points : [...points].sort((a, b) => (a.on < b.on ? -1 : 1));
  const occasions: DatedValue[] = [];
  for (let i = 0; i < sorted.length;) {
    const { on, value } = sorted[i]!;
    const first = i++;
    while (i < sorted.length && sorted[i]!.on === on) i++;
    const day = i - first > 1 ? median(sorted.slice(first, i).map((p) => p.value))! : value;
    occasions.push({ on, value: day + 0 });
  }
  return occasions;
}

function inOrder(points: readonly DatedValue[]): boolean {
  for (let i = 1; i < points.length; i++) if (points[i]!.on < points[i - 1]!.on) return false;
  return true;
}

/** Calendar weeks = days / 7; negative before `from`. */
export function calendarWeeks(from: LocalDate, to: LocalDate): number {
  return daysBetween(from, to) / 7;
}

/** Puts occasions on a time axis (calendar weeks, unless another is named) that begins (t = 0) at `from`. */
export function timed(
  occasions: readonly DatedValue[],
  from: LocalDate,
  axis: TimeAxis = calendarAxis,
): readonly (TimedValue & DatedValue)[] {
  const since = axis.since(from);
  return occasions.map(({ on, value }) => ({ on, value, t: since(on) / axis.perWeek }));
}
