import type { LocalDate } from '#domain/time';
import type { Columns } from '../csv/columns.js';
import type { Row, Table } from '../csv/read-csv.js';
import { gradeOf } from '../fields/grade.js';
import { numberOf } from '../fields/number.js';
import type { MeasureColumns, ScoreLayout } from './layout.js';
import { cellsOf } from './layout.js';
import type { RosterStudent, ScoreIntent, ScoreRecord } from './record.js';

/** The records of one good row: one for each measure with a score or a level; none is a row without any score. */
export function recordsOfRow(
  table: Table,
  columns: Columns,
  layout: ScoreLayout,
  row: Row,
  of: { student: string; on: LocalDate; dateColumn: string },
): ScoreRecord[] {
  const cell = cellsOf(columns, row);
  const rowFlags = [
    ...(row.cells.length < table.header.length ? ['short_row'] : []),
    ...(of.dateColumn === layout.dates[0] ? [] : ['second_date_column']),
  ];
  return layout.measures(cell).flatMap((measure) => {
    const levelOnly = measure.level === measure.score;
    const text = levelOnly ? '' : cell(measure.score);
    const level = measure.level ? cell(measure.level) : '';
    if (text === '' && level === '') return [];
    const value = numberOf(text);
    return [
      {
        file: table.file,
        row: row.row,
        student: of.student,
        measure: measure.measure,
        date: of.on,
        text: text || null,
        value,
        level: level || null,
        column: columns.position(measure.score) ?? columns.position(measure.level ?? '') ?? 0,
        header: measure.score,
        others: othersOf(cell, measure),
        flags: [
          ...rowFlags,
          ...(text !== '' && value === null ? ['not_a_number'] : []),
          ...layout.flags(cell, measure),
        ],
      },
    ];
  });
}

function othersOf(cell: (name: string) => string, measure: MeasureColumns): Record<string, string> {
  const filled = measure.others.filter((name) => cell(name) !== '');
  return Object.fromEntries(filled.map((name) => [name, cell(name)]));
}

/** The same records as facts of one student, with the grade and school that the roster gives now frozen into them. */
export function intentsOfRow(
  columns: Columns,
  layout: ScoreLayout,
  row: Row,
  records: readonly ScoreRecord[],
  student: RosterStudent,
  fileIndex: number,
): ScoreIntent[] {
  const cell = cellsOf(columns, row);
  const measures = new Map(layout.measures(cell).map((measure) => [measure.measure, measure]));
  const testGrade = layout.testGrade ? gradeOf(cell(layout.testGrade.column)) : null;
  return records.map((record) => {
    const percentile = measures.get(record.measure)?.percentile;
    return {
      rowKey: `score/${fileIndex}/${record.row}/${record.measure}`,
      file: record.file,
      row: record.row,
      studentId: student.studentId,
      score: {
        measure: record.measure,
        on: record.date,
        value: record.value,
        text: record.text,
        level: record.level,
        percentile: percentile ? numberOf(cell(percentile)) : null,
        form: layout.form(cell),
        season: layout.season(cell),
        testGrade,
        enrolledGrade: student.grade,
        schoolId: student.schoolId,
      },
    };
  });
}
