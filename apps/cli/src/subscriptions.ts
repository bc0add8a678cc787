import type { Command } from 'commander';
import type { ParkedCommand } from '#event-store/subscription/parked';
import { answering, CommandProblem, say, type Answer } from './answer.js';
import { districtOf, districtOption } from './district.js';
import { withInstallation, type Installation } from './installation.js';
import { parkedInWords } from './status-districts.js';

/** A worker looks at what is asked of it each time it renews its lease; this is several times as long. */
const patienceMs = 60_000;

export function registerSubscriptions(program: Command): void {
  const subscriptions = program
    .command('subscriptions')
    .description('what reactors have set aside, and to have it tried again');
  subscriptions
    .command('parked')
    .option(...districtOption)
    .description('every command that a reactor failed on and went on without')
    .action(answering(parked));
  subscriptions
    .command('retry')
    .argument('<name>', 'the subscription, as `aimline status` names it')
    .argument('<position>', 'the position at which the command was set aside')
    .option(...districtOption)
    .description('tries a command again that was set aside; exit 1 if it fails once more')
    .action(answering(retry));
}

type Options = { district?: string };

function parked({ district: named }: Options): Promise<Answer> {
  const needs = { command: 'aimline subscriptions parked', need: 'postgres' } as const;
  return withInstallation({ ...needs, readsNoBodies: true }, async (installation) => {
    const district = await districtOf(installation, named);
    const found = await installation.progress.parked(district);
    const words = found.map((one) => `${one.subscription}:\n${parkedInWords(one)}`);
    return {
      document: { district, parked: found },
      words: words.join('\n') || 'Nothing is set aside.',
    };
  });
}

function retry({ district: named }: Options, subscription: string, at: string): Promise<Answer> {
  const position = positionOf(at);
  const needs = { command: 'aimline subscriptions retry', need: 'worker' } as const;
  return withInstallation(needs, async (installation) => {
    const district = await districtOf(installation, named);
    return retryParked(installation, district, { subscription, position });
  });
}

type Which = Pick<ParkedCommand, 'subscription' | 'position'>;

/** Asks whoever holds the lease, and waits for how it goes. */
export async function retryParked(
  { progress }: Pick<Installation, 'progress'>,
  district: string,
  which: Which,
): Promise<Answer> {
  const { subscription, position } = which;
  if (!(await progress.askToRetry(district, which)))
    throw new CommandProblem(
      2,
      'not-parked',
      `${subscription} has set nothing aside at position ${position}.`,
      { where: '<position>', hint: 'See `npx aimline subscriptions parked`.' },
    );
  say(`asking ${subscription} to try position ${position} again`);
  const until = Date.now() + patienceMs;
  for (;;) {
    const now = (await progress.parked(district)).find(
      (one) => one.subscription === subscription && one.position === position,
    );
    const document = { district, subscription, position, done: !now, error: now?.error ?? null };
    if (!now) return { document, words: 'It is done.' };
    if (!now.retrying) return { document, words: `It failed once more: ${now.error}`, exitCode: 1 };
    if (Date.now() > until)
      throw new CommandProblem(3, 'nobody-answers', `Nobody leads ${subscription} just now.`, {
        hint: 'The request stands: the next worker that follows the log carries it out. See `npx aimline status`.',
      });
    await progress.moved(500);
  }
}

function positionOf(text: string): number {
  const position = Number(text);
  if (Number.isSafeInteger(position) && position > 0) return position;
  throw new CommandProblem(2, 'bad-position', `${text} is no position of a log.`, {
    where: '<position>',
    hint: 'Positions count from 1.',
  });
}
