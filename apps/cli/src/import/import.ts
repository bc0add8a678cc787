import { Option, type Command } from 'commander';
import type { ImportKind } from '#domain/import/events';
import { profileNamed, profiles } from '#imports/profiles/registry';
import { answering, CommandProblem, type Answer } from '../answer.js';
import { districtOption } from '../district.js';
import { importCaseFile } from './case-file.js';
import { dryRun } from './dry-run.js';
import { readFiles } from './files.js';
import { realRun } from './real-run.js';
import { answerOf } from './result.js';

export type ImportOptions = {
  profile?: string;
  dryRun?: boolean;
  anyStudent?: boolean;
  records?: boolean;
  confirm?: boolean;
  district?: string;
  timeZone?: string;
};

export function registerImport(program: Command): void {
  const group = program
    .command('import')
    .description('bring files of other systems into the record');
  const options = (command: Command) =>
    command
      .option('--profile <name>', 'the format; recognised by the header unless named')
      .option('--dry-run', 'read, check and compare as a real run would; write nothing')
      .option('--records', 'list every score that was read')
      .option('--confirm', 'apply an import that is held until a person looks')
      .option(...districtOption);
  options(
    group
      .command('roster')
      .argument('<zip|folder>', 'a OneRoster bundle: its zip, or the folder of its files')
      .description('schools, staff and students; the first roster founds the district'),
  )
    .addOption(
      new Option(
        '--time-zone <zone>',
        'of the district that the roster founds, such as America/Chicago; by default this machine’s, or America/New_York where that is UTC',
      ),
    )
    .action(importing('roster'));
  options(
    group
      .command('scores')
      .argument('<file...>', 'one vendor’s export; several files of it make one import')
      .option('--any-student', 'with --dry-run: take student ids as they stand')
      .description('scores of a screening or an assessment'),
  ).action(importing('scores'));
  group
    .command('case-file')
    .argument('<folder>', 'a student’s record as another district exported it')
    .option('--student <id>', 'whose it is here; by default whoever has the same state id')
    .option('--key <text>', 'that district’s public key, as you had it from another hand')
    .option('--dry-run', 'verify and find the student; take nothing')
    .option(...districtOption)
    .description(
      'what another district recorded about a student: verified first, kept with its provenance',
    )
    .action(answering(importCaseFile));
}

function importing(kind: ImportKind) {
  return answering(async (options: ImportOptions, named): Promise<Answer> => {
    checkOptions(kind, options);
    // commander hands over a list for `<file...>` and one text for a single argument
    const files = await readFiles(kind, Array.isArray(named) ? named : [named]);
    const run = options.dryRun ? dryRun : realRun;
    return answerOf(await run(kind, files, options), options.records === true);
  });
}

function checkOptions(kind: ImportKind, { profile, anyStudent, dryRun: dry }: ImportOptions): void {
  if (anyStudent && !dry)
    throw new CommandProblem(2, 'usage', '--any-student goes only with --dry-run.', {
      where: '--any-student',
      hint: 'A real import needs to know whose score it records: import the roster first.',
    });
  if (profile === undefined || profileNamed(profile)?.kind === kind) return;
  const known = profiles.filter((one) => one.kind === kind).map(({ name }) => name);
  throw new CommandProblem(2, 'unknown_profile', `There is no profile "${profile}" of this kind.`, {
    where: '--profile',
    hint: `Known are ${known.join(', ')}.`,
  });
}
