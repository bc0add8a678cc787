import { Database } from '#platform/app/database';
import type { AimlineHome } from '#platform/services/aimline-home';
import { givenDatabase } from '#platform/config';
import { isRunning } from '#platform/services/process-identity';
import { startServices, type Services } from '#platform/services/start-services';
import { CommandProblem, say } from './answer.js';
import { migrateDatabase } from './db.js';
import { readTree } from './up/kept-tree.js';
import { readableLog } from './up/readable-log.js';
import { startTree } from './up/tree.js';

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
  return { services: tree.services, stop: () => tree.stop() };
}

async function runsInTree(home: AimlineHome): Promise<boolean> {
  const tree = await readTree(home);
  if (!tree || !isRunning(tree.supervisor)) return false;
  return tree.parts.some((part) => part.name === 'worker');
}

/** Its lease on a district says that a worker lives, wherever: it is renewed every few seconds and let go at the end. */
async function runsElsewhere(): Promise<boolean> {
  const url = givenDatabase(process.env).url;
  if (!url) return false; // an embedded database belongs to this home's own tree
  return (await leasedBy(url)) !== null;
}

/** The worker that leads the dispatcher of some district at this moment; null: none does. */
export async function leasedBy(url: string): Promise<string | null> {
  const db = new Database(url);
  try {
    const { rows } = await db.query(
      `select owner from es.subscriptions where name = 'dispatcher' and lease_until > now() limit 1`,
    );
    return (rows[0]?.['owner'] as string | undefined) ?? null;
  } catch {
    return null; // no schema yet, or no answer: starting the services says what is wrong
  } finally {
    await db.close();
  }
}
