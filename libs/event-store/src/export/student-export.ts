import type { ActorRole, Kept } from '#domain/decider';
import type { Meta } from '#domain/outcome-codes';
import type { StreamId } from '#domain/streams';
import type { Bodies, KeptBody } from '../bodies.js';
import { Destroyed } from '../evidence/destroyed.js';
import type { LogRow } from '../evidence/log-row.js';
import { type BundleEvent, bundleEvent, type GoneBody } from './bundle.js';
import type { ExportEvidence } from './evidence.js';
import type { OneLog } from '../postgres/on-log.js';
import { rowsInBatches } from './student-events.js';

/** A body went between two looks: the count no longer says which event took it. */
export class RecordChanged extends Error {}

/** Reads a student's events as lines of a bundle, and keeps what the other files are written from. */
export class StudentExport {
  /** In the order of the log, without the event that counts them. */
  readonly events: Kept[] = [];
  /** Of the bodies that are there. */
  readonly keyIds = new Set<string>();
  private readonly rows: LogRow[] = [];

  constructor(
    private readonly log: OneLog,
    private readonly district: string,
    private readonly bodies: Bodies,
    private readonly evidence: ExportEvidence,
  ) {}

  /** @param positions of the student's events, ascending; the last is that of the event that counts the others */
  async *lines(positions: readonly number[]): AsyncGenerator<BundleEvent> {
    const { db, logId } = this.log;
    for await (const rows of rowsInBatches(db, logId, positions)) {
      const open = await this.bodies.opener(this.district, rows.map(bodyOf));
      for (const row of rows) {
        const data = open(eventOf(row), bodyOf(row));
        if (data === null && row.body !== null) throw new RecordChanged();
        if (row.body !== null && row.key_id !== null) this.keyIds.add(row.key_id);
        if (row.pos !== positions.at(-1)) this.keep(row, data);
        yield bundleEvent(this.district, row, data, this.evidence.inclusion(row.pos));
      }
    }
  }

  /** What is missing, and by which of the events here. Once all lines were read. Throws `RecordChanged`. */
  gone(): GoneBody[] {
    const destroying = this.rows.filter(
      ({ type }) => type === 'RecordDestroyed' || type === 'BodyExpunged',
    );
    const destroyed = new Destroyed(destroying);
    const byPosition = new Map(this.events.map((event) => [event.position, event]));
    return this.rows
      .filter(({ body }) => body === null)
      .map((row) => {
        const by = byPosition.get(destroyed.by(row) ?? -1);
        if (!by?.data) throw new RecordChanged();
        const { authority } = by.data as { authority: string };
        return {
          position: row.pos,
          type: row.type,
          recordClass: row.record_class,
          by: { position: by.position, type: by.type, authority },
        };
      });
  }

  private keep(row: LogRow, data: object | null): void {
    this.events.push(keptOf(row, data));
    // Only what `gone` looks at: the bytes of everything else need not stay.
    const destroys = row.type === 'RecordDestroyed' || row.type === 'BodyExpunged';
    if (row.body === null || destroys) this.rows.push(row);
  }
}

const bodyOf = (row: LogRow): KeptBody => ({
  body: row.body,
  subjectId: row.subject_id,
  recordClass: row.record_class,
  keyId: row.key_id,
});

const eventOf = (row: LogRow) => ({
  eventId: row.event_id,
  stream: row.stream_id as StreamId,
  type: row.type,
  schemaVersion: row.schema_version,
});

function keptOf(row: LogRow, data: object | null): Kept {
  const envelope = {
    type: row.type,
    id: row.event_id,
    stream: row.stream_id as StreamId,
    version: row.version,
    position: row.pos,
    schemaVersion: row.schema_version,
    occurredAt: instantOf(row.occurred_at),
    recordedAt: instantOf(row.recorded_at),
    actor: { id: row.actor_id, role: row.actor_role as ActorRole },
    commandId: row.command_id,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
  };
  return data === null ? { ...envelope, data, meta: row.meta as Meta } : { ...envelope, data };
}

const instantOf = (micros: bigint) => new Date(Number(micros / 1000n)).toISOString();
