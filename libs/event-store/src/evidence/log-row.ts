import { jcs, NotCanonical } from '../jcs.js';
import { hashBytes, leafBytes, sha256Of } from './digests.js';

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

/**
 * The content hash of event-store.md 9, from the columns: SHA-256(0x00 ‖ JCS(header)). The header's keys are always these,
 * so its canonical text is written down instead of computed, at a fifth of the cost; a spec compares it with `contentHash`.
 */
export function contentHashOf(district: string, row: LogRow): Buffer {
  const { subject_id: subject, record_class: recordClass, key_id: key, causation_id: cause } = row;
  const text =
    `\u0000{"actor":"${row.actor_id}","bodyDigest":"${row.body_digest.toString('hex')}",` +
    `"causation":${quoted(cause)},"command":"${row.command_id}","correlation":"${row.correlation_id}",` +
    `"eventId":"${row.event_id}","keyId":${quoted(key)},"log":"${district}",` +
    `"mac":"${row.command_mac.toString('hex')}","meta":${metaText(row.meta)},` +
    `"occurredAt":"${row.occurred_at}","recordClass":${recordClass},"role":${JSON.stringify(row.actor_role)},` +
    `"schemaVersion":${row.schema_version},"stream":${JSON.stringify(row.stream_id)},` +
    `"subject":${quoted(subject)},"type":${JSON.stringify(row.type)},"v":2}`;
  return sha256Of(text);
}

const quoted = (uuid: string | null) => (uuid === null ? 'null' : `"${uuid}"`);

/** What the store writes is an object; what somebody else put there may be anything, and then gives another hash. */
function metaText(meta: unknown): string {
  if (isEmptyObject(meta)) return '{}';
  try {
    return jcs(meta);
  } catch (error) {
    if (error instanceof NotCanonical) return 'never recorded';
    throw error;
  }
}

function isEmptyObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const _ in value) return false;
  return true;
}

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
