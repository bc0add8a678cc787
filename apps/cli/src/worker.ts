import { Client, Connection } from '@temporalio/client';
import type { AimlineHome } from '#platform/services/aimline-home';
import { givenDatabaseUrl } from '#platform/config';
import { isRunning } from '#platform/services/process-identity';
import { startServices, type Services } from '#platform/services/start-services';
import { taskQueue } from '#workflows/messages';
import { CommandProblem, say } from './answer.js';
import { migrateDatabase } from './db.js';
import { readTree } from './up/kept-tree.js';
import { readableLog } from './up/readable-log.js';
import { startTree } from './up/tree.js';

/** A worker asks Temporal for work at least this often (its long poll is a minute). */
const pollsWithin = 90_000; // ms

/** The services with a worker on them: one that runs already, or one started for the command's own duration. */
export async function workerFor(
  home: AimlineHome,
  command: string,
): Promise<{ services: () => Services; stop: () => Promise<void> }> {
  if ((await runsInTree(home)) || (await runsElsewhere())) {
    const services = await startServices({ home, say, need: ['postgres', 'temporal'], command });
    return { services: () => services, stop: () => services.stop() };
  }
  say(`no worker runs for this home; starting one for the duration of \`${command}\``);
  const { PORT: _, ...env } = process.env; // no web is started, so its port need not be free
  const tree = await startTree({
    home,
    log: readableLog(process.stderr),
    migrate: migrateDatabase,
    only: ['worker'],
    env,
    command,
  });
  if (!(await tree.ready())) {
    await tree.stop();
    throw new CommandProblem(3, 'worker-not-ready', 'The worker did not come up.', {
      hint: 'The lines above say why; `npx aimline status` shows what answers.',
    });
  }
  return { services: tree.services, stop: tree.stop };
}

async function runsInTree(home: AimlineHome): Promise<boolean> {
  const tree = await readTree(home);
  if (!tree || !isRunning(tree.supervisor)) return false;
  return tree.parts.some((part) => part.name === 'worker');
}

/** With services of your own, such as those of docker-compose.yml, the worker may run in another container. */
async function runsElsewhere(): Promise<boolean> {
  const address = process.env['TEMPORAL_ADDRESS'];
  if (!address || !givenDatabaseUrl(process.env)) return false;
  const connection = Connection.lazy({ address });
  try {
    const namespace = process.env['TEMPORAL_NAMESPACE'] || 'aimline';
    const { workflowService } = new Client({ connection, namespace });
    const { pollers } = await workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name: taskQueue },
      taskQueueType: 1, // of workflow tasks
    });
    const since = Date.now() / 1000 - pollsWithin / 1000;
    return (pollers ?? []).some(({ lastAccessTime }) => Number(lastAccessTime?.seconds) > since);
  } catch {
    return false; // then starting the services says what is wrong
  } finally {
    await connection.close();
  }
}
