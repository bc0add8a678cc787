import { Client, Connection } from '@temporalio/client';
import { DistrictKeys } from '#event-store/district-keys';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { Sealer } from '#event-store/evidence/sealer';
import { openRecord } from '#event-store/record';
import { Progress } from '#event-store/subscription/progress';
import type { Projector, Reactor as Reacting } from '#event-store/subscription/subscriber';
import { SubscriptionRunner } from '#event-store/subscription/subscription-runner';
import { Database } from '#platform/app/database';
import { KeptFiles } from '#platform/app/files';
import type { TemporalAccess } from '#platform/temporal-access';
import { project, readModelsSubscription } from '#read-models/read-models';
import { foldsOf } from '#read-models/rebuild';
import { viewsOf } from '#read-models/views';
import { taskQueue as usualQueue } from '#workflows/messages';
import { createActivities } from './engine/activities.js';
import { GuardianNotices } from './engine/guardian-notices.js';
import { ImportWork } from './engine/import-work.js';
import { Look } from './engine/look.js';
import { Night } from './engine/night.js';
import { Reconciliation } from './engine/reconciliation.js';
import { ScreeningWork } from './engine/screening.js';
import { Dispatcher } from './subscriptions/dispatcher.js';
import { Reactor } from './subscriptions/reactor.js';
import { tokenBucket } from './subscriptions/token-bucket.js';

export type EngineOptions = {
  databaseUrl: string;
  masterKey: Buffer;
  temporalAddress: string;
  namespace: string;
  /** Certificates or a key; left out, Temporal is reached in clear. */
  temporalAccess?: TemporalAccess;
  /** Where copies of the signed notes go; left out, no log is sealed. */
  checkpointsDir?: string;
  /** One a deployment; tests that share a server have their own. */
  taskQueue?: string;
  /** Workflows begun in bulk, such as the placements after a screening, a second. */
  bulkStartsPerSecond?: number;
  say: (line: string) => void;
};

/** Views lag behind the log by milliseconds; a reader that waits longer than this has met a stopped subscription. */
const viewPatienceMs = 30_000;

/** The views have stopped: whoever needs them waits, and sets nothing aside. */
class ViewBehind extends Error {
  constructor(position: number) {
    super(`the read models have not passed position ${position}`);
    this.name = 'ViewBehind';
  }
}

/** Puts the worker's two halves together: subscriptions, which need PostgreSQL alone, and activities for Temporal. */
export function openEngine(options: EngineOptions) {
  const { databaseUrl: url, masterKey, namespace, taskQueue = usualQueue, say } = options;
  const { bulkStartsPerSecond = 100 } = options;
  const record = openRecord(url, masterKey);
  const { store, reference, handler } = record;
  const db = new Database(url, { max: 12 });
  const views = viewsOf(db, store);
  const progress = new Progress(url);
  // Lazy: the process starts and projects while Temporal is away. Without the SDK's own retries: the runner tries again,
  // and a retry under way when the process stops would meet a closed connection.
  const connection = Connection.lazy({
    address: options.temporalAddress,
    ...options.temporalAccess,
    interceptors: [],
  });
  const client = new Client({ connection, namespace });

  const viewPassed = async (district: string, position: number) => {
    const wait = { subscriptions: [readModelsSubscription], timeoutMs: viewPatienceMs };
    if (!(await progress.waitForPosition(district, position, wait))) throw new ViewBehind(position);
  };
  const folds = foldsOf(store, reference);
  const projector: Projector = {
    name: readModelsSubscription,
    apply: (district, events, tx) => project(folds, district, events, tx),
    taken: (district) => folds.forget(district),
  };
  const bulkStart = tokenBucket({
    perSecond: bulkStartsPerSecond,
    burst: 2 * bulkStartsPerSecond,
  });
  const dispatcher = new Dispatcher(client, taskQueue, views.duties, viewPassed, bulkStart);
  const reactor = new Reactor(handler, views.processes, viewPassed);
  const stopped = new Set<string>();
  const runner = new SubscriptionRunner({
    url,
    bodies: store.bodies,
    progress,
    subscribers: [
      projector,
      { ...bound(reactor), isOutage: (error) => error instanceof ViewBehind },
      { ...bound(dispatcher), isOutage: () => true },
    ],
    stopped: (name, _district, why) => {
      stopped.add(name);
      say(`subscription ${name} stopped: ${why.message}`);
    },
  });

  const sealer =
    options.checkpointsDir === undefined
      ? null
      : new Sealer({
          url,
          keys: new DistrictKeys(masterKey),
          outside: new FolderNotes(options.checkpointsDir),
          say,
        });

  const look = new Look(store, reference);
  const wentBack = () => {
    say('workflows know more than the log: it went back to an earlier point; they start anew');
    handler.forget();
  };
  const runs = new Reconciliation(
    store,
    views.processes,
    client,
    taskQueue,
    dispatcher,
    look,
    wentBack,
  );
  let following = false;
  const resume = async () => {
    if (!following) return;
    stopped.clear(); // what is not mended stops again, and says so
    await runner.resume();
  };
  const night = new Night({ url, store, reference, progress, runs, resume, say });
  const files = new KeptFiles(db.query, masterKey);
  const activities = createActivities({
    look,
    handler,
    screening: new ScreeningWork(
      store,
      handler,
      reference,
      views.directory,
      views.screening,
      views.processes,
      viewPassed,
    ),
    notices: new GuardianNotices(store, handler, reference, views.directory),
    imports: new ImportWork(record, views, files, viewPassed),
    files,
    night,
  });

  return {
    ...record,
    views,
    db,
    files,
    progress,
    client,
    activities,
    taskQueue,
    /** Subscriptions that have stopped by themselves and wait for somebody. */
    stopped: stopped as ReadonlySet<string>,
    night,
    start(): void {
      following = true;
      progress.start();
      runner.start();
      sealer?.start();
    },
    async stop(): Promise<void> {
      await Promise.all([runner.stop(), sealer?.stop()]);
      await progress.stop();
      await connection.close();
      await store.close();
      await db.close();
    },
  };
}

export type Engine = ReturnType<typeof openEngine>;

/** A reactor as the runner takes it: `react` keeps its object. */
function bound(reactor: { name: string; react: Reacting['react'] }): Reacting {
  return { name: reactor.name, react: (district, events) => reactor.react(district, events) };
}
