import type { Command } from 'commander';
import { aimlineHome } from '#platform/services/aimline-home';
import { answering, CommandProblem, type Answer } from '../answer.js';
import { migrateDatabase } from '../db.js';
import { partNames, type PartName } from './part.js';
import { readableLog } from './readable-log.js';
import { startTree } from './tree.js';

export function registerUp(program: Command): void {
  program
    .command('up')
    .description('run PostgreSQL, Temporal, API, worker and web until Ctrl-C')
    .option('--only <parts>', `start only these parts, of ${partNames.join(', ')}`)
    .action(answering(up));
}

async function up({ only }: { only?: string }): Promise<Answer> {
  const log = readableLog(process.stderr);
  const abort = new AbortController();
  const asked = new Promise<string>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        abort.abort(new CommandProblem(1, 'stopped', `Stopped by ${signal} while starting.`));
        resolve(signal);
      });
  });

  const parts = only === undefined ? undefined : partList(only);
  const home = aimlineHome();
  const tree = await startTree({
    home,
    log,
    migrate: migrateDatabase,
    only: parts,
    abort: abort.signal,
  });
  const say = (line: string) => log.line('aimline', line);
  void tree.ready().then((ready) => {
    if (abort.signal.aborted) return;
    say(ready ? `ready: ${tree.url}` : 'not every part is ready; the lines above say why');
  });

  const reason = await Promise.race([asked, tree.hopeless.then((name) => ({ name }))]);
  say(
    typeof reason === 'string'
      ? 'stopping'
      : `${reason.name} cannot run with these settings; stopping`,
  );
  const start = performance.now();
  await tree.stop();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`everything is stopped (${seconds} s)`);
  if (typeof reason !== 'string')
    throw new CommandProblem(2, 'bad-settings', `${reason.name} cannot run with these settings.`, {
      hint: 'Its lines above name each of them.',
    });
  return { document: { stopped: true }, words: 'stopped' };
}

function partList(text: string): PartName[] {
  return text.split(',').map((name) => {
    const part = partNames.find((known) => known === name.trim());
    if (part) return part;
    throw new CommandProblem(2, 'unknown-part', `There is no part "${name}".`, {
      where: '--only',
      hint: `The parts are ${partNames.join(', ')}.`,
    });
  });
}
