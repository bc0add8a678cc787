import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { behindTheHead, reconcileViews } from '#read-models/reconcile-views';
import { taskQueue } from '#workflows/messages';
import { agrees, reconciledInWords, type Reconciled } from '#workflows/reconciled';
import { answering, say, type Answer } from '../answer.js';
import { withInstallation, type Installation } from '../installation.js';
import { openStreams, runningProcesses, runsAhead } from '../runs.js';

export function registerReconcile(program: Command): void {
  program
    .command('reconcile')
    .option('--dry-run', 'only compare, all of it; exit 1 if something differs')
    .description(
      'open processes = workflows, subscriptions at the head, views = log: repairs what differs and says it',
    )
    .action(answering(reconcileCommand));
}

function reconcileCommand({ dryRun }: { dryRun?: boolean }): Promise<Answer> {
  const command = 'aimline reconcile';
  if (dryRun) return withInstallation({ command, need: 'temporal' }, compare);
  return withInstallation({ command, need: 'worker' }, async (installation) => {
    const done = await reconcileNow(installation);
    return { document: done, words: reconciledInWords(done, true) };
  });
}

/** The same work as every night, asked for now and waited for. */
export function reconcileNow({ temporal }: Installation): Promise<Reconciled> {
  return temporal().workflow.execute('reconcile', {
    workflowId: `reconcile-${randomUUID()}`,
    taskQueue,
    args: [],
    workflowExecutionTimeout: '10 minutes', // a person waits
  }) as Promise<Reconciled>;
}

async function compare(installation: Installation): Promise<Answer> {
  const { store, reference, progress, services } = installation;
  say('comparing the views with the log');
  const url = services().databaseUrl;
  const views = await reconcileViews({ store, reference, url }, false);
  const behind = await behindTheHead(store, progress);
  const found: Reconciled = { ...(await comparedRuns(installation)), behind, views };
  const { started: missing, ...rest } = found;
  return {
    document: { ...rest, missing, agrees: agrees(found) },
    words: reconciledInWords(found, false),
    exitCode: agrees(found) ? 0 : 1,
  };
}

async function comparedRuns({ store, views, temporal }: Installation) {
  const running = await runningProcesses(temporal());
  const total = { open: 0, started: 0, surplus: 0, ahead: 0 };
  for (const { district } of await store.districts()) {
    const streams = await openStreams(views, district);
    const present = streams.filter((stream) => running.delete(stream));
    total.open += streams.length;
    total.started += streams.length - present.length;
    total.ahead += await runsAhead(temporal(), present, () => store.head(district));
  }
  return { ...total, surplus: running.size };
}
