import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { StreamId } from '#domain/streams';
import { chainStep, contentHash, genesis, leaf, sha256 } from '../hash.js';
import { signCheckpoint } from './checkpoint-note.js';
import { Destroyed } from './destroyed.js';
import { treeLeafHash } from './digests.js';
import type { Link } from './links.js';
import { leafOf, type LogRow } from './log-row.js';
import { signerFromSeed } from './note.js';
import { RightEdge } from './right-edge.js';
import { type LinkEvidence, verifyLinks } from './verify-links.js';
import { type LogEvidence, verifyLog } from './verify-log.js';

const district = '7c1f3a52-5b1e-4a43-9d6a-0a4a4f1f9d10';
const signer = signerFromSeed(`aimline/${district}`, Buffer.alloc(32, 7));
const size = 24;
const signedAt = [0, 10, size];

/** An invented uuid that a name always gives. */
const id = (name: string) => {
  const hex = createHash('md5').update(name).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

/** A log as the store writes it: two events a command, over three streams. */
function write() {
  const rows: LogRow[] = [];
  let chain = genesis(district);
  const edge = RightEdge.empty();
  const checkpoints: LogEvidence['checkpoints'][number][] = [];
  const seal = (at: number) => {
    const state = { size: at, root: edge.root() };
    checkpoints.push({ ...state, edge: edge.bytes, note: signCheckpoint(signer, state) });
  };
  seal(0);
  for (let pos = 1; pos <= size; pos += 1) {
    const command = Math.ceil(pos / 2);
    const body = Buffer.from(`{"score":${pos}}`);
    const row: LogRow = {
      pos,
      stream_id: `cycle/${id(`stream ${command % 3}`)}`,
      version: 2 * Math.ceil(command / 3) - (pos % 2),
      event_id: id(`event ${pos}`),
      type: pos % 2 ? 'ProbeRecorded' : 'Noted',
      schema_version: 1,
      subject_id: pos % 4 ? id('subject') : null,
      record_class: pos % 4 ? 2 : null,
      key_id: pos % 4 ? id('key') : null,
      recorded_at: BigInt(1_790_000_000_000_000 + command * 1_000),
      occurred_at: BigInt(1_780_000_000_000_000 + pos),
      actor_id: id(`actor ${command % 2}`),
      actor_role: 'specialist',
      correlation_id: id(`command ${command}`),
      causation_id: pos % 3 ? null : id('cause'),
      command_id: id(`command ${command}`),
      command_mac: sha256(Buffer.from(`mac ${command}`)),
      body,
      body_digest: sha256(body),
      meta: {},
      content_hash: Buffer.alloc(32),
      chain_hash: Buffer.alloc(32),
    };
    row.content_hash = contentHash({
      log: district,
      eventId: row.event_id,
      stream: row.stream_id as StreamId,
      type: row.type,
      schemaVersion: 1,
      subject: row.subject_id,
      recordClass: row.record_class,
      keyId: row.key_id,
      occurredAt: String(row.occurred_at),
      actor: row.actor_id,
      role: 'specialist',
      correlation: row.correlation_id,
      causation: row.causation_id,
      command: row.command_id,
      mac: row.command_mac.toString('hex'),
      meta: {},
      bodyDigest: row.body_digest.toString('hex'),
    });
    const place = leaf({
      position: pos,
      recordedAtMicros: row.recorded_at,
      version: row.version,
      contentHash: row.content_hash,
    });
    chain = chainStep(chain, place);
    row.chain_hash = chain;
    edge.append(treeLeafHash(place));
    rows.push(row);
    if (signedAt.includes(pos)) seal(pos);
  }
  const versions = new Map(rows.map((row) => [row.stream_id, row.version]));
  return {
    district,
    verifier: signer.verifier,
    head: { position: size, chainHash: chain, recordedAt: rows.at(-1)!.recorded_at },
    checkpoints,
    outside: checkpoints.map(({ size: at, note }) => ({ size: at, note })),
    streams: [...versions].map(([stream, version]) => ({ stream, type: 'cycle', version })),
    subscriptions: [{ name: 'read-models', position: 12, chainHash: rows[11]!.chain_hash }],
    rows,
  };
}

const { rows: asWritten, ...beside } = write();
const written = (): LogEvidence => ({ ...beside, batches: inBatches(asWritten) });

async function* inBatches<T>(all: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let i = 0; i < all.length; i += 7) yield all.slice(i, i + 7);
}

