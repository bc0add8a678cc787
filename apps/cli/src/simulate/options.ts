import type { Command } from 'commander';
import { isLocalDate, type LocalDate } from '#domain/time';
import { CommandProblem } from '../answer.js';

export type YearOptions = {
  students: number;
  year: number;
  seed: number;
  until: LocalDate | null;
  diligence: number;
};

export type GivenOptions = {
  students: string;
  year: string;
  seed: string;
  until?: string;
  staffDiligence: string;
};

/** The options that `simulate` and `demo` share. */
export function yearOptions(command: Command, students: string): Command {
  return command
    .option('--students <n>', 'how many students, from 9 to 5000', students)
    .option('--year <year>', 'the school year that begins in this year', '2025')
    .option('--seed <n>', 'the same seed gives the same year', '1')
    .option('--until <date>', 'the last day to live; default: the last day of school')
    .option('--staff-diligence <share>', 'how reliably staff act, from 0 to 1', '0.9');
}

/** Parses and checks them; throws a CommandProblem that names the option. */
export function yearOf(given: GivenOptions): YearOptions {
  const { until = null } = given;
  if (until !== null && !isLocalDate(until))
    throw wrong('--until', `There is no date "${until}".`, 'Write a date such as 2026-01-31.');
  const year = whole('--year', given.year, 2000, 2100);
  if (until !== null && (until < `${year}-08-01` || until > `${year + 1}-07-31`))
    throw wrong(
      '--until',
      `${until} is not in the school year ${year}-${year + 1}.`,
      'Give a day of that school year, or another --year.',
    );
  const diligence = Number(given.staffDiligence);
  if (given.staffDiligence.trim() === '' || !(diligence >= 0 && diligence <= 1))
    throw wrong('--staff-diligence', 'Diligence is a share.', 'Give a number from 0 to 1.');
  return {
    students: whole('--students', given.students, 9, 5_000),
    year,
    seed: whole('--seed', given.seed, 0, 2_147_483_647),
    until,
    diligence,
  };
}

function whole(option: string, text: string, least: number, most: number): number {
  const n = Number(text);
  if (/^\d{1,10}$/.test(text) && n >= least && n <= most) return n;
  throw wrong(option, `"${text}" does not fit.`, `Give a whole number from ${least} to ${most}.`);
}

function wrong(where: string, message: string, hint: string): CommandProblem {
  return new CommandProblem(2, 'usage', message, { where, hint });
}
