import type { AimlineHome } from '#platform/services/aimline-home';
import { runningServices } from '#platform/services/running-services';
import { isRunning } from '#platform/services/process-identity';
import { CommandProblem, say } from '../answer.js';
import { migrateDatabase } from '../db.js';
import { readTree } from './kept-tree.js';
import { readableLog } from './readable-log.js';
import { startTree } from './tree.js';

/** A whole Aimline that runs: where it answers, and how to leave it. */
export type RunningTree = {
  url: string;
  services: () => Promise<{ databaseUrl: string; temporalAddress: string; namespace: string }>;
  /** Stops what was started for us; a tree that ran before goes on. */
  leave(): Promise<void>;
  /** Resolves when a part says that its settings are wrong. */
  hopeless: Promise<string>;
};

/** The tree that runs for this home, or one of our own for the duration of a command. */
export async function treeForDuration(
  home: AimlineHome,
  command: string,
  abort?: AbortSignal,
): Promise<RunningTree> {
  const tree = await readTree(home);
  if (tree && isRunning(tree.supervisor) && tree.url) {
    say(`using the Aimline that runs at ${tree.url}`);
    return {
      url: tree.url,
      services: () => servicesOf(home),
      leave: async () => undefined,
      hopeless: new Promise(() => undefined),
    };
  }
  say(`starting Aimline for the duration of \`${command}\``);
  const log = readableLog(process.stderr);
  // Tens of thousands of requests are no news; a level that somebody sets is kept.
  const env = { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] || 'warn' };
  const own = await startTree({ home, log, migrate: migrateDatabase, abort, env });
  try {
    if (!(await own.ready()))
      throw new CommandProblem(3, 'not-ready', 'Aimline did not become ready.', {
        hint: 'The lines above say which part, and why.',
      });
    const services = () => Promise.resolve(own.services());
    return { url: own.url, services, leave: () => own.stop(), hopeless: own.hopeless };
  } catch (error) {
    await own.stop();
    throw error;
  }
}

async function servicesOf(home: AimlineHome) {
  const { databaseUrl, temporalAddress, namespace } = await runningServices(home);
  if (databaseUrl && temporalAddress) return { databaseUrl, temporalAddress, namespace };
  throw new CommandProblem(3, 'service-missing', 'PostgreSQL or Temporal does not answer.', {
    hint: '`aimline status` shows what runs; `aimline up` starts everything.',
  });
}
