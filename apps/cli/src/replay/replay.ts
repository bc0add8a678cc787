import type { Command } from 'commander';
import { answering } from '../answer.js';
import { districtOption } from '../district.js';
import { replayDecision } from './decision.js';
import { replayStudent } from './student.js';

export function registerReplay(program: Command): void {
  const replay = program.command('replay').description('what happened, and on what it rested');
  replay
    .command('student')
    .argument('<id>', 'the student’s id, or one of the ids that files name them by')
    .option('--as-of <day>', 'as it was true on this day, by all that is known')
    .option('--known-at <moment>', 'as it was known at a moment or a position of the log')
    .option(...districtOption)
    .description('a student’s history: who proposed, who decided, on which numbers, by which rules')
    .action(answering(replayStudent));
  replay
    .command('decision')
    .argument('<id>', 'a review’s id, or the event that opened or held it')
    .option(...districtOption)
    .description('run a review’s recommendation again from its pinned inputs; exit 1 if it differs')
    .action(answering(replayDecision));
}
