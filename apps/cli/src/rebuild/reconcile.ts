import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { taskQueue, type Reconciled } from '#workflows/messages';
import { answering, type Answer } from '../answer.js';
import { withInstallation, type Installation } from '../installation.js';
import { openStreams, runningProcesses, runsAhead } from '../runs.js';

export function registerReconcile(program: Command): void {
  program
    .command('reconcile')
    .option('--dry-run', 'only compare; exit 1 if something is missing or left over')
    .description('open streams = open workflows: starts from the log what is missing')
    .action(answering(reconcileCommand));
}

function reconcileCommand({ dryRun }: { dryRun?: boolean }): Promise<Answer> {
  const command = 'aimline reconcile';
  if (dryRun) return withInstallation({ command, need: 'temporal' }, compare);
  return withInstallation({ command, need: 'worker' }, async (installation) => {
    const done = await reconcileNow(installation);
    const words = `${done.open} processes are open; ${done.started} workflows were missing and were started; ${done.surplus} are left over${aheadInWords(done.ahead)}.`;
    return { document: done, words };
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

async function compare({ store, views, temporal }: Installation): Promise<Answer> {
  const running = await runningProcesses(temporal());
  let open = 0;
  let missing = 0;
  let ahead = 0;
  for (const { district } of await store.districts()) {
    const streams = await openStreams(views, district);
    const present = streams.filter((stream) => running.delete(stream));
    open += streams.length;
    missing += streams.length - present.length;
    ahead += await runsAhead(temporal(), present, () => store.head(district));
  }
  const surplus = running.size;
  const agrees = missing === 0 && surplus === 0 && ahead === 0;
  return {
    document: { open, missing, surplus, ahead, agrees },
    words: `${open} processes are open; ${missing} have no workflow; ${surplus} workflows have no open process${aheadInWords(ahead)}.`,
    exitCode: agrees ? 0 : 1,
  };
}

const aheadInWords = (ahead: number) =>
  ahead > 0 ? `; ${ahead} knew more than the log, which went back by a restore` : '';
