import { Destroyed, type DestroyingRow } from '../evidence/destroyed.js';
import type { LogRow } from '../evidence/log-row.js';
import type { NoteVerifier } from '../evidence/note.js';
import type { OutsideNote } from '../evidence/outside-notes.js';
import { type Verdict, verifyLog } from '../evidence/verify-log.js';
import { BackupKey, type DistrictInBackup, type Manifest, readManifest } from './manifest.js';
import { checkSections, linesIn } from './read-section.js';
import { bytesOf } from './rows-as-lines.js';

export type CheckedBackup = {
  manifest: Manifest;
  districts: readonly (Verdict & { district: string })[];
};

export type CheckOptions = {
  path: string;
  masterKey: Buffer;
  verifierOf: (district: string) => NoteVerifier;
  /** The notes outside, as far as the log in the backup goes. */
  notesOf: (district: string, to: number) => Promise<OutsideNote[]>;
};

/**
 * Proves the logs in a backup without a database: every byte against the manifest, then every event, the chain and the signed notes
 * as `aimline verify` does. Where bodies were left out, their digests stand for them.
 */
export async function checkBackup(options: CheckOptions): Promise<CheckedBackup> {
  const { path, masterKey, verifierOf, notesOf } = options;
  const manifest = await readManifest(path, new BackupKey(masterKey));
  await checkSections(path, manifest);
  const districts = [];
  for (const inBackup of manifest.districts) {
    const { district, logId, head } = inBackup;
    const reader = new SectionReader(path, manifest, logId);
    const verdict = await verifyLog({
      district,
      verifier: verifierOf(district),
      head: await reader.head(inBackup),
      checkpoints: await reader.checkpoints(),
      outside: await notesOf(district, head),
      subscriptions: [],
      streams: await reader.streams(),
      destroyed: await reader.destroyed(),
      batches: reader.events(),
    });
    districts.push({ district, ...verdict });
  }
  return { manifest, districts };
}

type Row = Record<string, unknown>;

/** The tables of one log in a backup, as the verification takes them. */
class SectionReader {
  constructor(
    private readonly path: string,
    private readonly manifest: Manifest,
    private readonly logId: number,
  ) {}

  async *events(): AsyncGenerator<LogRow[]> {
    for await (const rows of this.rows('es.events')) yield rows.map(eventOf);
  }

  async streams() {
    const streams: { stream: string; type: string; version: number }[] = [];
    for await (const rows of this.rows('es.streams'))
      for (const { stream_id: stream, stream_type: type, version } of rows)
        streams.push({ stream, type, version } as (typeof streams)[number]);
    return streams;
  }

  async checkpoints() {
    const checkpoints: { size: number; root: Buffer; edge: Buffer; note: string }[] = [];
    for await (const rows of this.rows('es.checkpoints'))
      for (const { size, root, edge, note } of rows as {
        size: number;
        root: string;
        edge: string;
        note: string;
      }[])
        checkpoints.push({ size, root: bytesOf(root), edge: bytesOf(edge), note });
    return checkpoints;
  }

  async head({ chainHash }: DistrictInBackup) {
    for await (const rows of this.rows('es.log')) {
      const row = rows[0]!;
      return {
        position: row['last_pos'] as number,
        chainHash: bytesOf(row['last_hash'] as string),
        recordedAt: microsOf(row['last_recorded_at'] as string),
      };
    }
    return { position: 0, chainHash: Buffer.from(chainHash, 'hex'), recordedAt: 0n };
  }

  async destroyed(): Promise<Destroyed> {
    const destroying: DestroyingRow[] = [];
    for await (const rows of this.events())
      destroying.push(...rows.filter((r) => /^(RecordDestroyed|BodyExpunged)$/.test(r.type)));
    return this.manifest.kind === 'full' ? new Destroyed(destroying) : new LeftOut(destroying);
  }

  private async *rows(table: string): AsyncGenerator<Row[]> {
    const section = this.manifest.sections.find((s) => s.table === table && s.logId === this.logId);
    if (section)
      for await (const lines of linesIn(this.path, section))
        yield lines.map((line) => JSON.parse(line) as Row);
  }
}

/** A backup without personal data has left bodies out: none of them is missed, and their digests are under the content hash. */
class LeftOut extends Destroyed {
  override by(row: LogRow): number | null {
    return row.body === null ? 0 : super.by(row);
  }
}

const binary = ['command_mac', 'body', 'body_digest', 'content_hash', 'chain_hash'] as const;

function eventOf(row: Row): LogRow {
  const event = { ...row } as Record<string, unknown>;
  for (const column of binary)
    event[column] = row[column] === null ? null : bytesOf(row[column] as string);
  event['recorded_at'] = microsOf(row['recorded_at'] as string);
  event['occurred_at'] = microsOf(row['occurred_at'] as string);
  return event as LogRow;
}

/** `2026-11-24T20:50:00.123456+00:00` in whole microseconds since 1970. */
function microsOf(moment: string): bigint {
  const [, seconds, fraction = ''] =
    /^(\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00:00$/.exec(moment) ?? [];
  if (seconds === undefined) throw new Error(`no moment in UTC: ${moment}`);
  return BigInt(Date.parse(`${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}
