import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { studentDecider } from '#domain/student/decide';
import { openRecord, type OpenRecord } from '#event-store/record';
import { Progress } from '#event-store/subscription/progress';
import { SubscriptionRunner } from '#event-store/subscription/subscription-runner';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { liveSomeWeeks, type LivedDistrict } from '#testing/lived-history';
import { readModelMigrations, readModelTables } from './migrations.js';
import { project, readModelsSubscription } from './read-models.js';
import { foldsOf, rebuildReadModels } from './rebuild.js';

let database: FreshDatabase;
let record: OpenRecord;
let pool: pg.Pool;
let progress: Progress;
let runner: SubscriptionRunner;
let lived: LivedDistrict;

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate(readModelMigrations);
  record = openRecord(database.url, randomBytes(32));
  pool = new pg.Pool({ connectionString: database.ownerUrl, max: 4 });
  progress = new Progress(database.url);
  const folds = foldsOf(record.store, record.reference);
  runner = new SubscriptionRunner({
    url: database.url,
    bodies: record.store.bodies,
    progress,
    batch: 7, // small: a live run meets the log in many pieces
    subscribers: [
      {
        name: readModelsSubscription,
        apply: (district, events, tx) => project(folds, district, events, tx),
      },
    ],
  });
  progress.start();
  runner.start();
  lived = await liveSomeWeeks({ record, db: pool, passed }, { seed: 11, students: 8, days: 45 });
});

afterAll(async () => {
  await runner.stop();
  await progress.stop();
  await record.store.close();
  await pool.end();
  await database.drop();
});

async function passed(district: string, position: number): Promise<void> {
  const wait = { subscriptions: [readModelsSubscription], timeoutMs: 20_000 };
  if (!(await progress.waitForPosition(district, position, wait)))
    throw new Error(`the views have not passed ${position}`);
}

/** Every row of every view as text, in the order of the text. */
async function allRows(): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of readModelTables) {
    const { rows } = await pool.query<{ row: string }>(
      `select t::text as row from rm.${table} t where district_id = $1 order by t::text collate "C"`,
      [lived.district],
    );
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}

test('the history that is compared has something of everything', async () => {
  const rows = await allRows();
  for (const table of ['students', 'scores', 'groups', 'sessions', 'cycles', 'referrals', 'duties'])
    expect(rows[table]!.length, table).toBeGreaterThan(0);
  const { rows: types } = await pool.query<{ type: string }>('select distinct type from es.events');
  expect(types.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['ReviewHeld', 'FactVoided', 'ObligationMissed', 'SessionUnlogged']),
  );
});

test('a fact of a group that names a student is in that student’s story', async () => {
  const joined = await pool.query(
    `select event_id from es.events where type = 'MemberAdded' order by 1`,
  );
  const told = await pool.query(
    `select t.event_id from rm.student_timeline t join rm.students s using (district_id, student_id)
     where t.type = 'MemberAdded' order by 1`,
  );
  expect(joined.rows.length).toBeGreaterThan(0);
  expect(told.rows).toEqual(joined.rows);
});

test.each([[1_000], [3]])(
  'views that are built from zero in batches of %i equal those that grew with the log, byte for byte',
  async (batch) => {
    const before = await allRows();
    const { events } = await rebuildReadModels(record, database.url, lived.district, batch);
    expect(events).toBe(await record.store.head(lived.district));
    expect(await allRows()).toEqual(before);
  },
);

test('a rebuild mends rows that somebody changed, and the projector goes on behind it', async () => {
  const before = await allRows();
  await pool.query(`update rm.cycles set status = 'nonsense' where district_id = $1`, [
    lived.district,
  ]);
  await pool.query('delete from rm.students where district_id = $1', [lived.district]);
  await rebuildReadModels(record, database.url, lived.district);
  expect(await allRows()).toEqual(before);

  const { district, students } = lived;
  const { position } = await record.handler.handle(
    studentDecider,
    { district, stream: `student/${students[0]!}` },
    {
      type: 'RenameStudent',
      data: { name: { given: 'Maya', middle: null, family: 'Lorn' } },
      key: 'after-the-rebuild',
      actor: operatorActor,
    },
  );
  await passed(district, position);
  const { rows } = await pool.query(
    'select given_name from rm.students where district_id = $1 and student_id = $2',
    [district, students[0]],
  );
  expect(rows).toEqual([{ given_name: 'Maya' }]);
});

test('a rebuild that fails leaves the rows as they were', async () => {
  const before = await allRows();
  const { store, reference } = record;
  const failing = Object.assign(Object.create(reference) as typeof reference, {
    for: () => Promise.reject(new Error('no reference data')),
  });
  await expect(
    rebuildReadModels({ store, reference: failing }, database.url, lived.district),
  ).rejects.toThrow('no reference data');
  expect(await allRows()).toEqual(before);
});
