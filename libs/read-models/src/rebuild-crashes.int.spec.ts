import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecord, type OpenRecord } from '#event-store/record';
import { Progress } from '#event-store/subscription/progress';
import { rebuildProjection } from '#event-store/subscription/rebuild';
import { SubscriptionRunner } from '#event-store/subscription/subscription-runner';
import { freshDatabase, type FreshDatabase } from '#testing/database';
import { liveSomeWeeks } from '#testing/lived-history';
import { readModelMigrations, readModelTables } from './migrations.js';
import { project, readModelsSubscription } from './read-models.js';
import { clearRows, foldsOf, rebuildReadModels } from './rebuild.js';

let database: FreshDatabase;
let record: OpenRecord;
let pool: pg.Pool;
let progress: Progress;

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate(readModelMigrations);
  record = openRecord(database.url, randomBytes(32));
  pool = new pg.Pool({ connectionString: database.superuserUrl ?? database.ownerUrl, max: 4 });
  pool.on('error', () => undefined);
  progress = new Progress(database.url);
  progress.start();
});
afterAll(async () => {
  await progress.stop();
  await record.store.close();
  await pool.end();
  await database.drop();
});

/** What goes wrong at a batch of the live run: before its rows are written, after, or the connection with them. */
type Crash = 'before' | 'after' | 'connection' | 'restart';

const histories = fc.record({
  seed: fc.integer({ min: 100, max: 100_000 }),
  batch: fc.integer({ min: 1, max: 40 }),
  rebuildBatch: fc.integer({ min: 1, max: 300 }),
  crashes: fc.array(
    fc.record({
      every: fc.integer({ min: 5, max: 40 }),
      is: fc.constantFrom<Crash>('before', 'after', 'connection', 'restart'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

async function allRows(district: string): Promise<Record<string, string[]>> {
  const tables: Record<string, string[]> = {};
  for (const table of readModelTables) {
    const { rows } = await pool.query<{ row: string }>(
      `select t::text as row from rm.${table} t where district_id = $1 order by t::text collate "C"`,
      [district],
    );
    tables[table] = rows.map(({ row }) => row);
  }
  return tables;
}

/** A worker that projects, and crashes as it is told; stopped and started again where it restarts. */
function crashingWorker(batch: number, crashes: readonly { every: number; is: Crash }[]) {
  let batches = 0;
  let crashed = 0;
  let ending = false;
  let restarting: Promise<void> = Promise.resolve();
  const start = () => {
    const folds = foldsOf(record.store, record.reference);
    const runner = new SubscriptionRunner({
      url: database.url,
      bodies: record.store.bodies,
      progress,
      batch,
      attempts: 1_000,
      pauseMs: 1,
      subscribers: [
        {
          name: readModelsSubscription,
          taken: (district) => folds.forget(district),
          apply: async (district, events, tx) => {
            batches += 1;
            const due = crashes.find(({ every }) => batches % every === 0)?.is;
            if (due) crashed += 1;
            if (due === 'before') throw new Error('crashed before');
            await project(folds, district, events, tx);
            if (due === 'after') throw new Error('crashed after');
            if (due === 'restart') restarting = restarting.then(restart);
            if (due !== 'connection') return;
            const { rows } = await tx.query('select pg_backend_pid() as pid');
            await pool.query('select pg_terminate_backend($1)', [rows[0]!['pid']]);
          },
        },
      ],
    });
    runner.start();
    return runner;
  };
  let runner = start();
  const restart = async () => {
    await runner.stop();
    if (!ending) runner = start();
  };
  return {
    crashed: () => crashed,
    async stop(): Promise<void> {
      ending = true;
      await restarting;
      await runner.stop();
    },
  };
}

test(
  'whatever history is lived and wherever the projector crashes, a rebuild comes out equal, byte for byte',
  { timeout: 240_000 },
  async () => {
    let crashed = 0;
    await fc.assert(
      fc.asyncProperty(histories, async ({ seed, batch, rebuildBatch, crashes }) => {
        const worker = crashingWorker(batch, crashes);
        const passed = async (district: string, position: number) => {
          const wait = { subscriptions: [readModelsSubscription], timeoutMs: 60_000 };
          if (!(await progress.waitForPosition(district, position, wait)))
            throw new Error(`the views have not passed ${position}`);
        };
        const { district } = await liveSomeWeeks(
          { record, db: pool, passed },
          { seed, students: 4, days: 20 },
        );
        await passed(district, await record.store.head(district));
        await worker.stop();
        crashed += worker.crashed();
        const live = await allRows(district);
        expect(live['processes']!.length).toBeGreaterThan(3);

        // The rebuild dies on its way, too: what stood stands.
        let left = 3;
        const dying = rebuildProjection({
          url: database.url,
          bodies: record.store.bodies,
          name: readModelsSubscription,
          district,
          batch: 20,
          clear: (tx) => clearRows(tx, district),
          apply: async (events, tx) => {
            await project(foldsOf(record.store, record.reference), district, events, tx);
            if ((left -= 1) === 0) throw new Error('died');
          },
        });
        await expect(dying).rejects.toThrow('died');
        expect(await allRows(district)).toEqual(live);

        await rebuildReadModels(record, database.url, district, rebuildBatch);
        expect(await allRows(district)).toEqual(live);
      }),
      { numRuns: 4 },
    );
    expect(crashed).toBeGreaterThan(10);
  },
);
