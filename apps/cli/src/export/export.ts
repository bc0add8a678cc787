import type { Command } from 'commander';
import { answering } from '../answer.js';
import { districtOption } from '../district.js';
import { asOption } from './actor.js';
import { exportStudent } from './student.js';

export function registerExport(program: Command): void {
  const group = program.command('export').description('hand out what is recorded');
  group
    .command('student')
    .argument('<id>', 'the student’s id, or one of the ids that files name them by')
    .requiredOption('--to <folder>', 'a new folder')
    .option('--recipient <who>', 'somebody outside who gets it: recorded as a disclosure')
    .option('--interest <why>', 'their interest, or the purpose (34 CFR 99.32)')
    .option(...asOption)
    .option(...districtOption)
    .description('one student’s whole record, as files that anybody can check with Node alone')
    .action(answering(exportStudent));
}
