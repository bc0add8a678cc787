import { FileRejected } from '../file-rejected.js';
import type { ProblemLog } from '../problems.js';
import { listed } from '../problems.js';
import type { Table } from '../csv/read-csv.js';
import type { Layout, Profile } from './profile.js';

/** How far a header is from a layout. Names are compared as they stand, apart from blanks at the ends. */
export type Difference = {
  missing: string[];
  repeated: string[];
  unknown: string[];
  shared: number;
};

export function differenceOf(header: readonly string[], layout: Layout): Difference {
  const known = new Set(layout.columns);
  return {
    missing: layout.required.filter((name) => !header.includes(name)),
    repeated: layout.required.filter((name) => header.filter((h) => h === name).length > 1),
    unknown: header.filter((name) => name !== '' && !known.has(name)),
    shared: new Set(header.filter((name) => known.has(name))).size,
  };
}

/**
 * The score profile whose fingerprint the header has, or a rejection that names the nearest one and what differs.
 * `wanted` is the user's `--profile`: then only that one is tried.
 */
export function recogniseScores(
  table: Table,
  profiles: readonly Profile[],
  wanted: string | null,
): Profile {
  const candidates = profiles
    .filter((profile) => profile.kind === 'scores')
    .map((profile) => ({ profile, ...differenceOf(table.header, layoutOf(profile)) }))
    .sort((a, b) => b.shared - a.shared);
  const asked = wanted ? candidates.filter(({ profile }) => profile.name === wanted) : candidates;
  if (asked.length === 0) {
    throw new FileRejected(
      'unknown_profile',
      table.file,
      `There is no score profile "${wanted}".`,
      `Known are ${listed(candidates.map(({ profile }) => profile.name))}.`,
    );
  }
  const fitting = asked.find(({ missing, repeated }) => missing.length + repeated.length === 0);
  if (fitting) return fitting.profile;
  const nearest = asked[0]!;
  throw new FileRejected(
    'unknown_header',
    table.file,
    `The header of ${table.file} is no known layout. Nearest is ${nearest.profile.name} (${nearest.profile.title}), ` +
      describe(nearest),
    'Export the file in that layout without changing its columns, or name another profile with --profile.',
  );
}

/** What keeps a header from being the layout, as a sentence's end. */
export function describe({ missing, repeated, unknown, shared }: Difference): string {
  if (shared === 0) return 'with which it has no column in common.';
  const parts = [
    missing.length > 0 ? `lacking ${listed(missing)}` : '',
    repeated.length > 0 ? `with ${listed(repeated)} more than once` : '',
    unknown.length > 0 ? `and with columns that it does not know: ${listed(unknown)}` : '',
  ];
  return `${parts.filter((part) => part !== '').join(', ')}.`;
}

export function layoutOf(profile: Profile, member: string | null = null): Layout {
  const layout = profile.layouts.find((l) => l.member === member);
  if (!layout) throw new Error(`profile ${profile.name} has no layout ${String(member)}`);
  return layout;
}

/** Columns that the profile does not know are left alone, and said. `metadata.*` is OneRoster's own place for extras. */
export function reportColumns(table: Table, layout: Layout, log: ProblemLog): void {
  const { unknown } = differenceOf(table.header, layout);
  const extra = unknown.filter((name) => !name.startsWith('metadata.'));
  if (extra.length > 0) {
    log.add({
      severity: 'info',
      code: 'unknown_columns',
      file: table.file,
      row: null,
      column: null,
      message: `${extra.length} columns are not part of this layout and were not read: ${listed(extra)}.`,
      fix: 'Nothing to do, unless one of them holds what should be imported.',
    });
  }
  const absent = layout.columns.filter((name) => !table.header.includes(name));
  if (absent.length > 0) {
    log.add({
      severity: 'info',
      code: 'absent_columns',
      file: table.file,
      row: null,
      column: null,
      message: `${absent.length} columns of this layout are not in the file: ${listed(absent)}.`,
      fix: 'Nothing to do, unless one of them should be imported.',
    });
  }
}
