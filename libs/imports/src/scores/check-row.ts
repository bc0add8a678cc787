import type { LocalDate } from '#domain/time';
import type { Columns } from '../csv/columns.js';
import type { RowFault } from '../csv/damage.js';
import { damageOf } from '../csv/damage.js';
import type { Row, Table } from '../csv/read-csv.js';
import { dayOf } from '../fields/day.js';
import { gradeOf } from '../fields/grade.js';
import type { ScoreLayout } from './layout.js';
import { cellsOf } from './layout.js';

export type CheckedRow = { on: LocalDate; dateColumn: string } | RowFault;

/** Whether a row can be read at all: its shape, its day and its material's grade. `today` is the district's. */
export function checkRow(
  table: Table,
  columns: Columns,
  layout: ScoreLayout,
  row: Row,
  today: LocalDate,
): CheckedRow {
  const damage = damageOf(table, row);
  if (damage) return damage;
  const cell = cellsOf(columns, row);
  if (row.cells.length < table.header.length) {
    const misplaced = layout.misplaced(cell);
    if (misplaced) return shifted(misplaced);
  }
  const gradeColumn = layout.testGrade?.column;
  if (gradeColumn && cell(gradeColumn) !== '' && !gradeOf(cell(gradeColumn))) {
    return {
      code: 'bad_grade',
      column: gradeColumn,
      message: 'The grade of the test is no grade from PK to 12.',
      fix: 'Correct the grade in the vendor’s system and export the row again.',
    };
  }
  return checkDay(cell, layout, today);
}

function checkDay(
  cell: (name: string) => string,
  layout: ScoreLayout,
  today: LocalDate,
): CheckedRow {
  const column = layout.dates.find((name) => cell(name) !== '') ?? layout.dates[0]!;
  const day = dayOf(cell(column));
  const fix = 'Correct the date in the vendor’s system and export the row again.';
  switch (day.kind) {
    case 'blank':
      return {
        code: 'missing_date',
        column,
        message: 'The row does not say when it was given.',
        fix,
      };
    case 'unreadable':
      return {
        code: 'bad_date',
        column,
        message: 'The date is neither YYYY-MM-DD nor M/D/YYYY, or no such day exists.',
        detail: 'The cell is no date of the form YYYY-MM-DD or M/D/YYYY.',
        fix,
      };
    case 'impossible':
      return {
        code: 'bad_date',
        column,
        message: 'The date is neither YYYY-MM-DD nor M/D/YYYY, or no such day exists.',
        detail: `${cell(column).slice(0, 20)} is no day of the calendar.`,
        fix,
      };
    case 'day':
      if (day.on <= today) return { on: day.on, dateColumn: column };
      return {
        code: 'future_date',
        column,
        message: 'The date lies in the future.',
        detail: `${day.on} is after today, ${today}.`,
        fix,
      };
  }
}

function shifted(column: string): RowFault {
  return {
    code: 'shifted_row',
    column,
    message: 'The row is short and its values do not stand under their headers: a cell is missing.',
    fix: 'Export the row again, or add the missing cell where it belongs.',
  };
}
