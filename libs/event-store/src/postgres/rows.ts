import pg from 'pg';
import type { ActorRole, Kept } from '#domain/decider';
import type { Meta } from '#domain/outcome-codes';
import type { StreamId } from '#domain/streams';
import type { Bodies, Open } from '../bodies.js';

/** Positions are counted in safe integers: bigint arrives as a number, a date as its text. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text') => {
    if (oid === pg.types.builtins.INT8) return Number;
    if (oid === pg.types.builtins.DATE) return (text: string) => text;
    if (oid === 1016) return (text: string) => (parseArray(text) ?? []).map(orNumber); // bigint[]
    return pg.types.getTypeParser(oid, format) as (text: string) => unknown;
  }) as pg.CustomTypesConfig['getTypeParser'],
};

const textArray = 1009 as Parameters<typeof pg.types.getTypeParser>[0]; // the catalogue of oids stops before the arrays
const parseArray = pg.types.getTypeParser(textArray) as (text: string) => (string | null)[];
const orNumber = (text: string | null) => (text === null ? null : Number(text));

/** What is read of an event; instants as milliseconds, because a Date would lose nothing but time. */
export const eventColumns = (e: string) => `
  ${e}.pos, ${e}.stream_id, ${e}.version, ${e}.event_id, ${e}.type, ${e}.schema_version,
  ${e}.subject_id, ${e}.record_class, ${e}.key_id, ${e}.body, case when ${e}.body is null then ${e}.meta end as meta,
  extract(epoch from ${e}.recorded_at)::float8 * 1000 as recorded_ms,
  extract(epoch from ${e}.occurred_at)::float8 * 1000 as occurred_ms,
  ${e}.actor_id, ${e}.actor_role, ${e}.correlation_id, ${e}.causation_id, ${e}.command_id`;

export type EventRow = {
  pos: number;
  stream_id: StreamId;
  version: number;
  event_id: string;
  type: string;
  schema_version: number;
  subject_id: string | null;
  record_class: number | null;
  key_id: string | null;
  body: Buffer | null;
  /** Read only where the body is gone. */
  meta: Meta | null;
  recorded_ms: number;
  occurred_ms: number;
  actor_id: string;
  actor_role: ActorRole;
  correlation_id: string;
  causation_id: string | null;
  command_id: string;
};

/** The rows as the domain sees them, in their order; the keys of what is sealed are fetched together first. */
export async function keptOf(
  district: string,
  rows: readonly EventRow[],
  bodies: Bodies,
): Promise<Kept[]> {
  const open = await bodies.opener(district, rows.map(bodyOf));
  return rows.map((row) => kept(row, open));
}

const bodyOf = (row: EventRow) => ({
  body: row.body,
  subjectId: row.subject_id,
  recordClass: row.record_class,
  keyId: row.key_id,
});

function kept(row: EventRow, open: Open): Kept {
  const { event_id: eventId, stream_id: stream, type, schema_version: schemaVersion } = row;
  const data = open({ eventId, stream, type, schemaVersion }, bodyOf(row));
  const envelope = {
    type,
    id: eventId,
    stream,
    version: row.version,
    position: row.pos,
    schemaVersion,
    occurredAt: new Date(Math.round(row.occurred_ms)).toISOString(),
    recordedAt: new Date(Math.round(row.recorded_ms)).toISOString(),
    actor: { id: row.actor_id, role: row.actor_role },
    commandId: row.command_id,
    correlationId: row.correlation_id,
    causationId: row.causation_id,
  };
  return data === null ? { ...envelope, data, meta: row.meta ?? {} } : { ...envelope, data };
}
