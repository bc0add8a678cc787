import type { Command } from 'commander';
import { RuleBroken } from '#domain/rule-broken';
import { addDays, instantOf, isLocalDate, localDateOf } from '#domain/time';
import { DistrictNotFound } from '#event-store/errors';
import { openRecord } from '#event-store/record';
import { aimlineHome, type AimlineHome } from '#platform/services/aimline-home';
import { startServices } from '#platform/services/start-services';
import { answering, CommandProblem, say, type Answer } from '../answer.js';
import { masterKeyOf } from '../master-key.js';
import { askedToStop } from '../up/asked-to-stop.js';
import { treeForDuration } from '../up/for-duration.js';
import { DistrictClock, NotQuiet } from './district-clock.js';

export function registerClock(program: Command): void {
  const clock = program.command('clock').description('the clock of a sandbox district');
  clock
    .command('show')
    .description('by which moment a district lives')
    .option('--district <id>', 'default: the only one')
    .action(answering(show));
  clock
    .command('advance')
    .description('move a sandbox’s clock forward; returns when the engine is quiet')
    .option('--to <moment>', 'a date (its morning) or an instant such as 2025-10-06T14:00:00Z')
    .option('--days <n>', 'so many days, at the same time of day')
    .option('--district <id>', 'default: the only one')
    .action(answering(advance));
}

type Options = { district?: string; to?: string; days?: string };
type At = { clock: DistrictClock; district: string; sandbox: boolean; timeZone: string };

async function show(options: Options): Promise<Answer> {
  const home = aimlineHome();
  const services = await startServices({
    home,
    say,
    need: ['postgres'],
    command: 'aimline clock show',
  });
  try {
    return await withClock(home, services.databaseUrl, options, async (at) =>
      shown(at, await at.clock.now()),
    );
  } finally {
    await services.stop();
  }
}

/** Needs the worker, which does what falls due: the one that runs, or one for the duration of the step. */
async function advance(options: Options): Promise<Answer> {
  const home = aimlineHome();
  const stop = askedToStop();
  const tree = await treeForDuration(home, 'aimline clock advance', stop.signal);
  try {
    const { databaseUrl } = await tree.services();
    return await stop.orStopped(step(home, databaseUrl, options));
  } finally {
    await tree.leave();
  }
}

function step(home: AimlineHome, databaseUrl: string, options: Options): Promise<Answer> {
  return withClock(home, databaseUrl, options, async (at) => {
    if (!at.sandbox)
      throw new CommandProblem(
        1,
        'clock-is-not-stepped',
        'This district lives by the wall clock.',
        {
          where: `district ${at.district}`,
          hint: 'Only the clock of a sandbox can be moved, and a district is a sandbox from its first event or never.',
        },
      );
    const target = targetOf(options, await at.clock.now(), at.timeZone);
    try {
      await at.clock.advance(target);
      say('waiting until everything that fell due is done');
      await at.clock.quiet();
    } catch (error) {
      throw inOurWords(error, at.district);
    }
    return shown(at, target);
  });
}

function shown({ district, sandbox, timeZone }: At, now: string): Answer {
  const today = localDateOf(now, timeZone);
  return {
    document: { district, mode: sandbox ? 'sandbox' : 'live', now, today },
    words: `${now} (${today} in ${timeZone})${sandbox ? '' : ', the wall clock'}`,
  };
}

/** Where the clock goes: a date means the beginning of that day. */
export function targetOf({ to, days }: Options, now: string, timeZone: string): string {
  if ((to === undefined) === (days === undefined))
    throw new CommandProblem(2, 'usage', 'Give either --to or --days.', { where: '--to, --days' });
  if (days !== undefined) {
    if (!/^\d{1,3}$/.test(days) || Number(days) < 1)
      throw new CommandProblem(2, 'usage', 'Days are a number from 1 to 999.', { where: '--days' });
    return new Date(Date.parse(now) + Number(days) * 86_400_000).toISOString();
  }
  if (isLocalDate(to!)) return instantOf(to!, '00:00', timeZone);
  const moment = Date.parse(to!);
  const isDay = isLocalDate(to!.slice(0, 10)) && to!.length > 10;
  if (Number.isNaN(moment) || !isDay || addDays(to!.slice(0, 10), 0) !== to!.slice(0, 10))
    throw new CommandProblem(2, 'no-such-moment', 'There is no such date or moment.', {
      where: '--to',
      hint: 'Write a date such as 2025-10-06, or an instant such as 2025-10-06T14:00:00Z.',
    });
  return new Date(moment).toISOString();
}

function inOurWords(error: unknown, district: string): unknown {
  const where = `district ${district}`;
  if (error instanceof NotQuiet)
    return new CommandProblem(1, 'not-quiet', `${error.message}.`, {
      where,
      hint: 'Is `aimline up` running? Its worker does what falls due; `aimline status` shows what runs.',
    });
  if (error instanceof RuleBroken && error.rule === 'clock-goes-forward-only')
    return new CommandProblem(2, error.rule, 'The clock only goes forward.', {
      where: '--to',
      hint: `It stands at ${String(error.facts['clock'])}.`,
    });
  return error;
}

async function withClock(
  home: AimlineHome,
  databaseUrl: string,
  { district: asked }: Options,
  work: (at: At) => Promise<Answer>,
): Promise<Answer> {
  const record = openRecord(databaseUrl, await masterKeyOf(home));
  try {
    const { district, sandbox } = await chosen(await record.store.districts(), asked);
    const { district: settings } = await record.reference.for(district, {});
    const clock = new DistrictClock(databaseUrl, record, district);
    try {
      return await work({ clock, district, sandbox, timeZone: settings.timeZone });
    } finally {
      await clock.close();
    }
  } catch (error) {
    if (error instanceof DistrictNotFound) throw noDistrict();
    throw error;
  } finally {
    await record.store.close();
  }
}

type Known = { district: string; sandbox: boolean };

async function chosen(districts: readonly Known[], asked: string | undefined): Promise<Known> {
  const [only, another] = districts;
  if (!only) throw noDistrict();
  const found =
    asked === undefined && !another ? only : districts.find((d) => d.district === asked);
  if (found) return found;
  throw new CommandProblem(2, 'which-district', 'Say which district is meant.', {
    where: '--district',
    hint: `There are ${districts.map((d) => d.district).join(', ')}.`,
  });
}

const noDistrict = () =>
  new CommandProblem(2, 'no-district', 'There is no district yet.', {
    hint: '`aimline simulate` founds a sandbox; an imported roster founds a live one.',
  });
