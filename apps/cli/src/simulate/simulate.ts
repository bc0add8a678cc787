import type { Command } from 'commander';
import { aimlineHome } from '#platform/services/aimline-home';
import { answering, say, type Answer } from '../answer.js';
import { askedToStop } from '../up/asked-to-stop.js';
import { treeForDuration } from '../up/for-duration.js';
import { yearOf, yearOptions, type GivenOptions } from './options.js';
import { runYear } from './run-year.js';
import { figures, inWords } from './words.js';

export function registerSimulate(program: Command): void {
  yearOptions(
    program
      .command('simulate')
      .description('a school year of an invented district, lived through the API by its staff'),
    '240',
  ).action(answering(simulate));
}

async function simulate(given: GivenOptions): Promise<Answer> {
  const options = yearOf(given);
  const home = aimlineHome();
  const stop = askedToStop();
  const tree = await treeForDuration(home, 'aimline simulate', stop.signal);
  try {
    const lived = await stop.orStopped(runYear(home, tree, options, say));
    for (const line of figures(lived)) say(line);
    const { summary } = lived;
    return {
      document: summary,
      words: inWords(lived),
      exitCode: summary.problems.length > 0 ? 1 : 0,
    };
  } finally {
    await tree.leave();
  }
}
