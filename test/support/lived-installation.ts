import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openRecord } from '#event-store/record';
import { appMigrations } from '#platform/app/app-schema';
import { readModelMigrations } from '#read-models/migrations';
import { Progress } from '#event-store/subscription/progress';
import { SubscriptionRunner } from '#event-store/subscription/subscription-runner';
import { project, readModelsSubscription } from '#read-models/read-models';
import { foldsOf } from '#read-models/rebuild';
import { freshDatabase } from './database.js';
import { dropped } from './evidence-log.js';
import { liveSomeWeeks } from './lived-history.js';
import { throwAwayHome } from './throw-away-home.js';

/**
 * A database with its views kept up to date, and a home, as the environment of this process has them: so that commands of the CLI work on it
 * in process.
 */
export async function livedInstallation() {
  const database = await freshDatabase();
  const home = await throwAwayHome();
  const folder = await mkdtemp(join(tmpdir(), 'aimline-export-'));
  const masterKey = randomBytes(32);
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    AIMLINE_HOME: home.dir,
    AIMLINE_MASTER_KEY: masterKey.toString('hex'),
  });
  await database.migrate([...readModelMigrations, ...appMigrations]);
  const record = openRecord(database.url, masterKey);
  const db = new pg.Pool({ connectionString: database.superuserUrl ?? database.ownerUrl, max: 3 });
  db.on('error', () => undefined); // dropping the database ends what is still closing
  const progress = new Progress(database.url);
  const folds = foldsOf(record.store, record.reference);
  const runner = new SubscriptionRunner({
    url: database.url,
    bodies: record.store.bodies,
    progress,
    subscribers: [
      {
        name: readModelsSubscription,
        apply: (district, events, tx) => project(folds, district, events, tx),
      },
    ],
  });
  progress.start();
  runner.start();
  const passed = async (district: string, position: number) => {
    const wait = { subscriptions: [readModelsSubscription], timeoutMs: 20_000 };
    if (!(await progress.waitForPosition(district, position, wait))) throw new Error('too slow');
  };
  return {
    url: database.url,
    home,
    masterKey,
    record,
    db,
    passed,
    live: (seed: number, students: number, days: number) =>
      liveSomeWeeks({ record, db, passed }, { seed, students, days }),
    /** A path of its own that does not exist yet. */
    path: () => join(folder, randomUUID()),
    async close(): Promise<void> {
      await runner.stop();
      await progress.stop();
      await record.store.close();
      await db.end();
      await dropped(database);
      await home.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type LivedInstallation = Awaited<ReturnType<typeof livedInstallation>>;
