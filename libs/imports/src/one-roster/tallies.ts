import { columnsOf } from '../csv/columns.js';
import type { Table } from '../csv/read-csv.js';

/** Which columns of a member are tallied (interfaces.md 2.2). */
const tallied: Readonly<Record<string, readonly string[]>> = {
  'orgs.csv': ['type'],
  'academicSessions.csv': ['type', 'status'],
  'classes.csv': ['status'],
  'enrollments.csv': ['role'],
  'users.csv': ['role'],
};

/** A vocabulary has a dozen words; a column with more of them is not one, and is not written out. */
const mostWords = 100;
const longestWord = 100;

/** How often each word stands in the tallied columns, before any check. */
export function talliesOf(table: Table): Record<string, Record<string, number>> {
  const columns = columnsOf(table);
  const names = tallied[table.file] ?? [];
  return Object.fromEntries(
    names.map((name) => {
      const words = new Map<string, number>();
      for (const row of table.rows) {
        const cell = columns.cell(row, name);
        const word = cell === '' ? '(blank)' : cell.length > longestWord ? '(oversized)' : cell;
        const key = words.has(word) || words.size < mostWords ? word : '(other)';
        words.set(key, (words.get(key) ?? 0) + 1);
      }
      return [name, Object.fromEntries(words)];
    }),
  );
}