async function rowsOf({ batches }: LogEvidence): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

/** The log with its rows changed by a hand that knows no keys. */
async function changed(by: (rows: LogRow[]) => readonly LogRow[]): Promise<LogEvidence> {
  const log = written();
  return { ...log, batches: inBatches(by(await rowsOf(log))) };
}

async function linksOf(log: LogEvidence): Promise<LinkEvidence> {
  const links = (await rowsOf(log)).map((row): Link => ({
    position: row.pos,
    recordedMicros: row.recorded_at,
    leaf: leafOf(row),
    chainHash: row.chain_hash,
  }));
  return { ...log, batches: inBatches(links) };
}

const positions = fc.integer({ min: 1, max: size });

test('a log as it was written matches, by both passes', async () => {
  expect(await verifyLog(written())).toMatchObject({ matches: true, events: size, signed: size });
  const quick = await verifyLinks(await linksOf(written()));
  expect(quick).toMatchObject({ matches: true, events: size, checkpoints: 3 });
});

test('any other value in any column is found at its position, and mostly by name', async () => {
  const columns = Object.keys((await rowsOf(written()))[0]!).filter((c) => c !== 'pos');
  const other: Record<string, (value: unknown, n: number) => unknown> = {
    string: (value, n) => `${String(value).slice(0, -1)}${n % 10}x`,
    number: (value, n) => (value as number) + 1 + n,
    bigint: (value, n) => (value as bigint) + BigInt(n + 1),
    object: (value, n) => {
      if (value === null) return id(`other ${n}`);
      if (!Buffer.isBuffer(value)) return { outcome: n };
      const copy = Buffer.from(value);
      copy[n % copy.length]! ^= 1 + (n % 255);
      return copy;
    },
  };
  await fc.assert(
    fc.asyncProperty(
      positions,
      fc.constantFrom(...columns),
      fc.nat({ max: 1_000_000 }),
      async (at, name, n) => {
        const column = name as keyof LogRow;
        const log = await changed((rows) =>
          rows.map((row) =>
            row.pos === at ? { ...row, [column]: other[typeof row[column]]!(row[column], n) } : row,
          ),
        );
        const { matches, first, findings } = await verifyLog(log);
        expect(matches).toBe(false);
        expect(first!.position).toBe(at);
        expect(findings.length).toBeLessThan(8);
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);

describe('events that are missing, moved or doubled are found by both passes', () => {
  const found = async (log: LogEvidence, at: number) => {
    const rows = await rowsOf(log);
    for (const verdict of [
      await verifyLog({ ...log, batches: inBatches(rows) }),
      await verifyLinks(await linksOf({ ...log, batches: inBatches(rows) })),
    ]) {
      expect(verdict.matches).toBe(false);
      expect(verdict.first!.position).toBe(at);
    }
  };

  test('any one deleted', () =>
    fc.assert(
      fc.asyncProperty(positions, async (at) =>
        found(await changed((rows) => rows.filter(({ pos }) => pos !== at)), at),
      ),
    ));

  test('any two exchanged', () =>
    fc.assert(
      fc.asyncProperty(positions, positions, async (a, b) => {
        fc.pre(a !== b);
        const swap = (pos: number) => (pos === a ? b : pos === b ? a : pos);
        const log = await changed((rows) =>
          rows.map((row) => ({ ...row, pos: swap(row.pos) })).toSorted((x, y) => x.pos - y.pos),
        );
        await found(log, Math.min(a, b));
      }),
    ));

  test('any tail cut off', () =>
    fc.assert(
      fc.asyncProperty(positions, async (at) =>
        found(await changed((rows) => rows.filter(({ pos }) => pos < at)), at),
      ),
    ));
});

test('the quick pass leaves the columns out, and says nothing of them', async () => {
  const log = await changed((rows) =>
    rows.map((row) => (row.pos === 5 ? { ...row, type: 'ReviewHeld' } : row)),
  );
  expect(await verifyLinks(await linksOf(log))).toMatchObject({ matches: true });
});

describe('a body that is gone', () => {
  const row = asWritten[5]!;
  const without = (at: number) =>
    changed((rows) => rows.map((r) => (r.pos === at ? { ...r, body: null } : r)));
  const { subject_id, record_class } = row;
  const expunged = (pos: number, subject = subject_id) => ({
    pos,
    type: 'BodyExpunged',
    subject_id: subject,
    record_class,
    body: Buffer.from(`{"eventId":"${row.event_id}"}`),
  });
  const classGone = { pos: 20, type: 'RecordDestroyed', subject_id, record_class, body: null };

  test('is found, unless an event behind it took it', async () => {
    expect((await verifyLog(await without(6))).first).toMatchObject({ position: 6, check: 'body' });
    const destroyed = new Destroyed([expunged(7)]);
    expect(await verifyLog({ ...(await without(6)), destroyed })).toMatchObject({ matches: true });
  });

  test.each([
    ['names another event', { ...expunged(7), body: Buffer.from(`{"eventId":"${id('other')}"}`) }],
    ['says nothing that can be read', { ...expunged(7), body: Buffer.from('[') }],
    ['is about another student', expunged(7, id('other'))],
    ['came before it', expunged(5)],
    ['destroyed another class', { ...classGone, record_class: 3 }],
  ])('is found where the event that should have taken it %s', async (_, by) => {
    const destroyed = new Destroyed([by]);
    const { findings } = await verifyLog({ ...(await without(6)), destroyed });
    expect(findings).toContainEqual(expect.objectContaining({ position: 6, check: 'body' }));
  });

  test('of a destroyed class is every one before it, and one that is still there is found', async () => {
    const destroyed = new Destroyed([classGone]);
    const sealed = asWritten.filter((r) => r.key_id !== null && r.pos < 20).map(({ pos }) => pos);
    const log = await changed((rows) =>
      rows.map((r) => (sealed.includes(r.pos) ? { ...r, body: null } : r)),
    );
    expect(await verifyLog({ ...log, destroyed })).toMatchObject({ matches: true });
    const { findings } = await verifyLog({ ...(await without(6)), destroyed });
    expect(findings.map(({ position }) => position)).toEqual(sealed.filter((pos) => pos !== 6));
    expect(findings[0]!.sentence).toContain('although position 20 destroyed it');
  });
});

test('a log of another district matches nothing, and the search for columns ends', async () => {
  const log = { ...written(), district: id('another district') };
  const { found, findings, events } = await verifyLog(log);
  expect(events).toBe(size);
  expect(findings.filter(({ check }) => check === 'content_hash')).toHaveLength(size);
  expect(found).toBeGreaterThanOrEqual(size);
});

test('notes of another key are not believed, and a log without notes says so', async () => {
  const stranger = signerFromSeed(`aimline/${district}`, Buffer.alloc(32, 8)).verifier;
  const { findings } = await verifyLog({ ...written(), verifier: stranger });
  expect(findings.map(({ check }) => check)).toEqual([
    'es.checkpoints.note', 'outside note', 'es.checkpoints.note', 'outside note', 'es.checkpoints.note', 'outside note',
  ]); // prettier-ignore
  const bare = await verifyLog({ ...written(), checkpoints: [], outside: [] });
  expect(bare).toMatchObject({ matches: true, signed: 0 });
  expect(bare.remarks).toEqual([expect.stringContaining('No checkpoint was signed yet')]);
  const alone = await verifyLog({ ...written(), outside: [] });
  expect(alone.remarks).toEqual([
    expect.stringContaining('3 of 3 notes are in the database alone'),
  ]);
});
