import { compare } from '../statistics/compare.js';
import { mean } from '../statistics/mean.js';
import type { LookupQuestion } from './lookup.js';
import { rowOf, type ScoreTable } from './norm-table.js';

const wordsUnderTheMiddle = 10;

/** Mean of two or more unpractised grade-level readings; null with fewer (science.md 1.1). Readings not taken are left out. */
export function meanOfReadings(readings: readonly (number | null)[]): number | null {
  const taken = readings.filter((reading) => reading !== null);
  return taken.length < 2 ? null : mean(taken);
}

/**
 * Published use of Hasbrouck & Tindal: a mean ten or more words under the 50th percentile makes a candidate for help.
 * Null without a mean, off grade, for a table without a 50th percentile, and where nothing is published.
 */
export function isCandidate(
  table: ScoreTable,
  { measure, grade, testGrade, season }: Omit<LookupQuestion, 'value'>,
  average: number | null,
): boolean | null {
  if (average === null || table.kind !== 'norm' || (testGrade && testGrade !== grade)) return null;
  const middle = rowOf(table, measure, grade)?.[season]?.[table.percentiles.indexOf(50)] ?? null;
  return middle === null ? null : compare(average, middle - wordsUnderTheMiddle) <= 0;
}
