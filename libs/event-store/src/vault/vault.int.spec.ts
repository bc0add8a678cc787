import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { Busy } from '#event-store/errors';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { assertKeysFit } from '#event-store/record';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import {
  noteBodies,
  noted,
  notesInClear,
  request,
} from '../../../../test/contracts/event-store.contract.js';
import { MasterKey, VaultEmpty, WrongMasterKey } from './key-wrapper.js';
import { PostgresVault } from './postgres-vault.js';

const master = Buffer.alloc(32, 7);
const keys = new DistrictKeys(master);
let database: FreshDatabase;
let db: pg.Pool;
let store: PostgresEventStore;

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate();
  db = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  db.on('error', () => undefined); // dropping the database ends what is still closing
  store = new PostgresEventStore({ url: database.url, keys, bodies: noteBodies(database.url) });
});
afterAll(async () => {
  await store.close();
  await db.end();
  await database.drop();
});

const founded = async () => {
  const district = randomUUID();
  await store.foundDistrict(district);
  const { rows } = await db.query('select log_id from es.log where district_id = $1', [district]);
  return { district, logId: Number(rows[0].log_id) };
};

const aVault = (wrapper = new MasterKey(master)) => new PostgresVault(database.url, wrapper);

describe('the keys of students', () => {
  test('are made once, though ten processes need them at the same moment', async () => {
    const { district, logId } = await founded();
    const vaults = Array.from({ length: 10 }, () => aVault());
    const classes = Array.from({ length: 20 }, () => ({ subjectId: randomUUID(), recordClass: 2 }));
    const inAnyOrder = (n: number) => (n % 2 ? classes : classes.toReversed());
    const made = await Promise.all(vaults.map((v, n) => v.keysFor(district, inAnyOrder(n))));
    const shown = made.map((found) =>
      found.map(({ keyId, key }) => `${keyId} ${key.export().toString('hex')}`).toSorted(),
    );
    expect(shown[0]).toHaveLength(20);
    for (const one of shown) expect(one).toEqual(shown[0]);
    const { rows } = await db.query(
      'select count(*)::int as n from vault.class_keys where log_id = $1',
      [logId],
    );
    expect(rows).toEqual([{ n: 20 }]);
    await Promise.all(vaults.map((v) => v.close()));
  });

  test('lie wrapped: neither they nor the district’s key can be read from the tables', async () => {
    const { district, logId } = await founded();
    const vault = aVault();
    const [key] = await vault.keysFor(district, [{ subjectId: randomUUID(), recordClass: 1 }]);
    const { rows } = await db.query('select wrapped from vault.class_keys where log_id = $1', [
      logId,
    ]);
    const wrapped = rows[0].wrapped as Buffer;
    expect(wrapped).toHaveLength(1 + 12 + 32 + 16);
    expect(wrapped.includes(key!.key.export())).toBe(false);
    await vault.close();
  });

  test('are made while the district’s log is held by another writer', async () => {
    const { district, logId } = await founded();
    const vault = aVault();
    const holder = await db.connect();
    await holder.query('begin');
    await holder.query('select pg_advisory_xact_lock(18753, $1)', [logId]);
    const found = await vault.keysFor(district, [{ subjectId: randomUUID(), recordClass: 1 }]);
    expect(found).toHaveLength(1);
    await holder.query('rollback');
    holder.release();
    await vault.close();
  });

  test('are waited for five seconds at most where somebody makes the same key and never commits: then it is Busy', async () => {
    const { district, logId } = await founded();
    const vault = aVault();
    const wanted = { subjectId: randomUUID(), recordClass: 1 };
    await vault.keysFor(district, [{ ...wanted, recordClass: 2 }]);
    const holder = await db.connect();
    await holder.query('begin');
    await holder.query('insert into vault.class_keys values ($1, $2, $3, 1, $4)', [
      randomUUID(),
      logId,
      wanted.subjectId,
      Buffer.alloc(61),
    ]);
    const since = performance.now();
    await expect(vault.keysFor(district, [wanted])).rejects.toThrow(Busy);
    expect(performance.now() - since).toBeLessThan(10_000);
    // Whoever appends learns the same, and may try again once the other has gone.
    await holder.query('rollback');
    holder.release();
    expect(await vault.keysFor(district, [wanted])).toHaveLength(1);
    await vault.close();
  });

  test('cannot be given to another student by moving rows about', async () => {
    const { district, logId } = await founded();
    const vault = aVault();
    const [a, b] = [randomUUID(), randomUUID()];
    await vault.keysFor(
      district,
      [a, b].map((subjectId) => ({ subjectId, recordClass: 1 })),
    );
    await db.query(
      `update vault.class_keys k set wrapped = o.wrapped from vault.class_keys o
       where k.log_id = $1 and k.subject_id = $2 and o.log_id = $1 and o.subject_id = $3`,
      [logId, a, b],
    );
    await expect(vault.keysFor(district, [{ subjectId: a, recordClass: 1 }])).rejects.toThrow();
    await vault.close();
  });
});

