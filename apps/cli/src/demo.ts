import type { Command } from 'commander';
import { aimlineHome } from '#platform/services/aimline-home';
import { alvaro, dana, miriam, nora, ruth } from '#sandbox/people';
import { answering, say, type Answer } from './answer.js';
import { yearOf, yearOptions, type GivenOptions } from './simulate/options.js';
import { runYear } from './simulate/run-year.js';
import { figures, inWords } from './simulate/words.js';
import { askedToStop } from './up/asked-to-stop.js';
import { treeForDuration } from './up/for-duration.js';

export function registerDemo(program: Command): void {
  yearOptions(
    program
      .command('demo')
      .description('everything from nothing: a running Aimline with a simulated school year')
      .option('--exit', 'stop when the year is over'),
    '60',
  ).action(answering(demo));
}

type DemoOptions = GivenOptions & { exit?: boolean; json: boolean };

async function demo(given: DemoOptions): Promise<Answer> {
  const options = yearOf(given);
  const home = aimlineHome();
  const begun = performance.now();
  const stop = askedToStop();
  const tree = await treeForDuration(home, 'aimline demo', stop.signal);
  try {
    const up = (performance.now() - begun) / 1_000;
    const lived = await stop.orStopped(runYear(home, tree, options, say));
    say(`services ready after ${up.toFixed(1)} s`);
    for (const line of figures(lived)) say(line);
    const { summary } = lived;
    const exitCode = summary.problems.length > 0 ? (1 as const) : (0 as const);
    if (given.exit) return { document: summary, words: inWords(lived), exitCode };

    await new Promise<void>((done) =>
      process.stdout.write(
        `${given.json ? JSON.stringify(summary) : `${inWords(lived)}\n\n${whereToLook(tree.url)}`}\n`,
        () => done(),
      ),
    );
    if (given.json) say(whereToLook(tree.url));
    await Promise.race([stop.asked, tree.hopeless]);
    say('stopping');
    process.exitCode = exitCode;
    return { document: { stopped: true }, words: 'stopped', exitCode };
  } finally {
    await tree.leave();
  }
}

function whereToLook(url: string): string {
  const people = [nora, alvaro, dana, miriam, ruth].map(
    ({ givenName, familyName, story }) => `  ${`${givenName} ${familyName}`.padEnd(20)} ${story}`,
  );
  return [
    `Aimline runs at ${url}. Sign in as one of these people, no password needed:`,
    ...people,
    'Ctrl-C stops everything. The state is kept; removing the folder .aimline is a clean start.',
  ].join('\n');
}
