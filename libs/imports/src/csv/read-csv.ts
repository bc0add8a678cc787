import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { FileRejected } from '../file-rejected.js';
import { limits } from '../limits.js';
import type { ProblemLog } from '../problems.js';
import { decode } from './decode.js';

/** A data row by position: header names repeat in vendors' files, so a row is never a map (field.md 4.6). */
export type Row = { row: number; cells: readonly string[] };

/** `rows` are numbered from 1; header and blank lines are not counted, a line break inside quotes makes no row. */
export type Table = { file: string; header: readonly string[]; rows: readonly Row[] };

/** Bytes to rows. Rejects what is no table at all; a damaged row stays and is judged by {@link damageOf}. */
export function readCsv(file: string, bytes: Uint8Array, log: ProblemLog): Table {
  if (bytes.length > limits.fileBytes) {
    throw tooLarge(file, `${file} has more than ${limits.fileBytes / 1024 / 1024} MB.`);
  }
  const { text, encoding } = decode(file, bytes);
  if (encoding === 'windows-1252') {
    log.add({
      severity: 'warning',
      code: 'encoding',
      file,
      row: null,
      column: null,
      message: `${file} is not valid UTF-8 and was read as Windows-1252: accented letters may be wrong.`,
      fix: 'Save the file as "CSV UTF-8" and compare a name with accents.',
    });
  }
  const records = split(file, text).filter((cells) => cells.length > 1 || cells[0]?.trim() !== '');
  const [header, ...data] = records;
  if (!header) {
    throw new FileRejected('empty_file', file, `${file} is empty.`, 'Export the file again.');
  }
  if (header.length > limits.columns) {
    throw tooLarge(
      file,
      `${file} has ${header.length} columns; at most ${limits.columns} are read.`,
    );
  }
  if (data.length > limits.rows) {
    throw tooLarge(file, `${file} has ${data.length} rows; at most ${limits.rows} are read.`);
  }
  return {
    file,
    header: header.map((name) => name.trim().replace(/\s+/g, ' ')),
    rows: data.map((cells, index) => ({ row: index + 1, cells })),
  };
}

function split(file: string, text: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error ? ` near line ${String(error.lines)}` : '';
    throw new FileRejected(
      error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'quote_not_closed' : 'not_csv',
      file,
      error.code === 'CSV_QUOTE_NOT_CLOSED'
        ? `${file} opens a quotation mark${line} that is never closed, so rows run into each other.`
        : `${file} cannot be read as CSV${line}.`,
      'Export the file again; if it was edited by hand, close the quotation mark.',
    );
  }
}

/** The header line decides: vendors write commas, a few tabs, and Excel in some countries semicolons. */
function delimiterOf(text: string): string {
  const end = text.search(/[\r\n]/);
  const head = end < 0 ? text : text.slice(0, end);
  const count = (mark: string) => head.split(mark).length;
  return [',', '\t', ';'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

function tooLarge(file: string, message: string): FileRejected {
  return new FileRejected('too_large', file, message, 'Split the export, for example by school.');
}
