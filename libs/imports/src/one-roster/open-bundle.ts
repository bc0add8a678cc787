import type { Table } from '../csv/read-csv.js';
import { readCsv } from '../csv/read-csv.js';
import { FileRejected } from '../file-rejected.js';
import { limits } from '../limits.js';
import type { ProblemLog } from '../problems.js';
import { oneRoster11Profile } from '../profiles/oneroster-1-1.js';
import { openZip } from './open-zip.js';

/** A OneRoster bundle as it is given: one zip, or the files of a folder by name. */
export type Bundle =
  | { kind: 'zip'; name: string; bytes: Uint8Array }
  | { kind: 'folder'; name: string; files: ReadonlyMap<string, Uint8Array> };

const published = new Map(
  oneRoster11Profile.layouts.map(({ member }) => [member!.toLowerCase(), member!]),
);

/** The CSV members by their published names (`users.csv`), in whatever one folder of the zip they lie. */
export function openBundle(bundle: Bundle, log: ProblemLog): Map<string, Table> {
  const files = bundle.kind === 'zip' ? openZip(bundle.name, bundle.bytes) : bundle.files;
  if (bundle.kind === 'folder') refuseTooMuch(bundle.name, bundle.files);
  const tables = new Map<string, Table>();
  let ignored = 0;
  for (const [path, bytes] of files) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (path.startsWith('__MACOSX/') || name.startsWith('.')) continue;
    if (!name.toLowerCase().endsWith('.csv')) {
      ignored += 1;
      continue;
    }
    const member = published.get(name.toLowerCase()) ?? name;
    if (tables.has(member)) {
      throw new FileRejected(
        'member_twice',
        bundle.name,
        `${member} is in the bundle more than once, in several folders.`,
        'Import one roster at a time.',
      );
    }
    tables.set(member, readCsv(member, bytes, log));
  }
  if (ignored > 0) {
    log.add({
      severity: 'info',
      code: 'ignored_files',
      file: bundle.name,
      row: null,
      column: null,
      // Without their names: the record keeps this, and a file may be called after a student.
      message: `${ignored} ${ignored === 1 ? 'file that is no CSV was' : 'files that are no CSV were'} left alone.`,
      fix: 'Nothing to do.',
    });
  }
  return tables;
}

function refuseTooMuch(name: string, files: ReadonlyMap<string, Uint8Array>): void {
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  if (files.size <= limits.zipEntries && bytes <= limits.bundleBytes) return;
  throw new FileRejected(
    'too_large',
    name,
    `The folder holds ${files.size} files with ${Math.round(bytes / 1024 / 1024)} MB.`,
    'Check that it is the folder of a OneRoster bundle.',
  );
}
