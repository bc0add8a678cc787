import { limits } from '../limits.js';
import type { Fault } from '../problems.js';
import { clip } from '../problems.js';
import type { Row, Table } from './read-csv.js';

export type RowFault = Pick<Fault, 'code' | 'column' | 'message' | 'fix' | 'detail'>;

/** What makes a row unreadable whatever its meaning; never repeats what stands in the cell. */
export function damageOf(table: Table, { cells }: Row): RowFault | null {
  const column = (index: number) => {
    const name = table.header[index];
    return name ? clip(name, 100) : null;
  };
  const nul = cells.findIndex((cell) => cell.includes('\0'));
  if (nul >= 0) {
    return {
      code: 'nul_byte',
      column: column(nul),
      message: 'The row holds a NUL byte: the file was damaged on its way.',
      fix: 'Export the file again, or remove the byte and import the row.',
    };
  }
  const oversized = cells.findIndex((cell) => cell.length > limits.cellCharacters);
  if (oversized >= 0) {
    return {
      code: 'oversized_cell',
      column: column(oversized),
      message: `A cell holds more than ${limits.cellCharacters} characters.`,
      fix: 'Look for a quotation mark that is not closed, or shorten the cell.',
    };
  }
  if (cells.slice(table.header.length).some((cell) => cell.trim() !== '')) {
    return {
      code: 'too_many_cells',
      column: null,
      message: 'The row has more cells than the header, so its values cannot be told apart.',
      fix: 'Look for a comma that is not inside quotation marks.',
    };
  }
  return null;
}
