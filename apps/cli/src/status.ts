import type { Command } from 'commander';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { aimlineHome } from '#platform/services/aimline-home';
import { isRunning } from '#platform/services/process-identity';
import { runningServices } from '#platform/services/running-services';
import { withoutPassword } from '#platform/services/postgres-databases';
import { answering, type Answer } from './answer.js';
import { engineInWords, engineStatus, type EngineStatus } from './status-districts.js';
import { isReady } from './up/child.js';
import { readTree, type KeptTree } from './up/kept-tree.js';

export function registerStatus(program: Command): void {
  program
    .command('status')
    .description(
      'what runs and answers for this home; exit 0 as soon as every service answers, 3 before',
    )
    .action(answering(status));
}

type ServiceStatus = { name: string; answers: boolean; where: string | null };

async function status(): Promise<Answer> {
  const home = aimlineHome();
  const [running, tree] = await Promise.all([runningServices(home), readTree(home)]);
  const { databaseUrl, temporalAddress } = running;
  const services: ServiceStatus[] = [
    {
      name: 'postgres',
      answers: databaseUrl !== null,
      where: databaseUrl && withoutPassword(databaseUrl),
    },
    { name: 'temporal', answers: temporalAddress !== null, where: temporalAddress },
  ];
  const supervised = tree !== null && isRunning(tree.supervisor);
  if (supervised) services.push(...(await Promise.all(tree.parts.map(partStatus))));
  else
    services.push(
      { name: 'api', answers: false, where: null },
      { name: 'worker', answers: false, where: null },
    );

  const ready = services.every((service) => service.answers);
  const engine = await engineStatus(running, new FolderNotes(home.checkpoints));
  const url = supervised ? tree.url : null;
  return {
    document: { ready, home: home.dir, url, services, ...engine },
    words: inWords(ready, services, engine),
    exitCode: ready ? 0 : 3,
  };
}

async function partStatus({ name, readyUrl }: KeptTree['parts'][number]): Promise<ServiceStatus> {
  return { name, answers: readyUrl !== null && (await isReady(readyUrl)), where: readyUrl };
}

function inWords(ready: boolean, services: ServiceStatus[], engine: EngineStatus): string {
  const lines = services.map(
    ({ name, answers, where }) =>
      `${name.padEnd(9)} ${answers ? 'answers' : 'does not answer'} ${where ?? ''}`,
  );
  return [
    ...lines,
    ...engineInWords(engine),
    ready ? 'Everything answers.' : 'Not everything answers; `npx aimline up` starts it.',
  ].join('\n');
}
