import { columnsOf } from '../csv/columns.js';
import type { Table } from '../csv/read-csv.js';
import { FileRejected } from '../file-rejected.js';
import type { ProblemLog } from '../problems.js';
import { listed } from '../problems.js';
import { oneRoster11Profile, requiredMembers } from '../profiles/oneroster-1-1.js';
import { describe, differenceOf, reportColumns } from '../profiles/recognise.js';

const exportOneRoster =
  'Export "OneRoster 1.1 CSV" (bulk, all files) from the source and import that.';

/** Refuses a bundle that is no OneRoster 1.1, by its headers, and says what it looks like instead. */
export function recogniseBundle(
  name: string,
  tables: ReadonlyMap<string, Table>,
  log: ProblemLog,
): void {
  const manifest = manifestOf(tables);
  refuseLookAlikes(name, tables, manifest);
  for (const member of requiredMembers) {
    if (!tables.has(member)) {
      throw new FileRejected(
        'missing_member',
        name,
        `The bundle has no ${member}. It holds ${held(tables)}.`,
        exportOneRoster,
      );
    }
  }
  for (const layout of oneRoster11Profile.layouts) {
    const table = tables.get(layout.member!);
    if (!table) continue;
    const difference = differenceOf(table.header, layout);
    if (difference.missing.length + difference.repeated.length > 0) {
      throw new FileRejected(
        'unknown_header',
        table.file,
        `The header of ${table.file} is not that of OneRoster 1.1: ${describe(difference)}`,
        exportOneRoster,
      );
    }
    reportColumns(table, layout, log);
  }
  refuseDelta(name, manifest);
}

/** Members of the layout by their names; others are counted, since the record keeps this and a file may be called after a student. */
function held(tables: ReadonlyMap<string, Table>): string {
  const members = oneRoster11Profile.layouts.map(({ member }) => member!);
  const known = members.filter((member) => tables.has(member));
  const others = tables.size - known.length;
  const counted = `${others} other CSV ${others === 1 ? 'file' : 'files'}`;
  return listed([...known, ...(others > 0 ? [counted] : [])]) || 'no CSV file';
}

function manifestOf(tables: ReadonlyMap<string, Table>): Map<string, string> {
  const table = tables.get('manifest.csv');
  if (!table) return new Map();
  const columns = columnsOf(table);
  return new Map(
    table.rows.map((row) => [columns.cell(row, 'propertyName'), columns.cell(row, 'value')]),
  );
}

/** Same file names, other columns (field.md 3.4). */
function refuseLookAlikes(
  name: string,
  tables: ReadonlyMap<string, Table>,
  manifest: ReadonlyMap<string, string>,
): void {
  const header = (member: string) => tables.get(member)?.header ?? [];
  const isSds =
    header('users.csv').includes('activeDirectoryMatchId') ||
    header('roles.csv').includes('sessionSourcedId') ||
    (header('classes.csv').includes('sessionSourcedIds') &&
      !header('classes.csv').includes('termSourcedIds'));
  if (isSds) {
    throw new FileRejected(
      'microsoft_sds',
      name,
      'This is a Microsoft School Data Sync v2.1 bundle: its files have OneRoster’s names and other columns, ' +
        'without grades and ids that a roster needs.',
      exportOneRoster,
    );
  }
  const version = manifest.get('oneroster.version') ?? '1.1';
  const is12 = tables.has('roles.csv') || header('users.csv').includes('userMasterIdentifier');
  if (is12 || !version.startsWith('1.1')) {
    throw new FileRejected(
      'other_version',
      name,
      `This is a OneRoster ${is12 ? '1.2' : version} bundle; version 1.1 is read.`,
      exportOneRoster,
    );
  }
}

function refuseDelta(name: string, manifest: ReadonlyMap<string, string>): void {
  const deltas = [...manifest].filter(([, value]) => value.toLowerCase() === 'delta');
  if (deltas.length === 0) return;
  throw new FileRejected(
    'delta_bundle',
    name,
    `The bundle holds changes only (delta): ${listed(deltas.map(([key]) => key))}.`,
    exportOneRoster,
  );
}
