import type { ActorRole } from '#domain/decider';
import type { Meta } from '#domain/outcome-codes';
import type { StreamId } from '#domain/streams';
import { contentHash, type Header } from '../hash.js';
import { NotCanonical } from '../jcs.js';
import { hashBytes, leafBytes } from './digests.js';

/** An event as its columns say, nothing derived. Uuids in lower case, moments in microseconds since 1970. */
export type LogRow = {
  pos: number;
  stream_id: string;
  version: number;
  event_id: string;
  type: string;
  schema_version: number;
  subject_id: string | null;
  record_class: number | null;
  key_id: string | null;
  recorded_at: bigint;
  occurred_at: bigint;
  actor_id: string;
  actor_role: string;
  correlation_id: string;
  causation_id: string | null;
  command_id: string;
  command_mac: Buffer;
  /** Null once it was taken out: destroyed or expunged. */
  body: Buffer | null;
  body_digest: Buffer;
  meta: unknown;
  content_hash: Buffer;
  chain_hash: Buffer;
};

/** What of an event is hashed, as its columns say. */
export function headerOf(district: string, row: LogRow): Header {
  return {
    log: district,
    eventId: row.event_id,
    stream: row.stream_id as StreamId,
    type: row.type,
    schemaVersion: row.schema_version,
    subject: row.subject_id,
    recordClass: row.record_class,
    keyId: row.key_id,
    occurredAt: String(row.occurred_at),
    actor: row.actor_id,
    role: row.actor_role as ActorRole,
    correlation: row.correlation_id,
    causation: row.causation_id,
    command: row.command_id,
    mac: row.command_mac.toString('hex'),
    meta: row.meta as Meta,
    bodyDigest: row.body_digest.toString('hex'),
  };
}

/** The content hash (event-store.md 9) that the columns of an event give. */
export function contentHashOf(district: string, row: LogRow): Buffer {
  try {
    return contentHash(headerOf(district, row));
  } catch (error) {
    // What the store writes as meta has a canonical form; what somebody else put there may have none.
    if (error instanceof NotCanonical) return noHash;
    throw error;
  }
}

const noHash = Buffer.alloc(hashBytes);

/** int64be(position) ‖ int64be(recorded µs) ‖ int32be(version) ‖ content hash. */
export function leafOf(row: LogRow): Buffer {
  const place = leafBytes - hashBytes;
  const leaf = Buffer.alloc(place + row.content_hash.length);
  leaf.writeBigInt64BE(BigInt(row.pos), 0);
  leaf.writeBigInt64BE(row.recorded_at, 8);
  leaf.writeInt32BE(row.version, 16);
  leaf.set(row.content_hash, place);
  return leaf;
}
