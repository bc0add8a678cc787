import type { Grade, Season } from '../measure/measure.js';
import { rounded } from '../statistics/goal.js';
import { bandOf, bandsOfCell, percentileAtLeast, type Band } from './bands.js';
import { rowOf, scaleOf, sourceOf, type ScoreScale, type ScoreTable } from './norm-table.js';

export type LookupQuestion = {
  measure: string;
  /** The student's enrolled grade: whose norms count. */
  grade: Grade;
  /** The grade of the material; null or left out: the same. */
  testGrade?: Grade | null;
  season: Season;
  /** Null: not tested. */
  value: number | null;
};

/** Why there is no band: nothing is published for it, the material was of another grade, or there is no score. */
export type NoBand = 'no_norm' | 'off_grade' | 'missing_score';

export type Lookup = {
  /** A norm table's interval of percentiles (`25-49`), a benchmark table's zone; null with a `reason`. */
  band: string | null;
  /** Lowest and highest score of the band; null where it is open. */
  lower: number | null;
  upper: number | null;
  /** Where a norm table's interval begins; null below the lowest percentile published, and for zones. */
  percentileAtLeast: number | null;
  /** The bands that exist in this row, best first. */
  bands: readonly Band[];
  source: string;
  reason: NoBand | null;
  because: string | null;
};

/**
 * The band of a score in a published table (science.md 1.1–1.6): lower bounds inclusive, intervals, never an interpolated
 * percentile. A value between two possible scores (a mean of readings) is in the band whose lowest score it reaches.
 */
export function lookUp(table: ScoreTable, question: LookupQuestion): Lookup {
  const { measure, grade, season, testGrade } = question;
  const row = rowOf(table, measure, grade);
  const scale = scaleOf(table, measure);
  const cell = row?.[season];
  const source = sourceOf(table, row?.disputed.includes(season));
  if (testGrade && testGrade !== grade)
    return none(
      'off_grade',
      `The material is of grade ${testGrade}, the student is in grade ${grade}: a score is never compared with the norms of another grade.`,
      source,
    );
  if (!cell || !scale)
    return none(
      'no_norm',
      `${table.name} has no ${measure} for grade ${grade}, ${season}.`,
      source,
    );
  const bands = bandsOfCell(table, cell, scale);
  const score = scoreOn(scale, question.value);
  const band = score === null ? null : bandOf(bands, score);
  if (!band) return none('missing_score', 'There is no score to compare.', source, bands);
  const { name, lower, upper } = band;
  return {
    band: name,
    lower,
    upper,
    percentileAtLeast: percentileAtLeast(table, name),
    bands,
    source,
    reason: null,
    because: null,
  };
}

/** False for a number that the measure cannot give: below its lowest score or above its highest. */
export function isScoreOf({ lowest, highest }: ScoreScale, value: number): boolean {
  return value >= lowest && (highest === null || value <= highest);
}

function scoreOn(scale: ScoreScale, value: number | null): number | null {
  if (value === null || !isScoreOf(scale, value)) return null;
  return scale.comparedAs === 'whole-percent' ? rounded(value, 'half_up') : value;
}

function none(
  reason: NoBand,
  because: string,
  source: string,
  bands: readonly Band[] = [],
): Lookup {
  return {
    band: null,
    lower: null,
    upper: null,
    percentileAtLeast: null,
    bands,
    source,
    reason,
    because,
  };
}
