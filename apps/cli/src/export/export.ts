import { Option, type Command } from 'commander';
import { answering } from '../answer.js';
import { districtOption } from '../district.js';
import { asOption } from './actor.js';
import { exportEvents, type EventsOptions } from './events.js';
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
  group
    .command('events')
    .addOption(
      new Option('--format <name>', 'how each line is written')
        .choices(['cloudevents'])
        .makeOptionMandatory(),
    )
    .option('--after <position>', 'go on behind this position of the log', '0')
    .option('--no-data', 'leave out what the events say')
    .option('--recipient <who>', 'somebody outside who gets it: recorded as a disclosure')
    .option('--interest <why>', 'their interest, or the purpose (34 CFR 99.32)')
    .option(...asOption)
    .option(...districtOption)
    .description('the whole log as a stream of CloudEvents 1.0 (JSON), one a line')
    .action(answering((options: EventsOptions) => exportEvents(options)));
}
