import { Option, type Command } from 'commander';
import { staffRoles } from '#domain/staff/events';
import { answering } from '../answer.js';
import { districtOption } from '../district.js';
import { grant } from './grant.js';
import { token } from './token.js';

export function registerUser(program: Command): void {
  const user = program
    .command('user')
    .description('who may do what; for operators of the installation');
  user
    .command('grant')
    .description('make a person staff, change what a member of staff may do, or link their sign-in')
    .option('--staff <id>', 'somebody who is staff already')
    .option('--given-name <name>', 'of a new member of staff')
    .option('--family-name <name>', 'of a new member of staff')
    .option('--email <address>', 'for letters; never used to sign in')
    .addOption(new Option('--role <role>', 'what they do').choices(staffRoles))
    .option('--school <id...>', 'only these schools; the whole district if left out')
    .option('--grade <grade...>', 'only these grades of the schools')
    .option('--caseload', 'only the students given to them in those schools')
    .option('--identity <provider:subject>', 'the sign-in that is theirs, as the provider names it')
    .option('--reason <text>', 'why the role or scope changes')
    .option(...districtOption)
    .action(answering(grant));
  user
    .command('token')
    .description('a bearer token for a machine that acts as a member of staff; shown once')
    .requiredOption('--staff <id>', 'as whom it acts')
    .option('--label <text>', 'what it is for', 'aimline user token')
    .option('--days <n>', 'how long it is good; for ever if left out')
    .option(...districtOption)
    .action(answering(token));
}
