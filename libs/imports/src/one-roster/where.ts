import { columnsOf } from '../csv/columns.js';
import type { Table } from '../csv/read-csv.js';

/** Where the rows behind a roster's intents stand in the bundle, and whom it names at all. */
export type Whereabouts = {
  /** By {@link rowOf}'s keys. */
  rows: ReadonlyMap<string, { file: string; row: number }>;
  /** Users with a row of their own that is not marked `tobedeleted`, faulty or not: a fault is no departure. */
  named: ReadonlySet<string>;
};

/** Row keys are those of bundle.ts; a guardian's is the guardian's own user row. */
export function whereabouts(tables: ReadonlyMap<string, Table>): Whereabouts {
  const rows = new Map<string, { file: string; row: number }>();
  const named = new Set<string>();
  const index = (
    file: string,
    keysOf: (cell: (name: string) => string) => readonly string[],
  ): void => {
    const table = tables.get(file);
    if (!table) return;
    const columns = columnsOf(table);
    for (const row of table.rows) {
      for (const key of keysOf((name) => columns.cell(row, name)))
        if (!rows.has(key)) rows.set(key, { file, row: row.row });
    }
  };
  index('orgs.csv', (cell) => [`org/${cell('sourcedId')}`]);
  index('academicSessions.csv', (cell) => [`session/${cell('sourcedId')}`]);
  index('users.csv', (cell) => {
    const id = cell('sourcedId');
    if (cell('status').toLowerCase() !== 'tobedeleted') named.add(id);
    return [`staff/${id}`, `student/${id}`, `guardian/${id}`];
  });
  index('demographics.csv', (cell) => [`student/${cell('sourcedId')}/demographics`]);
  index('enrollments.csv', (cell) => [
    `student/${cell('userSourcedId')}/class/${cell('classSourcedId')}`,
  ]);
  return { rows, named };
}

/** The row of an intent by its row key; null for what no single row says. */
export function rowOf({ rows }: Whereabouts, rowKey: string): { file: string; row: number } | null {
  return rows.get(rowKey.replace(/^student\/.*\/guardian\//, 'guardian/')) ?? null;
}
