import { hash } from 'node:crypto';
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

/** One call into OpenSSL: a third of the cost of a hash object where the input is short. */
export function sha256Of(bytes: Uint8Array | string): Buffer {
  return hash('sha256', bytes, 'buffer');
}

/** SHA-256 of the parts, one behind the other. */
export function sha256(...parts: Uint8Array[]): Buffer {
  return sha256Of(Buffer.concat(parts));
}

/**
 * SHA-256(0x00 ‖ JCS(header)). The header's keys are always these, so its canonical text (RFC 8785) is written down here instead of
 * computed, at a fifth of the cost; a spec compares the two.
 */
export function contentHash(header: Header): Buffer {
  const { actor, bodyDigest, causation, command, correlation, eventId, keyId, log, mac, meta } =
    header;
  const { occurredAt, recordClass, role, schemaVersion, stream, subject, type } = header;
  return sha256Of(
    `\u0000{"actor":"${actor}","bodyDigest":"${bodyDigest}","causation":${quoted(causation)},` +
      `"command":"${command}","correlation":"${correlation}","eventId":"${eventId}","keyId":${quoted(keyId)},` +
      `"log":"${log}","mac":"${mac}","meta":${isEmpty(meta) ? '{}' : jcs(meta)},"occurredAt":"${occurredAt}",` +
      `"recordClass":${recordClass},"role":${JSON.stringify(role)},"schemaVersion":${schemaVersion},` +
      `"stream":${JSON.stringify(stream)},"subject":${quoted(subject)},"type":${JSON.stringify(type)},"v":${headerVersion}}`,
  );
}

const quoted = (uuid: string | null) => (uuid === null ? 'null' : `"${uuid}"`);

/** True of `{}`, which most events have, and of nothing else that somebody may have put there. */
function isEmpty(meta: unknown): boolean {
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return false;
  for (const _ in meta) return false;
  return true;
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
