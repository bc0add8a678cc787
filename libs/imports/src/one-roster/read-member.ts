import { columnsOf } from '../csv/columns.js';
import type { RowFault } from '../csv/damage.js';
import { damageOf } from '../csv/damage.js';
import type { Table } from '../csv/read-csv.js';
import type { ProblemLog } from '../problems.js';
import type { RowCounts } from '../reading.js';

/** A row of a member that has an id and is whole. */
export type MemberRow = {
  row: number;
  id: string;
  cell: (name: string) => string;
  /** Comma lists in one cell, as OneRoster writes them. */
  list: (name: string) => string[];
};

export type Judgement<T> = { taken: T } | { fault: RowFault };

/** Says something about a row that is taken all the same. */
export type Warn = (fault: RowFault) => void;

export type MemberReading<T> = { taken: ReadonlyMap<string, T>; counts: RowCounts };

/**
 * Runs a member's rows through what is common to all (damage, id, status, repeats) and through its own judge. Rows
 * marked `tobedeleted` are read and give nothing: in a bulk bundle what is gone is gone by absence.
 */
export function readMember<T>(
  table: Table | undefined,
  log: ProblemLog,
  judge: (row: MemberRow, warn: Warn) => Judgement<T>,
): MemberReading<T> {
  const counts: RowCounts = { read: 0, accepted: 0, unchanged: 0, quarantined: 0 };
  const taken = new Map<string, T>();
  if (!table) return { taken, counts };
  const columns = columnsOf(table);
  const seen = new Map<string, string>();
  counts.read = table.rows.length;

  for (const row of table.rows) {
    const cell = (name: string) => columns.cell(row, name);
    const id = cell('sourcedId');
    const say = (severity: 'error' | 'warning' | 'info', fault: RowFault) =>
      log.add({ severity, file: table.file, row: row.row, ...fault });
    const setAside = (fault: RowFault) => {
      say('error', fault);
      counts.quarantined += 1;
    };

    const damage = damageOf(table, row) ?? (id === '' ? missingId : null);
    if (damage) {
      setAside(damage);
      continue;
    }
    const whole = JSON.stringify(row.cells);
    const earlier = seen.get(id);
    if (earlier === whole && taken.has(id)) {
      say('info', repeated);
      counts.unchanged += 1;
      continue;
    }
    if (earlier !== undefined) {
      setAside(duplicateId);
      continue;
    }
    seen.set(id, whole);
    const status = cell('status').toLowerCase();
    if (!['', 'active', 'tobedeleted'].includes(status)) {
      setAside(badWord('status', ['active', 'tobedeleted']));
      continue;
    }
    if (status === 'tobedeleted') {
      counts.accepted += 1;
      continue;
    }
    const list = (name: string) =>
      cell(name)
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    const judged = judge({ row: row.row, id, cell, list }, (fault) => say('warning', fault));
    if ('fault' in judged) {
      setAside(judged.fault);
      continue;
    }
    taken.set(id, judged.taken);
    counts.accepted += 1;
  }
  return { taken, counts };
}

const missingId: RowFault = {
  code: 'missing_id',
  column: 'sourcedId',
  message: 'The row has no sourcedId.',
  fix: 'Export the roster again; the source must give every row an id.',
};

const duplicateId: RowFault = {
  code: 'duplicate_id',
  column: 'sourcedId',
  message: 'An earlier row has the same sourcedId and says something else.',
  fix: 'Remove one of the two in the source and export the roster again.',
};

const repeated: RowFault = {
  code: 'repeated_row',
  column: null,
  message: 'The row is an exact repeat of an earlier one and was counted once.',
  fix: 'Nothing to do.',
};

/** A word outside the vocabulary of its column. */
export function badWord(column: string, words: readonly string[]): RowFault {
  return {
    code: 'bad_value',
    column,
    message: `"${column}" holds a word that OneRoster 1.1 does not know; it is one of ${words.join(', ')}.`,
    fix: 'Correct the value in the source and export the roster again.',
  };
}

/** An id that no row which was taken has. */
export function unknownReference(column: string, member: string): RowFault {
  return {
    code: 'unknown_reference',
    column,
    message: `"${column}" names an id that no row taken from ${member} has.`,
    fix: `Add the row to ${member}, or mend it if it was set aside itself.`,
  };
}

export function badDate(column: string): RowFault {
  return {
    code: 'bad_date',
    column,
    message: `"${column}" is no day of the calendar of the form YYYY-MM-DD.`,
    fix: 'Correct the date in the source and export the roster again.',
  };
}

export function badGrade(column: string): RowFault {
  return {
    code: 'bad_grade',
    column,
    message: `"${column}" is no grade from PK and KG to 12.`,
    fix: 'Correct the grade in the source and export the roster again.',
  };
}
