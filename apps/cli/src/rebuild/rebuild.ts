import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Command } from 'commander';
import type { StreamId } from '#domain/streams';
import { rebuildReadModels } from '#read-models/rebuild';
import { answering, CommandProblem, say, type Answer } from '../answer.js';
import { districtOption, districtOrNone } from '../district.js';
import { withInstallation, type Installation } from '../installation.js';
import { runningProcesses } from '../runs.js';
import { reconcileNow } from './reconcile.js';

export function registerRebuild(program: Command): void {
  const rebuild = program
    .command('rebuild')
    .description('make again from the log what derives from it');
  rebuild
    .command('read-models')
    .option(...districtOption)
    .description('every view of every district, or of one; people read the old rows until then')
    .action(answering(readModels));
  rebuild
    .command('workflows')
    .description('ends every process’s run and starts it anew from the log')
    .action(answering(workflows));
}

function readModels({ district: named }: { district?: string }): Promise<Answer> {
  const needs = { command: 'aimline rebuild read-models', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const { store, services } = installation;
    const only = named === undefined ? null : await districtOrNone(installation, named);
    const districts = [];
    for (const { district } of await store.districts()) {
      if (only !== null && district !== only) continue;
      say(`rebuilding the views of ${district}`);
      const { events } = await rebuildReadModels(installation, services().databaseUrl, district);
      districts.push({ district, events });
    }
    const words = districts.map(({ district, events }) => `${district}: ${events} events`);
    return { document: { districts }, words: words.join('\n') || 'No district is founded here.' };
  });
}

async function workflows(): Promise<Answer> {
  const rebuilt = await rebuildWorkflows();
  const { terminated, started, open } = rebuilt;
  return {
    document: rebuilt,
    words: `${terminated} workflows were ended; ${started} were started from the log, for ${open} open processes.`,
  };
}

export type RebuiltWorkflows = { terminated: number; open: number; started: number };

/** Ends every process's run and starts it anew from the log. */
export function rebuildWorkflows(): Promise<RebuiltWorkflows> {
  const needs = { command: 'aimline rebuild workflows', need: 'worker' } as const;
  return withInstallation(needs, async (installation) => {
    const terminated = await terminateAll(installation);
    const { open, started } = await reconcileNow(installation);
    return { terminated, open, started };
  });
}

/** A run holds nothing that the log does not, so ending one loses nothing. Waits until the server's list says so too. */
async function terminateAll({ temporal }: Installation): Promise<number> {
  const client = temporal();
  const running = await runningProcesses(client);
  say(`ending ${running.size} workflows`);
  const queue = [...running];
  const lane = async () => {
    for (let stream = queue.pop(); stream; stream = queue.pop()) await terminate(client, stream);
  };
  await Promise.all(Array.from({ length: 20 }, lane));
  for (let tries = 0; tries < 100; tries++) {
    const listed = await runningProcesses(client);
    if (![...running].some((stream) => listed.has(stream))) return running.size;
    await pause(200); // the list trails what was done by moments
  }
  throw new CommandProblem(3, 'temporal-slow', 'Temporal still lists workflows that were ended.', {
    hint: 'Give `npx aimline reconcile` in a minute; it starts what is missing.',
  });
}

async function terminate(client: Client, stream: StreamId): Promise<void> {
  try {
    await client.workflow.getHandle(stream).terminate('rebuilt from the log');
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error; // ended by itself meanwhile
  }
}
