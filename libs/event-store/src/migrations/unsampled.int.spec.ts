import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { streamId } from '#domain/streams';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { openRecord, type OpenRecord } from '../record.js';
import { Unsampled1790000000020 } from './unsampled.js';

let database: FreshDatabase;
let db: pg.Pool;
let record: OpenRecord;

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate();
  record = openRecord(database.url, Buffer.alloc(32, 7));
  db = new pg.Pool({ connectionString: database.superuserUrl ?? database.ownerUrl, max: 2 });
  db.on('error', () => undefined); // dropping the database ends what is still closing
  const district = randomUUID();
  await record.store.foundDistrict(district);
  for (let n = 0; n < 30; n += 1) {
    const stream = streamId('student', randomUUID());
    const data = {
      name: { given: 'Maya', middle: null, family: 'Lorn' },
      birthDate: null,
      grade: '3',
      schoolId: randomUUID(),
      ids: { local: `s${n}`, state: null, sourcedId: null },
      on: '2025-08-20',
    };
    const command = { type: 'EnrolStudent', data, key: randomUUID(), actor: operatorActor };
    await record.handler.handle(deciders.student, { district, stream }, command);
  }
});
afterAll(async () => {
  await record.store.close();
  await db.end();
  await database.drop();
});

/**
 * The columns of which PostgreSQL keeps values, or figures about them, after a look at every table. Under row-level security the
 * superuser alone is shown them: as whom this connects.
 */
async function sampled(): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    `select s.starelid::regclass || '.' || a.attname as name from pg_statistic s
     join pg_attribute a on a.attrelid = s.starelid and a.attnum = s.staattnum`,
  );
  return rows.map(({ name }) => name);
}

const secrets = ['es.events.body', 'vault.class_keys.wrapped', 'vault.district_keys.wrapped'];

test('PostgreSQL’s statistics hold neither a key nor a body', async (context) => {
  if (!database.superuserUrl) return context.skip();
  await db.query('analyze');
  const columns = await sampled();
  expect(columns).toContain('vault.class_keys.subject_id'); // it did look
  expect(columns.filter((name) => secrets.includes(name))).toEqual([]);
});

test('what they took before is dropped, and the record goes on', async (context) => {
  if (!database.superuserUrl) return context.skip();
  await db.query(`
    alter table es.events alter column body set statistics -1;
    alter table vault.district_keys alter column wrapped set statistics -1;
    alter table vault.class_keys alter column wrapped set statistics -1;
    analyze;`);
  expect((await sampled()).filter((name) => secrets.includes(name)).toSorted()).toEqual(secrets);
  const runner = { query: (text: string) => db.query(text) } as unknown as QueryRunner;
  await new Unsampled1790000000020().up(runner);
  expect((await sampled()).filter((name) => secrets.includes(name))).toEqual([]);
  await db.query('analyze');
  expect((await sampled()).filter((name) => secrets.includes(name))).toEqual([]);
});
