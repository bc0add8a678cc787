import type { Grade, Season } from '../measure/measure.js';

/**
 * How a measure is scored. `perUnit`: scores a unit (1 = whole points, 2 = half points), so that the highest score of a band
 * is one step under the next. Beyond `lowest` and `highest` (null: no known end) there is no score.
 */
export type ScoreScale = {
  perUnit: number;
  lowest: number;
  highest: number | null;
  /** Accuracy: 90.6 must not fall between 90 and 91, so it is compared as a whole percent, half up (science.md 1.3). */
  comparedAs?: 'whole-percent';
};

export const wholePoints: ScoreScale = { perUnit: 1, lowest: 0, highest: null };
export const halfPoints: ScoreScale = { perUnit: 2, lowest: 0, highest: null };
export const accuracy: ScoreScale = {
  perUnit: 1,
  lowest: 0,
  highest: 100,
  comparedAs: 'whole-percent',
};

/** The numbers of one cell in the order in which they are printed; a null among them: there is no such band. */
export type Cell = readonly (number | null)[];

/** One measure in one grade; a season without a published cell is null. Beginning, middle and end of year in every table. */
export type TableRow = Record<Season, Cell | null> & {
  measure: string;
  grade: Grade;
  /** Seasons whose cell the sources do not settle; why is in the table's `disputed`. */
  disputed: readonly Season[];
};

export function row(
  measure: string,
  grade: Grade,
  fall: Cell | null,
  winter: Cell | null,
  spring: Cell | null,
  disputed: readonly Season[] = [],
): TableRow {
  return { measure, grade, fall, winter, spring, disputed };
}

type PublishedTable = {
  name: string;
  edition: string;
  /** As precisely as the source says: YYYY, YYYY-MM or YYYY-MM-DD. */
  effectiveFrom: string;
  /** Null: still in use. */
  effectiveTo: string | null;
  citation: string;
  /** The day on which each cell was last compared with the printed figures. */
  verifiedOn: string;
  /** `reserved`: answers only where the district says that it holds the publisher's licence (science.md 10.9). */
  licence: { reserved: boolean; note: string };
  disputed: string | null;
  /** Whether the source prints where the worst band ends (DIBELS 8: at 0, the composite at 200); else it is open below. */
  printsLowest: boolean;
  measures: Readonly<Record<string, ScoreScale>>;
  rows: readonly TableRow[];
};

/** A cell holds the lowest score at each of `percentiles`, ascending. */
export type NormTable = PublishedTable & { kind: 'norm'; percentiles: readonly number[] };

/** A cell holds the lowest score of each zone but the last, best first; the last zone is everything below. */
export type BenchmarkTable = PublishedTable & { kind: 'benchmark'; zones: readonly string[] };

export type ScoreTable = NormTable | BenchmarkTable;

/** The row of a measure in a grade; null where nothing is published for them. */
export function rowOf(table: ScoreTable, measure: string, grade: Grade): TableRow | null {
  return table.rows.find((row) => row.measure === measure && row.grade === grade) ?? null;
}

/** The scale of a measure of this table; null for a measure that it does not have. */
export function scaleOf(table: ScoreTable, measure: string): ScoreScale | null {
  return Object.hasOwn(table.measures, measure) ? table.measures[measure]! : null;
}

/** What every answer says about where its figures come from, in one line. */
export function sourceOf(table: ScoreTable, disputed = false): string {
  const { citation, edition, effectiveFrom, verifiedOn, licence } = table;
  return [
    citation,
    `edition: ${edition}, in effect from ${effectiveFrom}`,
    `figures verified on ${verifiedOn}`,
    licence.note,
    ...(disputed ? [`this row is disputed: ${table.disputed}`] : []),
  ].join('; ');
}
