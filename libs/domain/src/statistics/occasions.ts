import type { LocalDate } from '../time.js';
import { daysBetween } from '../time.js';
import { median } from './median.js';

/** A score of one date, voided ones left out by the caller. */
export type DatedValue = { on: LocalDate; value: number };

/** A measured point on the time axis: `t` in weeks. */
export type TimedValue = { t: number; value: number };

/** By date; several scores of one day are one occasion, their median (science.md 2.8). */
export function occasionsOf(points: readonly DatedValue[]): readonly DatedValue[] {
  const byDate = new Map<LocalDate, number[]>();
  for (const { on, value } of points) byDate.set(on, [...(byDate.get(on) ?? []), value]);
  return [...byDate]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([on, values]) => ({ on, value: median(values)! }));
}

/** Calendar weeks = days / 7; negative before `from`. */
export function calendarWeeks(from: LocalDate, to: LocalDate): number {
  return daysBetween(from, to) / 7;
}

/** Puts occasions on a time axis in calendar weeks that begins (t = 0) at `from`. */
export function timed(
  occasions: readonly DatedValue[],
  from: LocalDate,
): readonly (TimedValue & DatedValue)[] {
  return occasions.map((o) => ({ ...o, t: calendarWeeks(from, o.on) }));
}
