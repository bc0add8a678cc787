import type { Season } from '../measure/measure.js';
import { daysBetween, type LocalDate } from '../time.js';

/** A district's screening window: both days belong to it. */
export type SeasonWindow = { season: Season; opensOn: LocalDate; closesOn: LocalDate };

/**
 * The season whose norms a score is read against: that of the district's window in force, not of the month. Outside every
 * window (a late enrolment) the nearest window's, with a flag; of two as near the earlier, whose norms the student's
 * classmates were read against. No windows: null (science.md 1.6).
 */
export function seasonOn(
  date: LocalDate,
  windows: readonly SeasonWindow[],
): { season: Season; flags: readonly 'out_of_window'[] } | null {
  const byOpening = [...windows].sort((a, b) => daysBetween(b.opensOn, a.opensOn));
  const [first, ...others] = byOpening;
  if (!first) return null;
  const nearest = others.reduce(
    (best, window) => (daysOutside(date, window) < daysOutside(date, best) ? window : best),
    first,
  );
  return {
    season: nearest.season,
    flags: daysOutside(date, nearest) === 0 ? [] : ['out_of_window'],
  };
}

function daysOutside(date: LocalDate, { opensOn, closesOn }: SeasonWindow): number {
  return Math.max(0, daysBetween(date, opensOn), daysBetween(closesOn, date));
}
