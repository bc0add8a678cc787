import { importActor, processActor, type Recorded } from '#domain/decider';
import { importDecider } from '#domain/import/decide';
import type { ImportCommand, ImportEvent, QuarantinedRow } from '#domain/import/events';
import { evolve, initial, rowKey, type Received } from '#domain/import/state';
import { uuidOf, type StreamRef } from '#domain/streams';
import { localDateOf } from '#domain/time';
import { IdReused } from '#event-store/errors';
import type { OpenRecord } from '#event-store/record';
import { allProblems, planImport, totalCounts, type Plan } from '#imports/apply/plan';
import type { Target } from '#imports/apply/target';
import { daysKept, type KeptFiles } from '#platform/app/files';
import type { Views } from '#read-models/views';
import { recordTarget } from './import-target.js';

type Planned = { plan: Plan; target: Target };
type Step = ImportCommand['type'];

/** So that no fact of a bad file outgrows what a body may hold (2 MiB). */
const rowsOfOneFact = 2_000;

/** Plans kept between the chunks of one import: a file is not read anew for each. */
const plansKept = 4;

/**
 * Carries an import on by one step: read and check the files, apply the next chunk, or complete. Each row's command has a
 * key of its own, so a chunk that is tried again adds nothing.
 */
export class ImportWork {
  private readonly plans = new Map<string, Promise<Planned>>();

  constructor(
    private readonly record: OpenRecord,
    private readonly views: Views,
    private readonly files: KeptFiles,
    private readonly viewPassed: (district: string, position: number) => Promise<void>,
  ) {}

  async advance(ref: StreamRef): Promise<void> {
    const { events } = await this.record.store.read<ImportEvent>(ref);
    const state = events.reduce(evolve, initial);
    if (state.status !== 'received' && state.status !== 'running') return;
    try {
      await this.step(ref, state, events);
    } catch (error) {
      // Chunks that were applied cannot be rejected: that import goes on when the same files are handed in again.
      if (!(error instanceof FileNotKept) || state.applied.size > 0) throw error;
      await this.send(ref, 'reject', { type: 'RejectImport', data: notKept });
      await this.forget(ref, state);
    }
  }

  private async step(
    ref: StreamRef,
    state: Received,
    events: readonly Recorded<ImportEvent>[],
  ): Promise<void> {
    if (state.status === 'received') return this.begin(ref, state, events);
    const { plan, target } = await this.planned(ref, state, events);
    const next = plan.chunks.findIndex((_, chunk) => !state.applied.has(chunk));
    if (next >= 0) return this.apply(ref, plan, target, next);
    await this.complete(ref, plan, events);
    return this.forget(ref, state);
  }

  /** Nothing is applied before the whole file has been checked. */
  private async begin(
    ref: StreamRef,
    state: Received,
    events: readonly Recorded<ImportEvent>[],
  ): Promise<void> {
    const { report, rejected, held, chunks } = (await this.planned(ref, state, events)).plan;
    const { profile, counts, problems, quarantine } = report;
    if (rejected) {
      const { code, message } = rejected;
      await this.send(ref, 'reject', { type: 'RejectImport', data: { code, message, problems } });
      return this.forget(ref, state);
    }
    if (quarantine.length > 0) await this.setAside(ref, 'quarantine', quarantine);
    await this.send(ref, 'profile', {
      type: 'ProfileFile',
      data: { profile: profile!, rows: counts.read, chunks: chunks.length, held },
    });
  }

  /** Rows that the record refuses are set aside before the chunk counts as applied. */
  private async apply(ref: StreamRef, plan: Plan, target: Target, chunk: number): Promise<void> {
    const { accepted, unchanged, refused, new: added } = await plan.chunks[chunk]!(target);
    if (refused.length > 0) await this.setAside(ref, `refused/${chunk}`, refused);
    const quarantined = refused.length;
    const read = accepted + unchanged + quarantined;
    const counts = { read, accepted, unchanged, quarantined, new: added };
    await this.send(ref, `chunk/${chunk}`, { type: 'ApplyChunk', data: { chunk, counts } });
  }

