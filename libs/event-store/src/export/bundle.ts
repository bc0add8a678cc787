import type { StudentEvents } from '#domain/access/events';
import type { Instant } from '#domain/time';
import { type Header, headerVersion } from '../hash.js';
import { headerOf, type LogRow } from '../evidence/log-row.js';

/**
 * A student's record as a folder of files that prove themselves. `verify.mjs` is the other half of this contract: it knows the same names and
 * shapes without importing them, because it is read by strangers.
 */
export const bundleFormat = { format: 'aimline-student-record', version: 1 } as const;

export const manifestFile = 'manifest.json';
/** The manifest's digest, signed as a note (c2sp.org/signed-note) by the log's key. */
export const manifestNoteFile = 'manifest.note';
export const eventsFile = 'events.ndjson';
export const keysFile = 'keys.json';
export const pageFile = 'student.html';
export const verifierFile = 'verify.mjs';
export const toNoteFile = 'to.note';
export const fromNoteFile = 'from.note';

/** A line of `events.ndjson`: an event as the log has it. */
export type BundleEvent = {
  position: number;
  /** Microseconds since 1970, decimal. */
  recordedAt: string;
  version: number;
  /** What the content hash is taken of. */
  header: { v: typeof headerVersion } & Omit<Header, 'stream' | 'role'> & {
      stream: string;
      role: string;
    };
  contentHash: string;
  chainHash: string;
  /** RFC 6962 inclusion in the tree of `to.note`, base64. */
  proof: readonly string[];
  /** The bytes as the log keeps them, base64: sealed, or JSON in clear. Null once they are gone. */
  stored: string | null;
  /** What they say. */
  body: object | 'gone';
};

export type GoneBody = {
  position: number;
  type: string;
  recordClass: number | null;
  /** The event of the bundle by which it went, and the authority that it names. */
  by: { position: number; type: string; authority: string };
};

export type BundleFile = { name: string; sha256: string; bytes: number };

export type Manifest = typeof bundleFormat & {
  /** Also the id of the event that counted: two bundles never share it. */
  bundle: string;
  /** On the district's clock. */
  generatedAt: Instant;
  district: { id: string; name: string };
  key: string;
  student: string;
  /** Who gets it; null: nobody outside of the district. */
  recipient: string | null;
  interest: string;
  /** The signed states of the log: `to` holds every event here, `from` shows that the log only grew since (null: no older note). */
  log: { from: number | null; to: number; consistency: readonly string[] };
  events: {
    /** Of the student, without the event that counts them, which stands last. */
    count: number;
    first: number;
    last: number;
    counted: StudentEvents & { position: number };
    byType: Readonly<Record<string, number>>;
    /** SHA-256 of each line, hex, so that a changed one is named. */
    lines: readonly string[];
  };
  gone: readonly GoneBody[];
  files: readonly BundleFile[];
  proven: readonly string[];
  notProven: readonly string[];
};

/** An event of the log as a line; `data` null: its body is gone. */
export function bundleEvent(
  district: string,
  row: LogRow,
  data: object | null,
  proof: readonly Buffer[],
): BundleEvent {
  return {
    position: row.pos,
    recordedAt: String(row.recorded_at),
    version: row.version,
    header: { v: headerVersion, ...headerOf(district, row) },
    contentHash: row.content_hash.toString('hex'),
    chainHash: row.chain_hash.toString('hex'),
    proof: proof.map((hash) => hash.toString('base64')),
    stored: row.body?.toString('base64') ?? null,
    body: data ?? 'gone',
  };
}

/** The text that the log's key signs: it cannot be taken for a checkpoint, whose first line is the log's name. */
export function manifestText(bundle: string, sha256: Buffer): string {
  return `${bundleFormat.format}/${bundleFormat.version}\n${bundle}\n${sha256.toString('base64')}\n`;
}
