import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { chainStep, leaf, sha256 } from '../hash.js';
import { jcs } from '../jcs.js';
import { chainHash, treeLeafHash } from './digests.js';
import { contentHashOf, leafOf, type LogRow } from './log-row.js';

const district = '7c1f3a52-5b1e-4a43-9d6a-0a4a4f1f9d10';
const uuid = fc.uuid();
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));
/** PostgreSQL keeps whole characters and no NUL; the record takes text in NFC only. */
const text = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((s) => s.normalize('NFC').replaceAll('\u0000', ''));
const meta = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)), {
  maxKeys: 3,
});

const rows: fc.Arbitrary<LogRow> = fc.record({
  pos: fc.integer({ min: 1, max: 2 ** 40 }),
  stream_id: text,
  version: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  event_id: uuid,
  type: text,
  schema_version: fc.integer({ min: 1, max: 100 }),
  subject_id: fc.option(uuid),
  record_class: fc.option(fc.integer({ min: 0, max: 100 })),
  key_id: fc.option(uuid),
  recorded_at: fc.bigInt({ min: 0n, max: 2n ** 62n }),
  occurred_at: fc.bigInt({ min: -(2n ** 50n), max: 2n ** 62n }),
  actor_id: uuid,
  actor_role: text,
  correlation_id: uuid,
  causation_id: fc.option(uuid),
  command_id: uuid,
  command_mac: bytes(32),
  body: fc.option(bytes(40)),
  body_digest: bytes(32),
  meta: meta.map((value) => ({ ...value })),
  content_hash: bytes(32),
  chain_hash: bytes(32),
});

test('the content hash from the columns is SHA-256 of 0x00 and the canonical JSON of the header', () => {
  fc.assert(
    fc.property(rows, (row) => {
      const header = {
        v: 2,
        log: district,
        eventId: row.event_id,
        stream: row.stream_id,
        type: row.type,
        schemaVersion: row.schema_version,
        subject: row.subject_id,
        recordClass: row.record_class,
        keyId: row.key_id,
        occurredAt: String(row.occurred_at),
        actor: row.actor_id,
        role: row.actor_role,
        correlation: row.correlation_id,
        causation: row.causation_id,
        command: row.command_id,
        mac: row.command_mac.toString('hex'),
        meta: row.meta,
        bodyDigest: row.body_digest.toString('hex'),
      };
      const hashed = createHash('sha256').update(Buffer.of(0)).update(jcs(header)).digest();
      expect(contentHashOf(district, row)).toEqual(hashed);
    }),
    { numRuns: 500 },
  );
});

test('leaf and chain hash are those that the words of hash.ts say', () => {
  fc.assert(
    fc.property(rows, (row) => {
      const place = leaf({
        position: row.pos,
        recordedAtMicros: row.recorded_at,
        version: row.version,
        contentHash: row.content_hash,
      });
      expect(leafOf(row)).toEqual(place);
      expect(chainHash(row.chain_hash, place)).toEqual(chainStep(row.chain_hash, place));
      expect(treeLeafHash(place)).toEqual(sha256(Buffer.of(0), place));
    }),
  );
});
