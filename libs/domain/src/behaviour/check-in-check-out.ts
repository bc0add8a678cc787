import { mean } from '../statistics/mean.js';

/** One expectation in one period of a daily report: 0, 1 or 2 points; null: not rated, or the student was not there. */
export type Rating = number | null;

export const pointsPerRating = 2;

/**
 * Check-in/check-out: points ÷ possible × 100 of the rated periods of a day (science.md 8). A period not rated has no data,
 * not 0; a day without a rating is null.
 */
export function dailyPercent(ratings: readonly Rating[]): number | null {
  const rated = ratings.filter((rating) => rating !== null);
  if (rated.length === 0) return null;
  const points = rated.reduce((sum, rating) => sum + rating, 0);
  return (100 * points) / (pointsPerRating * rated.length);
}

/**
 * The mean of a week's days that have data, each day counting the same: what is monitored, because daily points are
 * autocorrelated. A week without data: null.
 */
export function weeklyPercent(days: readonly (number | null)[]): number | null {
  return mean(days.filter((day) => day !== null));
}
