import { processActor, importActor } from '#domain/decider';
import { importDecider } from '#domain/import/decide';
import type { ImportCommand, ImportCounts, ImportEvent } from '#domain/import/events';
import { evolve, initial, type Received } from '#domain/import/state';
import { uuidOf, type StreamRef } from '#domain/streams';
import { localDateOf } from '#domain/time';
import type { OpenRecord } from '#event-store/record';
import { rosterChunks, scoreChunks } from '#imports/chunk';
import { readRoster } from '#imports/one-roster/read-roster';
import type { ReadingReport } from '#imports/reading';
import { readScores } from '#imports/scores/read-scores';
import type { Tx } from '#read-models/read-model';
import type { Views } from '#read-models/views';
import { RosterImport } from './import-roster.js';
import { ScoresImport } from './import-scores.js';

/** What one chunk changed. */
export type Applied = { accepted: number; unchanged: number; new: Record<string, number> };

/** A file that was read: its report, and its chunks as work to be done. */
type Reading =
  | { rejected: { code: string; message: string }; report: ReadingReport }
  | { rejected: null; report: ReadingReport; chunks: (() => Promise<Applied>)[] };

/** Files kept as read between the chunks of one import. */
const readingsKept = 4;

/**
 * Carries an import on by one step: read and check the file, or apply the next chunk, or complete. Each row's command has
 * a key of its own, so a chunk that is tried again adds nothing.
 */
export class ImportWork {
  private readonly readings = new Map<string, Promise<Reading>>();

  constructor(
    private readonly record: OpenRecord,
    private readonly views: Views,
    private readonly db: Tx,
    private readonly viewPassed: (district: string, position: number) => Promise<void>,
  ) {}

  async advance(ref: StreamRef): Promise<void> {
    const { events } = await this.record.store.read<ImportEvent>(ref);
    const state = events.reduce(evolve, initial);
    if (state.status === 'received') return this.begin(ref, state);
    if (state.status === 'running')
      return this.applyNext(
        ref,
        state,
        events.map((e) => e as ImportEvent),
      );
  }

  /** Nothing is applied before the whole file has been checked. */
  private async begin(ref: StreamRef, state: Received): Promise<void> {
    const reading = await this.reading(ref, state);
    const { profile, counts, problems, quarantine } = reading.report;
    if (reading.rejected)
      return this.send(ref, 'reject', {
        type: 'RejectImport',
        data: { ...reading.rejected, problems },
      });
    if (quarantine.length > 0)
      await this.send(ref, 'quarantine', { type: 'QuarantineRows', data: { rows: quarantine } });
    await this.send(ref, 'profile', {
      type: 'ProfileFile',
      data: { profile: profile!, rows: counts.read, chunks: reading.chunks.length, held: null },
    });
  }

  private async applyNext(
    ref: StreamRef,
    state: Received,
    events: readonly ImportEvent[],
  ): Promise<void> {
    const reading = await this.reading(ref, state);
    if (reading.rejected) return;
    const { counts: read, problems } = reading.report;
    const next = reading.chunks.findIndex((_, chunk) => !state.applied.has(chunk));
    if (next >= 0) {
      const applied = await reading.chunks[next]!();
      const counts = { ...applied, read: applied.accepted + applied.unchanged, quarantined: 0 };
      return this.send(ref, `chunk/${next}`, { type: 'ApplyChunk', data: { chunk: next, counts } });
    }
    const counts = events.reduce(totalOf, {
      read: read.read,
      accepted: read.accepted,
      unchanged: read.unchanged,
      quarantined: read.quarantined,
      new: {},
    } as ImportCounts);
    this.readings.delete(ref.stream);
    await this.send(ref, 'complete', { type: 'CompleteImport', data: { counts, problems } });
  }

  private reading(ref: StreamRef, state: Received): Promise<Reading> {
    const known = this.readings.get(ref.stream);
    if (known) return known;
    const reading = this.read(ref, state);
    this.readings.set(ref.stream, reading);
    reading.catch(() => this.readings.delete(ref.stream));
    if (this.readings.size > readingsKept) this.readings.delete(this.readings.keys().next().value!);
    return reading;
  }

  private async read(ref: StreamRef, { file }: Received): Promise<Reading> {
    const { district } = ref;
    const { now } = await this.record.store.clockOf(district);
    const { district: settings } = await this.record.reference.for(district, {});
    const today = localDateOf(now, settings.timeZone);
    const files = await Promise.all(
      file.files.map(async ({ name, sha256 }) => ({
        name,
        bytes: await this.bytes(district, sha256),
      })),
    );
    const importId = uuidOf(ref.stream);
    if (file.kind === 'roster') {
      const bundle = isZip(files[0]!)
        ? ({ kind: 'zip', ...files[0]! } as const)
        : ({
            kind: 'folder',
            name: 'roster',
            files: new Map(files.map(({ name, bytes }) => [name, bytes])),
          } as const);
      const reading = readRoster(bundle, { today });
      if (reading.status === 'rejected') return { rejected: reading, report: reading };
      const roster = new RosterImport(
        this.record,
        this.views,
        district,
        importId,
        settings.timeZone,
      );
      const chunks = rosterChunks(reading.bundle).map((chunk) => () => roster.apply(chunk));
      return { rejected: null, report: reading, chunks };
    }
    await this.viewPassed(district, await this.record.store.head(district));
    const scores = new ScoresImport(this.record, this.views, district, importId);
    const findStudent = await scores.studentFinder();
    const reading = readScores(files, { today, findStudent, profile: file.profile });
    if (reading.status === 'rejected') return { rejected: reading, report: reading };
    const chunks = scoreChunks(reading.intents).map((chunk) => () => scores.apply(chunk));
    return { rejected: null, report: reading, chunks };
  }

  private async bytes(district: string, sha256: string): Promise<Uint8Array> {
    const { rows } = await this.db.query(
      `select bytes from app.files where district_id = $1 and sha256 = decode($2, 'hex')`,
      [district, sha256],
    );
    const bytes = rows[0]?.bytes as Buffer | undefined;
    if (!bytes) throw new Error('the uploaded file is not kept any more');
    return bytes;
  }

  private async send(ref: StreamRef, step: string, command: ImportCommand): Promise<void> {
    await this.record.handler.handle(importDecider, ref, {
      ...command,
      key: `process/${ref.stream}/${step}/0`,
      actor: step === 'chunk' ? importActor : processActor,
    } as Parameters<typeof this.record.handler.handle<unknown, never, never>>[2]);
  }
}

/** Rows that a chunk found unchanged move from the accepted to the unchanged ones: read = accepted + unchanged + quarantined. */
function totalOf(total: ImportCounts, event: ImportEvent): ImportCounts {
  if (event.type !== 'ChunkApplied') return total;
  const { unchanged, new: added } = event.data.counts;
  const sum: Record<string, number> = { ...total.new };
  for (const [kind, n] of Object.entries(added)) sum[kind] = (sum[kind] ?? 0) + n;
  return {
    ...total,
    accepted: total.accepted - unchanged,
    unchanged: total.unchanged + unchanged,
    new: sum,
  };
}

function isZip({ name, bytes }: { name: string; bytes: Uint8Array }): boolean {
  return name.toLowerCase().endsWith('.zip') || (bytes[0] === 0x50 && bytes[1] === 0x4b);
}
