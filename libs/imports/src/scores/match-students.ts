import type { Columns } from '../csv/columns.js';
import type { Table } from '../csv/read-csv.js';
import type { ScoreLayout } from './layout.js';
import type { RosterStudent } from './record.js';

/** Looks an id up on the roster, whatever kind of id it is; the ids of two students never answer. */
export type FindStudent = (id: string) => RosterStudent | null;

/** The id column of a file: which to trust differs by district, so each is tried and the one that finds most is taken. */
export function bestIdColumn(
  table: Table,
  columns: Columns,
  layout: ScoreLayout,
  findStudent: FindStudent | 'any',
): { column: string; found: number } {
  const candidates = layout.ids
    .filter((column) => columns.position(column) !== null)
    .map((column) => ({
      column,
      found: table.rows.filter((row) => {
        const id = columns.cell(row, column);
        return id !== '' && (findStudent === 'any' || findStudent(id) !== null);
      }).length,
    }));
  // The vendor's usual column comes first and wins a tie. Its presence belongs to the fingerprint.
  return candidates.reduce((best, next) => (next.found > best.found ? next : best));
}
