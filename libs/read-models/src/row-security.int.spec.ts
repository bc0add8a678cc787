import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DistrictPool } from '#event-store/postgres/district-pool';
import { openRecord, type OpenRecord } from '#event-store/record';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { liveSomeWeeks, type LivedDistrict } from '#testing/lived-history';
import { readModelMigrations, readModelTables } from './migrations.js';
import { rebuildReadModels } from './rebuild.js';

let database: FreshDatabase;
let record: OpenRecord;
let owner: pg.Pool;
let lived: LivedDistrict;
/** Logs: whose rows there are, and that of a district beside it. */
let own: number;
let beside: number;
const neighbour = randomUUID();

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate(readModelMigrations);
  record = openRecord(database.url, randomBytes(32));
  owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  owner.on('error', () => undefined); // dropping the database ends what is still closing
  const passed = async (district: string) =>
    void (await rebuildReadModels(record, database.url, district));
  lived = await liveSomeWeeks({ record, db: owner, passed }, { seed: 5, students: 4, days: 12 });
  await rebuildReadModels(record, database.url, lived.district);
  await record.store.foundDistrict(neighbour);
  const { rows } = await owner.query<{ id: number; district: string }>(
    'select log_id as id, district_id as district from es.log',
  );
  own = rows.find(({ district }) => district === lived.district)!.id;
  beside = rows.find(({ district }) => district === neighbour)!.id;
});
afterAll(async () => {
  await record.store.close();
  await owner.end();
  await database.drop();
});

/** The application's own login, on a connection that was told a district or none. */
async function told<T>(logId: number | null, work: (db: pg.Client) => Promise<T>): Promise<T> {
  const db = new pg.Client({ connectionString: database.url });
  await db.connect();
  try {
    if (logId !== null) await db.query(`set app.log_id = ${logId}`);
    return await work(db);
  } finally {
    await db.end();
  }
}

const count = async (db: pg.Client | pg.Pool, table: string) =>
  (await db.query<{ n: number }>(`select count(*)::int as n from rm.${table}`)).rows[0]!.n;

test('every view is under forced row security', async () => {
  const { rows } = await owner.query<{ name: string; forced: boolean }>(
    `select relname as name, relrowsecurity and relforcerowsecurity as forced
     from pg_class where relnamespace = 'rm'::regnamespace and relkind in ('r', 'p')`,
  );
  expect(rows.map(({ name }) => name).toSorted()).toEqual(readModelTables.toSorted());
  expect(rows.filter(({ forced }) => !forced)).toEqual([]);
});

test('the application sees the rows of the district that it has named, and of no other', async () => {
  let seen = 0;
  for (const table of readModelTables) {
    const there = await count(owner, table);
    expect(await told(own, (db) => count(db, table)), table).toBe(there);
    expect(await told(beside, (db) => count(db, table)), table).toBe(0);
    expect(await told(null, (db) => count(db, table)), table).toBe(0);
    seen += there;
  }
  expect(seen).toBeGreaterThan(50);
  // Once told, a connection that is told nothing more sees nothing: no setting is not the setting ''.
  const after = await told(own, async (db) => {
    await db.query(`set app.log_id = ''`);
    return count(db, 'students');
  });
  expect(after).toBe(0);
});

test('it changes and removes nothing of another district, and puts nothing there', async () => {
  for (const table of readModelTables) {
    const { rows } = await owner.query<{ row: object }>(
      `select to_jsonb(t) as row from rm.${table} t limit 1`,
    );
    if (!rows[0]) continue;
    for (const logId of [beside, null])
      await told(logId, async (db) => {
        const changed = await db.query(`update rm.${table} set district_id = district_id`);
        const removed = await db.query(`delete from rm.${table}`);
        expect({ table, rows: [changed.rowCount, removed.rowCount] }).toEqual({
          table,
          rows: [0, 0],
        });
        const put = db.query(
          `insert into rm.${table} select (jsonb_populate_record(null::rm.${table}, $1)).*`,
          [{ ...rows[0]!.row, district_id: lived.district }],
        );
        await expect(put, table).rejects.toMatchObject({ code: '42501' });
      });
    const moved = told(own, (db) =>
      db.query(`update rm.${table} set district_id = $1`, [neighbour]),
    );
    await expect(moved, table).rejects.toMatchObject({ code: '42501' });
  }
});

test('a query that forgot its condition reads one district all the same', async () => {
  const db = new DistrictPool(database.url, { max: 1 });
  try {
    const all = 'select count(*)::int as n from rm.students';
    const ask = async (district: string) => (await db.of(district).query(all)).rows[0]!['n'];
    expect(await ask(lived.district)).toBeGreaterThan(0);
    expect(await ask(neighbour)).toBe(0);
    expect(await ask(lived.district)).toBeGreaterThan(0);
    await expect(ask(randomUUID())).rejects.toMatchObject({ name: 'DistrictNotFound' });
  } finally {
    await db.end();
  }
});

test('a rebuild takes no other district’s rows with it', async () => {
  const before = await count(owner, 'students');
  expect(await rebuildReadModels(record, database.url, neighbour)).toEqual({ events: 0 });
  expect(await count(owner, 'students')).toBe(before);
});
