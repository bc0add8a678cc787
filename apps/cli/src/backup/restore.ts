import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ClientBase } from 'pg';
import { planRestore, type RestorePlan } from '#event-store/backup/plan-restore';
import { restoreBackup } from '#event-store/backup/restore-backup';
import { aimlineHome, type AimlineHome } from '#platform/services/aimline-home';
import { isRunning } from '#platform/services/process-identity';
import { startServices } from '#platform/services/start-services';
import { readModelTables } from '#read-models/migrations';
import { readModelsSubscription } from '#read-models/read-models';
import { answering, CommandProblem, say, type Answer } from '../answer.js';
import { migrateDatabase } from '../db.js';
import { masterKeyOf } from '../master-key.js';
import { readTree } from '../up/kept-tree.js';
import { leasedBy } from '../worker.js';
import { namingTheFile } from './backup.js';
import { destroyedIn, putInOrder } from './put-in-order.js';
import { agreed, repairInWords } from './words.js';

type RestoreOptions = { yes?: boolean; inPlace?: boolean; withoutWorkflows?: boolean };

export function registerRestore(program: Command): void {
  program
    .command('restore')
    .argument('[file]', 'a full backup, as `aimline backup` wrote it')
    .description('puts a backup in the place of the record, and everything else in order with it')
    .option('--yes', 'also where events that are recorded now would be lost')
    .option('--in-place', 'no file: the database itself was restored by other means')
    .option('--without-workflows', 'Temporal is away: give `aimline rebuild workflows` later')
    .action(
      answering(async (options: RestoreOptions & { json: boolean }, file?: string) =>
        restore(options, file),
      ),
    );
}

async function restore(options: RestoreOptions, file: string | undefined): Promise<Answer> {
  if ((file === undefined) !== (options.inPlace === true))
    throw new CommandProblem(2, 'usage', 'Name a backup, or say --in-place.', {
      hint: 'Add --help to the command to see how it is used.',
    });
  const home = aimlineHome();
  await assertNothingRuns(home);
  const plan = await whileNothingFollows(home, (url) =>
    file === undefined ? null : fromFile(home, url, resolve(file), options),
  );
  const districts = plan?.districts.map(({ district }) => district) ?? null;
  const repaired = await putInOrder(districts, options.withoutWorkflows !== true);
  const restored = plan?.districts.map(({ district, head, lost }) => ({ district, head, lost }));
  return {
    document: { restored: restored ?? null, ...repaired },
    words: repairInWords(plan, repaired),
    exitCode: repaired.verified.matches ? 0 : 1,
  };
}

/** API and worker keep folded states and keys for minutes: they would go on from a record that is no more. */
async function assertNothingRuns(home: AimlineHome): Promise<void> {
  const tree = await readTree(home);
  if (tree && isRunning(tree.supervisor))
    throw new CommandProblem(2, 'still-running', 'Aimline runs on this home.', {
      hint: 'Stop `aimline up` first, then give the command again.',
    });
}

async function whileNothingFollows<T>(
  home: AimlineHome,
  work: (url: string) => T | Promise<T>,
): Promise<T> {
  const services = await startServices({
    home,
    say,
    need: ['postgres'],
    command: 'aimline restore',
  });
  try {
    const { migrationUrl: url } = services;
    await migrateDatabase(services);
    const owner = await leasedBy(url);
    if (owner !== null)
      throw new CommandProblem(2, 'still-running', `A worker follows the log: ${owner}.`, {
        hint: 'Stop API and worker; after a crash wait ten seconds for its lease to run out.',
      });
    return await work(url);
  } finally {
    await services.stop();
  }
}

async function fromFile(
  home: AimlineHome,
  url: string,
  path: string,
  { yes = false }: RestoreOptions,
): Promise<RestorePlan> {
  const masterKey = await masterKeyOf(home);
  say(`checking ${path}`);
  const plan = await planRestore({ url, path, masterKey }).catch(namingTheFile(path));
  agreed(plan, yes);
  const districts = plan.districts.map(({ district }) => district);
  const destroyed = await destroyedIn(home, masterKey, districts);
  say('restoring, in one transaction');
  await restoreBackup({
    url,
    plan,
    destroyed,
    views: { subscription: readModelsSubscription, clear: clearViews },
  });
  return plan;
}

async function clearViews(tx: ClientBase, district: string): Promise<void> {
  for (const table of readModelTables)
    await tx.query(`delete from rm.${table} where district_id = $1`, [district]);
}
