import type { Row, Table } from './read-csv.js';

/** Looks a row's cells up by the position that a name had in the header; a missing column or cell reads as blank. */
export type Columns = {
  /** Position from 1, null if the header has no such column; the first where a name repeats. */
  position: (name: string) => number | null;
  cell: (row: Row, name: string) => string;
};

export function columnsOf(table: Table): Columns {
  const positions = new Map<string, number>();
  table.header.forEach((name, index) => {
    if (!positions.has(name)) positions.set(name, index + 1);
  });
  const position = (name: string) => positions.get(name) ?? null;
  return {
    position,
    cell(row, name) {
      const at = position(name);
      return at === null ? '' : (row.cells[at - 1] ?? '').trim();
    },
  };
}
