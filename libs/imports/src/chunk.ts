import { limits } from './limits.js';
import type { RosterBundle, RosterStaff, RosterStudent } from './one-roster/bundle.js';
import type { ScoreIntent } from './scores/record.js';

/**
 * The parts in which an import is applied. The same file always gives the same chunks in the same order, so a chunk
 * that is tried again after a crash asks for the same commands.
 */
export type ScoreChunk = { number: number; intents: readonly ScoreIntent[] };

/**
 * Chunk 1 is the district with its schools; staff come before students, because classes name their teachers. The last one
 * withdraws whoever is on the roster no more.
 */
export type RosterChunk =
  | {
      number: number;
      kind: 'district';
      bundle: Pick<RosterBundle, 'district' | 'schoolYear' | 'schools'>;
    }
  | { number: number; kind: 'staff'; staff: readonly RosterStaff[] }
  | { number: number; kind: 'students'; students: readonly RosterStudent[] }
  | { number: number; kind: 'departures' };

/**
 * Each file cut after so many rows, taken or not: whoever is enrolled between two tries moves no row to another chunk.
 * The intents of a row stay together.
 */
export function scoreChunks(
  intents: readonly ScoreIntent[],
  files: readonly { name: string; rows: number }[],
  rows: number = limits.rowsPerChunk,
): ScoreChunk[] {
  return files
    .flatMap(({ name, rows: all }) =>
      Array.from({ length: Math.ceil(all / rows) }, (_, n) =>
        intents.filter(({ file, row }) => file === name && row > n * rows && row <= (n + 1) * rows),
      ),
    )
    .map((part, index) => ({ number: index + 1, intents: part }));
}

export function rosterChunks(
  roster: RosterBundle,
  students: number = limits.studentsPerChunk,
): RosterChunk[] {
  const { district, schoolYear, schools } = roster;
  return [
    { kind: 'district' as const, bundle: { district, schoolYear, schools } },
    ...inParts(roster.staff, students).map((part) => ({ kind: 'staff' as const, staff: part })),
    ...inParts(roster.students, students).map((part) => ({
      kind: 'students' as const,
      students: part,
    })),
    { kind: 'departures' as const },
  ].map((chunk, index) => ({ number: index + 1, ...chunk }));
}

/** The idempotency key of a row's command (architecture.md 9). */
export function importKey(importId: string, rowKey: string): string {
  return `import/${importId}/${rowKey}`;
}

function inParts<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  );
}
