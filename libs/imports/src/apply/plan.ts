import type {
  ImportCounts,
  ImportKind,
  ImportProblem,
  QuarantinedRow,
} from '#domain/import/events';
import type { LocalDate } from '#domain/time';
import { rosterChunks, scoreChunks } from '../chunk.js';
import type { RosterBundle } from '../one-roster/bundle.js';
import type { Bundle } from '../one-roster/open-bundle.js';
import { readRoster } from '../one-roster/read-roster.js';
import type { Whereabouts } from '../one-roster/where.js';
import { rowOf } from '../one-roster/where.js';
import { problemLog } from '../problems.js';
import type { ReadingReport } from '../reading.js';
import type { ScoreRecord } from '../scores/record.js';
import { readScores } from '../scores/read-scores.js';
import { fixOfRefusal } from './refusals.js';
import { applyRoster } from './roster.js';
import type { KnownStudent } from './scores.js';
import { applyScores, studentFinder } from './scores.js';
import type { Applied, Target } from './target.js';

export type ImportedFile = { name: string; bytes: Uint8Array };

export type PlanOptions = {
  /** The district's day on which the files were received. */
  today: LocalDate;
  profile: string | null;
  /** Everyone in the directory, the withdrawn too; `any` takes a score file's ids as they stand (`--any-student`). */
  students: readonly (KnownStudent & { isEnrolled: boolean })[] | 'any';
  /** Rows that were set aside when the import began: they stay so, whoever has enrolled since. */
  setAside?: readonly { file: string; row: number }[];
};

/** Files that were read: what is wrong in them, and their chunks as work to be done on a target. */
export type Plan = {
  report: ReadingReport;
  /** Why nothing of it can be taken; the chunks are empty then. */
  rejected: { code: string; message: string; fix: string } | null;
  /** Why a person must look before anything is applied, as a code. */
  held: 'mass-disappearance' | null;
  /** Of a roster that was read. */
  roster: RosterBundle | null;
  /** Of score files. */
  records: readonly ScoreRecord[];
  chunks: readonly ((target: Target) => Promise<Applied>)[];
};

/** The same files and students always give the same plan; the worker applies it, a dry run tries it. */
export function planImport(
  kind: ImportKind,
  files: readonly ImportedFile[],
  options: PlanOptions,
): Plan {
  return kind === 'roster' ? planRoster(files, options) : planScores(files, options);
}

function planRoster(files: readonly ImportedFile[], { today, students }: PlanOptions): Plan {
  const reading = readRoster(bundleOf(files), { today });
  if (reading.status === 'rejected') return rejected(reading);
  const { bundle, where } = reading;
  const known = students === 'any' ? [] : students;
  const gone = known.filter((s) => s.sourcedId !== null && !where.named.has(s.sourcedId));
  const enrolled = known.filter((s) => s.isEnrolled && s.sourcedId !== null);
  const roster = {
    bundle,
    where,
    auxiliaryRows: reading.counts.accepted - rowsOfIntents(bundle, where),
    departed: gone.map((s) => s.studentId),
  };
  return {
    report: reading,
    rejected: null,
    held: isMass(gone.filter((s) => s.isEnrolled).length, enrolled.length)
      ? 'mass-disappearance'
      : null,
    roster: bundle,
    records: [],
    chunks: rosterChunks(bundle).map((chunk) => (target) => applyRoster(roster, chunk, target)),
  };
}

/** More at once than families move: a tenth of the district's students, five at the least. The product's own default. */
function isMass(gone: number, enrolled: number): boolean {
  return gone >= 5 && gone > enrolled / 10;
}

/** Rows that become commands of their own; the calendar's school year is one of them. */
function rowsOfIntents({ schools, staff, students }: RosterBundle, where: Whereabouts): number {
  const keys = students.flatMap((s) => [
    ...(s.demographics ? [s.demographics.rowKey] : []),
    ...s.classes.map((c) => c.rowKey),
  ]);
  const own = 1 + schools.length + staff.length + students.length;
  return own + keys.filter((key) => rowOf(where, key) !== null).length;
}

function planScores(files: readonly ImportedFile[], options: PlanOptions): Plan {
  const { today, profile, students, setAside = [] } = options;
  const findStudent = students === 'any' ? 'any' : studentFinder(students);
  const reading = readScores(files, { today, profile, findStudent });
  if (reading.status === 'rejected') return rejected(reading);
  const aside = new Set(setAside.map(placeKey));
  const intents = reading.intents.filter((intent) => !aside.has(placeKey(intent)));
  const rows = files.map(({ name }) => ({ name, rows: reading.counts.files[name]?.read ?? 0 }));
  return {
    report: reading,
    rejected: null,
    held: null,
    roster: null,
    records: reading.records,
    chunks: scoreChunks(intents, rows).map((chunk) => (target) => applyScores(chunk, target)),
  };
}

const placeKey = ({ file, row }: { file: string; row: number }) => `${file}\n${row}`;

function rejected(reading: ReadingReport & { code: string; message: string; fix: string }): Plan {
  const { code, message, fix } = reading;
  const why = { code, message, fix };
  return { report: reading, rejected: why, held: null, roster: null, records: [], chunks: [] };
}

/** One zip, or the files of a folder. */
function bundleOf(files: readonly ImportedFile[]): Bundle {
  const [first] = files;
  if (files.length === 1 && first && isZip(first)) return { kind: 'zip', ...first };
  return {
    kind: 'folder',
    name: 'roster',
    files: new Map(files.map(({ name, bytes }) => [name, bytes])),
  };
}

function isZip({ name, bytes }: ImportedFile): boolean {
  return name.toLowerCase().endsWith('.zip') || (bytes[0] === 0x50 && bytes[1] === 0x4b);
}

/** The whole import's counts: rows that a chunk found unchanged or refused are no longer accepted ones. */
export function totalCounts(
  report: ReadingReport,
  applied: readonly {
    unchanged: number;
    quarantined: number;
    new: Readonly<Record<string, number>>;
  }[],
): ImportCounts {
  const { read, accepted, unchanged, quarantined } = report.counts;
  const sum = (of: (one: (typeof applied)[number]) => number) =>
    applied.reduce((total, one) => total + of(one), 0);
  const kinds = [...new Set(applied.flatMap((one) => Object.keys(one.new)))].sort();
  return {
    read,
    accepted: accepted - sum((one) => one.unchanged) - sum((one) => one.quarantined),
    unchanged: unchanged + sum((one) => one.unchanged),
    quarantined: quarantined + sum((one) => one.quarantined),
    new: Object.fromEntries(kinds.map((kind) => [kind, sum((one) => one.new[kind] ?? 0)])),
  };
}

/** The reader's problems and those of rows that the record refused, by cause. */
export function allProblems(
  report: ReadingReport,
  refused: readonly QuarantinedRow[],
): readonly ImportProblem[] {
  const log = problemLog();
  for (const row of refused) log.add({ severity: 'error', fix: fixOfRefusal, ...row });
  return [...log.problems(), ...report.problems].slice(0, 200);
}
