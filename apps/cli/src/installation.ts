import { Connection, Client } from '@temporalio/client';
import { assertKeysFit, openRecord, type OpenRecord } from '#event-store/record';
import { Progress } from '#event-store/subscription/progress';
import { Database } from '#platform/app/database';
import { KeptFiles } from '#platform/app/files';
import { aimlineHome, type AimlineHome } from '#platform/services/aimline-home';
import { startServices, type ServiceName, type Services } from '#platform/services/start-services';
import { temporalAccess } from '#platform/temporal-access';
import { viewsOf, type Views } from '#read-models/views';
import { say } from './answer.js';
import { migrateDatabase } from './db.js';
import { masterKeyOf } from './master-key.js';
import { workerFor } from './worker.js';

/** What a command works with: the record, its views, and how far they have come. */
export type Installation = OpenRecord & {
  home: AimlineHome;
  db: Database;
  files: KeptFiles;
  views: Views;
  progress: Progress;
  services: () => Services;
  /** Connects when it is first asked. */
  temporal: () => Client;
};

export type Needs = {
  /** Named in messages and in the list of users, such as `aimline import`. */
  command: string;
  /** `postgres` alone; with Temporal; or with a worker that projects, reacts and carries the processes on. */
  need: 'postgres' | 'temporal' | 'worker';
  /** It reads no body: whoever has another master key, or none, may run it. */
  readsNoBodies?: true;
};

/**
 * Runs `work` on the installation of this home. What does not run yet is started for as long as the work takes, and that is
 * said; what runs stays. On Ctrl-C everything that was started for the command stops with it.
 */
export async function withInstallation<T>(
  { command, need, readsNoBodies }: Needs,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const home = aimlineHome();
  const { services, stop } = await started(home, command, need);
  const interrupted = () => void stop().finally(() => process.exit(1));
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupted);
  try {
    return await onDatabase(home, services, work, { keysFit: !readsNoBodies });
  } finally {
    await stop();
    for (const signal of signals) process.off(signal, interrupted);
  }
}

async function started(home: AimlineHome, command: string, need: Needs['need']) {
  if (need === 'worker') return workerFor(home, command);
  const names: ServiceName[] = need === 'postgres' ? ['postgres'] : ['postgres', 'temporal'];
  const services = await startServices({ home, say, need: names, command });
  try {
    await migrateDatabase(services);
  } catch (error) {
    await services.stop();
    throw error;
  }
  return { services: () => services, stop: () => services.stop() };
}

async function onDatabase<T>(
  home: AimlineHome,
  services: () => Services,
  work: (installation: Installation) => Promise<T>,
  { keysFit }: { keysFit: boolean },
): Promise<T> {
  const { databaseUrl, temporalAddress, namespace } = services();
  const key = await masterKeyOf(home);
  if (keysFit) await assertKeysFit(databaseUrl, key);
  const record = openRecord(databaseUrl, key);
  const db = new Database(databaseUrl);
  const progress = new Progress(databaseUrl);
  progress.start();
  let connection: Connection | undefined;
  const temporal = () => {
    connection ??= Connection.lazy({ address: temporalAddress, ...temporalAccess() });
    return new Client({ connection, namespace });
  };
  try {
    const views = viewsOf(db, record.store);
    const files = new KeptFiles(db.query, key);
    return await work({ ...record, home, db, files, views, progress, services, temporal });
  } finally {
    await Promise.all([progress.stop(), record.store.close(), db.close(), connection?.close()]);
  }
}
