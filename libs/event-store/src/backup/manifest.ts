import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { open } from 'node:fs/promises';
import { z } from 'zod';
import { BackupProblem } from './backup-problem.js';

/**
 * One file: a line that says what it is, a compressed section for each table and log, and at the end the manifest, its MAC under the
 * master key, and its length. Every byte before the manifest belongs to one section and is under that section's SHA-256.
 *
 *     aimline backup 1\n ‖ section … ‖ manifest (JSON) ‖ MAC (32) ‖ length of the manifest (uint32be) ‖ "AIMLBK01"
 */
export const head = Buffer.from('aimline backup 1\n');
const tail = Buffer.from('AIMLBK01');
const macBytes = 32;
const trailerBytes = macBytes + 4 + tail.length;
const largestManifest = 64 * 1024 * 1024;

/**
 * `full` holds keys and sealed bodies, and is thrown away after 35 days: else no destruction would be true. `without-personal` holds
 * neither, may be kept for ever, and proves the log.
 */
export const backupKinds = ['full', 'without-personal'] as const;
export type BackupKind = (typeof backupKinds)[number];

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().min(0);

const manifestShape = z.strictObject({
  format: z.literal(1),
  kind: z.enum(backupKinds),
  createdAt: z.iso.datetime(),
  /** When the file must be gone; null: it may be kept. */
  keepUntil: z.iso.datetime().nullable(),
  /** Of the record's schema, as they had run. */
  migrations: z.array(z.string()),
  /** Which master key it was made under: nothing can be learnt of the key from it. */
  masterKey: z.string().regex(/^[0-9a-f]{16}$/),
  districts: z.array(
    z.strictObject({
      district: z.uuid(),
      logId: z.int().min(0),
      sandbox: z.boolean(),
      /** How many events its log has, and the chain hash of the last. */
      head: count,
      chainHash: hash,
      recordedAt: z.iso.datetime(),
      /** The signed note of the last checkpoint. */
      checkpoint: z.strictObject({ size: count, note: z.string() }).nullable(),
    }),
  ),
  sections: z.array(
    z.strictObject({
      table: z.string().regex(/^(es|vault|app)\.[a-z_]+$/),
      /** Null: the table belongs to no log. */
      logId: z.int().min(0).nullable(),
      columns: z.array(z.string()),
      rows: count,
      offset: count,
      length: count,
      /** Of its bytes in the file. */
      sha256: hash,
    }),
  ),
});

export type Manifest = z.infer<typeof manifestShape>;
export type Section = Manifest['sections'][number];
export type DistrictInBackup = Manifest['districts'][number];

/** What the master key says about backups: it signs their manifests, and is recognised by them. */
export class BackupKey {
  readonly name: string;
  private readonly key: Buffer;

  constructor(master: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', master, '', 'aimline/backup', 32));
    this.name = this.mac('which key').toString('hex').slice(0, 16);
  }

  mac(bytes: Uint8Array | string): Buffer {
    return createHmac('sha256', this.key).update(bytes).digest();
  }
}

/** What follows the sections. */
export function trailerOf(manifest: Manifest, key: BackupKey): Buffer {
  const json = Buffer.from(JSON.stringify(manifest));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(json.length);
  return Buffer.concat([json, key.mac(json), length, tail]);
}

/** Throws `BackupProblem`: no backup, another master key, or a manifest that is not the one that was written. */
export async function readManifest(path: string, key: BackupKey): Promise<Manifest> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const at = async (from: number, length: number) => {
      const bytes = Buffer.alloc(length);
      const { bytesRead } = await file.read(bytes, 0, length, from);
      return bytes.subarray(0, bytesRead);
    };
    if (!(await at(0, head.length)).equals(head))
      throw new BackupProblem('not-a-backup', 'The file does not begin as a backup does.', path);
    const trailer = await at(Math.max(size - trailerBytes, 0), trailerBytes);
    if (!trailer.subarray(macBytes + 4).equals(tail))
      throw new BackupProblem(
        'not-a-backup',
        'The file does not end as a backup does: it was cut off, or is not whole.',
        path,
      );
    const length = trailer.readUInt32BE(macBytes);
    const end = size - trailerBytes;
    if (length > largestManifest || length > end - head.length) throw changed(path);
    const json = await at(end - length, length);
    return believed(path, json, trailer.subarray(0, macBytes), key, end - length);
  } finally {
    await file.close();
  }
}

function believed(
  path: string,
  json: Buffer,
  mac: Buffer,
  key: BackupKey,
  sectionsEnd: number,
): Manifest {
  const genuine = timingSafeEqual(key.mac(json), mac);
  const said = parsed(json);
  if (!genuine) {
    if (said?.masterKey !== undefined && said.masterKey !== key.name)
      throw new BackupProblem(
        'other-key',
        'The backup was made under another master key: give that one ' +
          '(AIMLINE_MASTER_KEY or AIMLINE_MASTER_KEY_FILE). Without it nothing in it can be read or believed.',
        path,
      );
    throw changed(path);
  }
  if (said?.format !== 1)
    throw new BackupProblem(
      'other-format',
      'The backup has a format that this version does not know.',
      path,
    );
  const manifest = manifestShape.safeParse(said);
  if (!manifest.success || !coversAll(manifest.data.sections, sectionsEnd)) throw changed(path);
  return manifest.data;
}

function parsed(json: Buffer): { format?: unknown; masterKey?: unknown } | null {
  try {
    return JSON.parse(json.toString('utf8')) as object;
  } catch {
    return null;
  }
}

/** One section after the other, without a byte between them. */
function coversAll(sections: readonly Section[], end: number): boolean {
  let at = head.length;
  for (const { offset, length } of sections) {
    if (offset !== at) return false;
    at += length;
  }
  return at === end;
}

const changed = (path: string) =>
  new BackupProblem(
    'manifest-changed',
    'The manifest at the end of the file is not the one that was written.',
    `${path}, manifest`,
  );
