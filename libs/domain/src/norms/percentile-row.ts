import type { Grade } from '../measure/measure.js';
import { rowOf, type NormTable } from './norm-table.js';

export type PercentileRow = {
  fall: number | null;
  winter: number | null;
  spring: number | null;
  /** Words a week, computed, never the printed column. */
  averageWeeklyImprovement: number | null;
  weeks: number | null;
};

/** Hasbrouck & Tindal: 32 weeks from fall to spring; 16 from winter, where there is no fall norm (science.md 1.1). */
const weeksFromFall = 32;
const weeksFromWinter = 16;

/**
 * One published percentile over the year, and its average weekly improvement = (spring − fall) / 32, without a fall norm
 * (spring − winter) / 16. A grade or a percentile that the table does not print: all null.
 */
export function percentileRow(
  table: NormTable,
  measure: string,
  grade: Grade,
  percentile: number,
): PercentileRow {
  const row = rowOf(table, measure, grade);
  const at = table.percentiles.indexOf(percentile);
  const [fall, winter, spring] = [row?.fall, row?.winter, row?.spring].map(
    (cell) => cell?.[at] ?? null,
  ) as [number | null, number | null, number | null];
  const [start, weeks] =
    fall !== null
      ? [fall, weeksFromFall]
      : winter !== null
        ? [winter, weeksFromWinter]
        : [null, null];
  const averageWeeklyImprovement =
    start === null || spring === null ? null : (spring - start) / weeks;
  return { fall, winter, spring, averageWeeklyImprovement, weeks };
}
