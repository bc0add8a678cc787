import { createHash } from 'node:crypto';
import type { ActorRole } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import { jcs } from './jcs.js';

/** Version of the hashed header. Another hash input after the first real event means a new log. */
export const headerVersion = 2;

/** Everything about an event that is fixed before the store has placed it (event-store.md 9). */
export type Header = {
  /** The district's uuid. */
  log: string;
  eventId: string;
  stream: StreamId;
  type: string;
  schemaVersion: number;
  subject: string | null;
  recordClass: number | null;
  keyId: string | null;
  /** Microseconds since 1970 as decimal text, as PostgreSQL keeps it. */
  occurredAt: string;
  actor: string;
  role: ActorRole;
  correlation: string;
  causation: string | null;
  command: string;
  /** By which a repeated command is known (`DistrictKeys.commandMac`), hex. */
  mac: string;
  meta: Readonly<Record<string, string | number | boolean | null>>;
  /** SHA-256 of the stored bytes, hex. */
  bodyDigest: string;
};

export function sha256(...parts: Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** SHA-256(0x00 ‖ JCS(header)). */
export function contentHash(header: Header): Buffer {
  return sha256(Buffer.of(0), Buffer.from(jcs({ v: headerVersion, ...header })));
}

/** int64be(position) ‖ int64be(recordedAt µs) ‖ int32be(version) ‖ contentHash: what the database adds, bound to the content. */
export function leaf(place: {
  position: number;
  recordedAtMicros: bigint;
  version: number;
  contentHash: Uint8Array;
}): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.writeBigInt64BE(BigInt(place.position), 0);
  bytes.writeBigInt64BE(place.recordedAtMicros, 8);
  bytes.writeInt32BE(place.version, 16);
  return Buffer.concat([bytes, place.contentHash]);
}

/** SHA-256(0x01 ‖ previous chain hash ‖ leaf). */
export function chainStep(previous: Uint8Array, next: Uint8Array): Buffer {
  return sha256(Buffer.of(1), previous, next);
}

/** The chain hash before the first event: binds the log to its district. The signing key joins it with the checkpoints. */
export function genesis(district: string): Buffer {
  return sha256(Buffer.of(2), Buffer.from(jcs({ v: headerVersion, log: district, key: null })));
}
