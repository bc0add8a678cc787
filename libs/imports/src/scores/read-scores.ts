import type { LocalDate } from '#domain/time';
import { columnsOf } from '../csv/columns.js';
import type { RowFault } from '../csv/damage.js';
import type { Row, Table } from '../csv/read-csv.js';
import { readCsv } from '../csv/read-csv.js';
import { gradeOf } from '../fields/grade.js';
import { FileRejected } from '../file-rejected.js';
import type { ProblemLog } from '../problems.js';
import { problemLog } from '../problems.js';
import { layoutOf, recogniseScores, reportColumns } from '../profiles/recognise.js';
import { profiles } from '../profiles/registry.js';
import type { FileCounts, ReadingReport, Rejection, RowCounts } from '../reading.js';
import { nothingTaken } from '../reading.js';
import { checkRow } from './check-row.js';
import { dibels8 } from './dibels-8.js';
import {
  missingStudent,
  noScore,
  repeated,
  shortRow,
  strangeGrade,
  twoScores,
  unknownStudent,
} from './faults.js';
import type { ScoreLayout } from './layout.js';
import { mapGrowth } from './map-growth.js';
import type { FindStudent } from './match-students.js';
import { bestIdColumn } from './match-students.js';
import type { ScoreIntent, ScoreRecord } from './record.js';
import { intentsOfRow, recordsOfRow } from './records-of-row.js';

export type ScoresOptions = {
  /** The district's day; a score of a later day is a fault. */
  today: LocalDate;
  /** `any` takes ids as they stand: for a dry run, so there are records but no intents. */
  findStudent: FindStudent | 'any';
  /** `--profile`; null or absent: recognised by the header. */
  profile?: string | null;
};

export type ScoresReading =
  | ({
      status: 'read';
      records: readonly ScoreRecord[];
      intents: readonly ScoreIntent[];
    } & ReadingReport)
  | Rejection;

const layouts: readonly ScoreLayout[] = [dibels8, mapGrowth];

/**
 * One vendor's export, perhaps in several files of the same layout, to records and intents. A faulty row is set aside
 * with its reason; a file that is no such export is rejected whole. Never throws for what stands in a file.
 */
export function readScores(
  files: readonly { name: string; bytes: Uint8Array }[],
  options: ScoresOptions,
): ScoresReading {
  const log = problemLog();
  const found: FileReading[] = [];
  const given: Given = new Map();
  let profile: string | null = null;
  try {
    if (files.length === 0) {
      throw new FileRejected('no_file', '', 'No file was given.', 'Name the export to import.');
    }
    const tables = files.map(({ name, bytes }) => readCsv(name, bytes, log));
    for (const [index, table] of tables.entries()) {
      const recognised = recogniseScores(table, profiles, profile ?? options.profile ?? null);
      profile = recognised.name;
      reportColumns(table, layoutOf(recognised), log);
      const layout = layouts.find((l) => l.profile === recognised.name)!;
      found.push(readTable(table, layout, options, log, index + 1, given));
    }
  } catch (error) {
    if (!(error instanceof FileRejected)) throw error;
    log.add({
      severity: 'error',
      code: error.code,
      file: error.file,
      row: null,
      column: null,
      message: error.message,
      fix: error.fix,
    });
    const { code, message, fix } = error;
    return { status: 'rejected', code, message, fix, ...nothingTaken(report(profile, found, log)) };
  }
  return {
    status: 'read',
    records: found.flatMap((f) => f.records),
    intents: found.flatMap((f) => f.intents),
    ...report(profile, found, log),
  };
}

type FileReading = {
  file: string;
  counts: RowCounts;
  records: ScoreRecord[];
  intents: ScoreIntent[];
};

function readTable(
  table: Table,
  layout: ScoreLayout,
  options: ScoresOptions,
  log: ProblemLog,
  fileIndex: number,
  given: Given,
): FileReading {
  const columns = columnsOf(table);
  const id = bestIdColumn(table, columns, layout, options.findStudent);
  const reading: FileReading = {
    file: table.file,
    counts: { read: table.rows.length, accepted: 0, unchanged: 0, quarantined: 0 },
    records: [],
    intents: [],
  };
  const accepted = new Set<string>();

  const setAside = (row: Row, fault: RowFault) => {
    log.add({ severity: 'error', file: table.file, row: row.row, ...fault });
    reading.counts.quarantined += 1;
  };

  for (const row of table.rows) {
    const whole = JSON.stringify(row.cells);
    if (accepted.has(whole)) {
      reading.counts.unchanged += 1;
      log.add({ severity: 'info', file: table.file, row: row.row, ...repeated });
      continue;
    }
    const checked = checkRow(table, columns, layout, row, options.today);
    if ('code' in checked) {
      setAside(row, checked);
      continue;
    }
    const student = columns.cell(row, id.column);
    if (student === '') {
      setAside(row, missingStudent(id.column));
      continue;
    }
    const onRoster = options.findStudent === 'any' ? 'any' : options.findStudent(student);
    if (!onRoster) {
      setAside(row, unknownStudent(id.column));
      continue;
    }
    const records = recordsOfRow(table, columns, layout, row, { student, ...checked });
    if (records.length === 0) {
      setAside(row, noScore(layout.measures((name) => columns.cell(row, name))[0]!.score));
      continue;
    }
    accepted.add(whole);
    reading.counts.accepted += 1;
    reading.records.push(...records);
    if (onRoster !== 'any') {
      reading.intents.push(...intentsOfRow(columns, layout, row, records, onRoster, fileIndex));
    }
    warn(table, layout, row, columns.cell, log);
    for (const record of records) {
      if (!contradicts(record, given)) continue;
      log.add({
        severity: 'warning',
        file: table.file,
        row: row.row,
        column: record.header,
        ...twoScores,
      });
    }
  }
  return reading;
}

/** What each student was given on a day in a measure, over all files of the import. */
type Given = Map<string, string>;

function contradicts(record: ScoreRecord, given: Given): boolean {
  const occasion = [record.student, record.measure, record.date].join('\n');
  const score = [record.text, record.level].join('\n');
  const earlier = given.get(occasion);
  if (earlier === undefined) given.set(occasion, score);
  return earlier !== undefined && earlier !== score;
}

/** Taken, and worth a look. */
function warn(
  table: Table,
  layout: ScoreLayout,
  row: Row,
  cell: (row: Row, name: string) => string,
  log: ProblemLog,
): void {
  if (row.cells.length < table.header.length) {
    log.add({ severity: 'warning', file: table.file, row: row.row, ...shortRow });
  }
  const column = layout.enrolledGrade?.column;
  if (column && cell(row, column) !== '' && !gradeOf(cell(row, column))) {
    log.add({ severity: 'warning', file: table.file, row: row.row, column, ...strangeGrade });
  }
}

function report(
  profile: string | null,
  found: readonly FileReading[],
  log: ProblemLog,
): ReadingReport {
  const counts: RowCounts = { read: 0, accepted: 0, unchanged: 0, quarantined: 0 };
  const files: Record<string, FileCounts> = {};
  for (const { file, counts: own } of found) {
    counts.read += own.read;
    counts.accepted += own.accepted;
    counts.unchanged += own.unchanged;
    counts.quarantined += own.quarantined;
    files[file] = {
      read: own.read,
      accepted: own.accepted,
      quarantined: own.quarantined,
      by: {},
    };
  }
  return {
    profile,
    counts: { ...counts, files },
    problems: log.problems(),
    quarantine: log.quarantine(),
  };
}
