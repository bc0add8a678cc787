import type { Season } from '#domain/measure/measure';
import type { Columns } from '../csv/columns.js';
import type { Row } from '../csv/read-csv.js';

/** A row of a file whose columns are known. */
export type Cells = (name: string) => string;

/** Where one measure's cells stand. `others` belong to the same measure and date. */
export type MeasureColumns = {
  measure: string;
  score: string;
  level: string | null;
  percentile: string | null;
  others: readonly string[];
};

/** What one vendor's score file means: which cells name whom, when and what. Pure, no state. */
export type ScoreLayout = {
  profile: string;
  /** Columns that may hold a student's id, the vendor's usual one first. */
  ids: readonly string[];
  /** Columns of the day, best first; a later one is used where the earlier is blank, and flagged. */
  dates: readonly string[];
  measures: (cell: Cells) => readonly MeasureColumns[];
  season: (cell: Cells) => Season | null;
  form: (cell: Cells) => string | null;
  /** Grade of the material as the file words it, and its column; null where the file does not say. */
  testGrade: { column: string } | null;
  /** Grade of the student as the file words it: the roster decides, a strange one is reported. */
  enrolledGrade: { column: string } | null;
  flags: (cell: Cells, columns: MeasureColumns) => readonly string[];
  /** Only asked of short rows: a cell whose content cannot stand under its header, so that a cell before it is missing. */
  misplaced: (cell: Cells) => string | null;
};

export function cellsOf(columns: Columns, row: Row): Cells {
  return (name) => columns.cell(row, name);
}