describe('the record', () => {
  test('keeps no word of a sealed event in clear, and finds it again in another process', async () => {
    const { district, logId } = await founded();
    const ref = { district, stream: `cycle/${randomUUID()}` as StreamId };
    const events = Array.from({ length: 20 }, (_, n) => noted(`CANARY ${n}`));
    await store.append(request(keys, ref, { data: { text: 'CANARY' }, events }));
    const { rows } = await db.query(
      'select e::text as row, body from es.events e where log_id = $1',
      [logId],
    );
    for (const { row, body } of rows) {
      expect(row).not.toContain('CANARY');
      expect((body as Buffer).toString('latin1')).not.toContain('CANARY');
    }
    const bodies = noteBodies(database.url);
    const another = new PostgresEventStore({ url: database.url, keys, bodies });
    const read = await another.read(ref);
    expect(read.events.map((event) => event.data)).toEqual(events.map((event) => event.data));
    await another.close();
  });

  test('still reads what was kept in clear before anything was sealed', async () => {
    const { district } = await founded();
    const ref = { district, stream: `cycle/${randomUUID()}` as StreamId };
    const before = new PostgresEventStore({
      url: database.url,
      keys,
      bodies: notesInClear(database.url),
    });
    await before.append(request(keys, ref, { events: [noted('of before')] }));
    await before.close();
    await store.append(request(keys, ref, { events: [noted('of now')] }));
    const { events } = await store.read(ref);
    expect(events.map((event) => event.data)).toEqual([{ text: 'of before' }, { text: 'of now' }]);
  });
});

describe('a process that starts', () => {
  test('with the right key is let in', async () => {
    const { district } = await founded();
    await store.append(request(keys, { district, stream: `cycle/${randomUUID()}` }));
    await assertKeysFit(database.url, master);
  });

  test('with another master key is refused in a sentence that says what to do', async () => {
    const { district } = await founded();
    await store.append(request(keys, { district, stream: `cycle/${randomUUID()}` }));
    const refused = assertKeysFit(database.url, Buffer.alloc(32, 8));
    await expect(refused).rejects.toThrow(WrongMasterKey);
    await expect(refused).rejects.toThrow('AIMLINE_MASTER_KEY');
  });

  test('on a sealed record whose vault is empty is refused', async () => {
    const fresh = await freshDatabase();
    await fresh.migrate();
    const other = new PostgresEventStore({ url: fresh.url, keys, bodies: noteBodies(fresh.url) });
    const ref = { district: randomUUID(), stream: `cycle/${randomUUID()}` as StreamId };
    await other.foundDistrict(ref.district);
    await other.append(request(keys, ref));
    const pool = new pg.Pool({ connectionString: fresh.ownerUrl, max: 1 });
    pool.on('error', () => undefined);
    await pool.query('truncate vault.class_keys');
    await expect(assertKeysFit(fresh.url, master)).rejects.toThrow(VaultEmpty);
    await pool.query('truncate vault.district_keys');
    await expect(assertKeysFit(fresh.url, master)).rejects.toThrow('restore the schema');
    await Promise.all([other.close(), pool.end()]);
    await fresh.drop();
  });
});
