import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorActor, type Recorded } from '#domain/decider';
import type { Duty } from '#domain/obligation';
import { processes } from '#domain/registry';
import { isProcess, kindOf, type ProcessKind } from '#domain/streams';
import { studentDecider } from '#domain/student/decide';
import { DistrictPool } from '#event-store/postgres/district-pool';
import { quiet } from '#event-store/postgres/pools';
import { openRecord, type OpenRecord } from '#event-store/record';
import { rebuildProjection } from '#event-store/subscription/rebuild';
import { Progress } from '#event-store/subscription/progress';
import { SubscriptionRunner } from '#event-store/subscription/subscription-runner';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { liveSomeWeeks, type LivedDistrict } from '#testing/lived-history';
import { readModelMigrations, readModelTables } from './migrations.js';
import { project, readModelsSubscription } from './read-models.js';
import { DutyQueries } from './duties/duties.query.js';
import { clearRows, foldsOf, rebuildReadModels } from './rebuild.js';

let database: FreshDatabase;
let record: OpenRecord;
let pool: pg.Pool;
let views: DistrictPool;
let progress: Progress;
let runner: SubscriptionRunner;
let lived: LivedDistrict;

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate(readModelMigrations);
  record = openRecord(database.url, randomBytes(32));
  pool = quiet(new pg.Pool({ connectionString: database.ownerUrl, max: 4 }));
  views = new DistrictPool(database.url, { max: 2 });
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
  await views.end();
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

test('people read the old rows, all of them, at every moment of a rebuild', async () => {
  const before = await allRows();
  const { district, students } = lived;
  const folds = foldsOf(record.store, record.reference);
  let looks = 0;
  const look = async () => {
    expect(await allRows()).toEqual(before);
    looks += 1;
  };
  await rebuildProjection({
    url: database.url,
    bodies: record.store.bodies,
    name: readModelsSubscription,
    district,
    batch: 60,
    clear: async (tx) => {
      await clearRows(tx, district);
      await look();
    },
    apply: async (events, tx) => {
      await project(folds, district, events, tx);
      await look();
    },
  });
  expect(looks).toBeGreaterThan(5);
  expect(await allRows()).toEqual(before);
  const { position } = await record.handler.handle(
    studentDecider,
    { district, stream: `student/${students[1]!}` },
    {
      type: 'RenameStudent',
      data: { name: { given: 'Ines', middle: null, family: 'Lorn' } },
      key: 'after-the-looks',
      actor: operatorActor,
    },
  );
  await passed(district, position);
});

test('the inbox as it was known at any position is what folding up to there says', async () => {
  const { district, staff } = lived;
  const { store, reference } = record;
  const log = await wholeLog(district);
  const ends = log.flatMap((e, i) => (log[i + 1]?.commandId === e.commandId ? [] : [e.position]));
  const positions = ends.filter((_, i) => i % Math.ceil(ends.length / 40) === 0);
  expect(positions.length).toBeGreaterThan(20);
  const queries = new DutyQueries(views);
  let owedInAll = 0;
  for (const knownAt of positions) {
    const streams = Map.groupBy(
      log.filter((e) => e.position <= knownAt && isProcess(kindOf(e.stream))),
      (e) => e.stream,
    );
    const owed: Duty[] = [];
    for (const [stream, events] of streams) {
      const { decider, obligations } = processes[kindOf(stream) as ProcessKind];
      const state = events.reduce(decider.evolve, decider.initial);
      owed.push(...obligations(state, await reference.for(district, decider.needs(state))));
    }
    const keys = (duties: readonly { key: string }[]) => duties.map(({ key }) => key).toSorted();
    const mine = owed.filter(({ owner }) => owner.kind === 'staff' && owner.staffId === staff);
    const of = { staffId: staff, role: 'auditor', schoolIds: null } as const;
    const inbox = await queries.inbox(district, of, knownAt);
    expect(keys(inbox), `at ${knownAt}`).toEqual(keys(mine));
    const all = await queries.of(district, [...streams.keys()], knownAt);
    expect(keys(all), `at ${knownAt}`).toEqual(keys(owed));
    owedInAll += mine.length;
  }
  expect(owedInAll).toBeGreaterThan(20);
  expect(await store.head(district)).toBe(log.length);
});

async function wholeLog(district: string): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for (let more = true; more;) {
    const page = await record.store.readLog(district, events.length, 1_000);
    events.push(...page);
    more = page.length > 0;
  }
  return events;
}

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
