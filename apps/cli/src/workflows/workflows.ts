import type { Command } from 'commander';
import { taskQueue } from '#workflows/messages';
import { answering, CommandProblem, say, type Answer } from '../answer.js';
import { districtOption, districtOrNone } from '../district.js';
import { withInstallation, type Installation } from '../installation.js';
import { openStreams } from '../runs.js';
import { reloadSweep, runsFromBefore, type OpenRun } from './reload-sweep.js';

type Options = { district?: string; startedBefore?: string; perSecond: string; dryRun?: boolean };

/** temporal.md 1.6: 20 to 50 a second leave the server room for its daily work. */
const usualPace = 30;
const fastest = 50;

export function registerWorkflows(program: Command): void {
  program
    .command('workflows')
    .description('the running workflows of all open processes')
    .command('reload')
    .option(...districtOption)
    .option('--started-before <instant>', 'only runs from before this instant (default: now)')
    .option('--per-second <n>', `how many are asked a second, up to ${fastest}`, String(usualPace))
    .option('--dry-run', 'only count; exit 1 if a run is from before that instant')
    .description('after a deploy: each run starts anew on the code that the workers have now')
    .action(answering(reload));
}

function reload(options: Options): Promise<Answer> {
  const before = instantOf(options.startedBefore);
  const perSecond = paceOf(options.perSecond);
  const needs = { command: 'aimline workflows reload', need: 'temporal' } as const;
  return withInstallation(needs, async (installation) => {
    const client = installation.temporal();
    const all = await runsFromBefore(client, taskQueue, before);
    const runs = await ofDistrict(installation, options.district, all);
    if (options.dryRun)
      return {
        document: { startedBefore: before, running: runs.length },
        words: `${runs.length} workflows have been running since before ${before}.`,
        exitCode: runs.length > 0 ? 1 : 0,
      };
    say(`asking ${runs.length} workflows to start anew, ${perSecond} a second`);
    const swept = await reloadSweep(client, runs, perSecond);
    return {
      document: { startedBefore: before, ...swept },
      words: [
        `${swept.asked} workflows were asked to start anew; ${swept.gone} had ended or started anew by themselves.`,
        `Whether all have done so: npx aimline workflows reload --dry-run --started-before ${before}`,
      ].join('\n'),
    };
  });
}

/** Temporal knows no districts; the record does. */
async function ofDistrict(
  installation: Installation,
  named: string | undefined,
  runs: readonly OpenRun[],
): Promise<readonly OpenRun[]> {
  if (named === undefined) return runs;
  const district = await districtOrNone(installation, named);
  const open = new Set(district ? await openStreams(installation.views, district) : []);
  return runs.filter(({ stream }) => open.has(stream));
}

function instantOf(given: string | undefined): string {
  if (given === undefined) return new Date().toISOString();
  const at = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(given) ? Date.parse(given) : Number.NaN;
  if (Number.isNaN(at))
    throw new CommandProblem(2, 'no-such-moment', 'There is no such instant.', {
      where: '--started-before',
      hint: 'Write an instant with its zone, such as 2025-10-06T14:00:00Z.',
    });
  return new Date(at).toISOString();
}

function paceOf(given: string): number {
  const pace = Number(given);
  if (Number.isInteger(pace) && pace >= 1 && pace <= fastest) return pace;
  throw new CommandProblem(2, 'no-such-pace', 'That is no number of workflows a second.', {
    where: '--per-second',
    hint: `Give a whole number from 1 to ${fastest}.`,
  });
}
