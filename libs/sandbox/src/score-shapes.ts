import type { Grade } from '#domain/measure/measure';

// Scores of the invented screeners have plausible shapes; they are no norms, and the vendors' tables are not copied.

/** K is 0. */
export function gradeNumber(grade: Grade): number {
  return grade === 'K' ? 0 : Number(grade);
}

/** A percentile rank as standard deviations from the middle; Tukey's lambda is near enough to the normal here. */
export function spread(percentile: number): number {
  const p = percentile / 100;
  return 4.91 * (p ** 0.14 - (1 - p) ** 0.14);
}