  private async complete(
    ref: StreamRef,
    { report }: Plan,
    events: readonly Recorded<ImportEvent>[],
  ): Promise<void> {
    const applied = events.flatMap((e) => (e.type === 'ChunkApplied' ? [e.data.counts] : []));
    const total = totalCounts(report, applied);
    // The record's own word on what was set aside: read again now, the file might find a student who enrolled meanwhile.
    const setAside = quarantinedRows(events);
    const quarantined = setAside.length;
    const counts = { ...total, quarantined, accepted: total.read - total.unchanged - quarantined };
    const read = new Set(report.quarantine.map(rowKey));
    const refused = setAside.filter((row) => !read.has(rowKey(row)));
    const problems = allProblems(report, refused);
    this.plans.delete(ref.stream);
    await this.send(ref, 'complete', { type: 'CompleteImport', data: { counts, problems } });
  }

  /** The files have become facts, or never will: whole rosters are not left lying about. */
  private async forget({ district }: StreamRef, { file }: Received): Promise<void> {
    await this.files.forget(
      district,
      file.files.map(({ sha256 }) => sha256),
    );
  }

  private planned(
    ref: StreamRef,
    state: Received,
    events: readonly Recorded<ImportEvent>[],
  ): Promise<Planned> {
    const known = this.plans.get(ref.stream);
    if (known) return known;
    const planned = this.plan(ref, state, events);
    this.plans.set(ref.stream, planned);
    planned.catch(() => this.plans.delete(ref.stream));
    if (this.plans.size > plansKept) this.plans.delete(this.plans.keys().next().value!);
    return planned;
  }

  private async plan(
    ref: StreamRef,
    { file }: Received,
    events: readonly Recorded<ImportEvent>[],
  ): Promise<Planned> {
    const { district } = ref;
    const { store, reference } = this.record;
    const { timeZone } = (await reference.for(district, {})).district;
    const today = localDateOf(events[0]!.occurredAt, timeZone);
    const files = await Promise.all(
      file.files.map(async ({ name, sha256 }) => ({
        name,
        bytes: await this.bytes(district, sha256),
      })),
    );
    await this.viewPassed(district, await store.head(district));
    const students = await this.views.directory.studentIds(district);
    const setAside = quarantinedRows(events);
    const { profile } = file;
    const plan = planImport(file.kind, files, { today, profile, students, setAside });
    const importId = uuidOf(ref.stream);
    return { plan, target: recordTarget(this.record, { district, importId, today, timeZone }) };
  }

  private async bytes(district: string, sha256: string): Promise<Uint8Array> {
    const bytes = await this.files.read(district, sha256);
    if (!bytes) throw new FileNotKept('the uploaded file is not kept any more');
    return bytes;
  }

  /**
   * A try that died after this step may have met other students than this one does, and so have set other rows aside: its
   * word stands, or the import would stop here for good.
   */
  private async setAside(
    ref: StreamRef,
    step: string,
    rows: readonly QuarantinedRow[],
  ): Promise<void> {
    for (let from = 0; from < rows.length; from += rowsOfOneFact) {
      const part = rows.slice(from, from + rowsOfOneFact);
      const key = from === 0 ? step : `${step}/${from}`;
      try {
        await this.send(ref, key, { type: 'QuarantineRows', data: { rows: part } });
      } catch (error) {
        if (!(error instanceof IdReused)) throw error;
      }
    }
  }

  private async send(ref: StreamRef, step: string, command: ImportCommand): Promise<void> {
    const actor = fromTheFile.has(command.type) ? importActor : processActor;
    const key = `process/${ref.stream}/${step}/0`;
    await this.record.handler.handle(importDecider, ref, { ...command, key, actor });
  }
}

class FileNotKept extends Error {}

/** Whoever confirms too late learns what to do; the files may then be handed in again. */
const notKept = {
  code: 'file_not_kept',
  message: `The files are not kept any more: nobody confirmed this import within ${daysKept} days. Import them again.`,
  problems: [],
};

/** What the importer says of a file's content; the rest is the process's own word. */
const fromTheFile: ReadonlySet<Step> = new Set<Step>(['QuarantineRows', 'ApplyChunk']);

function quarantinedRows(events: readonly ImportEvent[]): readonly QuarantinedRow[] {
  return events.flatMap((event) => (event.type === 'RowsQuarantined' ? event.data.rows : []));
}
