import { daysBetween, type LocalDate } from '../time.js';
import { median } from './median.js';

export const singleProbeBaseline = 'single_probe_baseline';
export const staleBaseline = 'stale_baseline';

/**
 * Baseline = median of the probes, usually three of one day (science.md 2.1). A single probe raises a four-point rule's
 * false alarms from 6 % to 20 %, so it is flagged. No probes: null.
 */
export function baselineOf(
  probes: readonly number[],
): { median: number; flags: readonly (typeof singleProbeBaseline)[] } | null {
  const value = median(probes);
  if (value === null) return null;
  return { median: value, flags: probes.length === 1 ? [singleProbeBaseline] : [] };
}

/**
 * Whether a baseline is more than `maxAgeDays` calendar days older than the day on which it is first used (science.md 2.1: FastBridge carries a
 * score forward that is more than two or three weeks old). Without a limit or a date: false.
 */
export function isStale(
  on: LocalDate | null,
  firstUsedOn: LocalDate | null,
  maxAgeDays: number | null,
): boolean {
  if (on === null || firstUsedOn === null || maxAgeDays === null) return false;
  return daysBetween(on, firstUsedOn) > maxAgeDays;
}
