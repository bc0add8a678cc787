import { Argument, Option, type Command } from 'commander';
import { recordClasses } from '#domain/record-class';
import { authorities, holdReasons, requesters } from '#domain/record-request/events';
import { answering } from '../answer.js';
import { districtOption } from '../district.js';
import { certificate } from './certificate.js';
import { destroy, expunge, hold, release } from './change.js';
import { given, requestAccess, requestDestruction } from './request.js';
import { show } from './show.js';

const student = [
  '<student>',
  'the student’s id, or one of the ids that files name them by',
] as const;
const classOption = () =>
  new Option('--class <class...>', 'what of the record').choices(recordClasses);
const authorityOption = () =>
  new Option('--authority <why>', 'by whose word').choices(authorities).makeOptionMandatory();
const keepOption = [
  '--keep-until <day>',
  'the last day on which the law or the schedule asks for it to be kept',
] as const;

export function registerRecord(program: Command): void {
  const record = program
    .command('record')
    .description('a student’s record as such: who asked for it, what holds it, what is destroyed');
  record
    .command('show')
    .argument(...student)
    .option(...districtOption)
    .description('requests with their due days, holds, and what is gone')
    .action(answering(show));
  record
    .command('hold')
    .argument(...student)
    .addOption(new Option('--reason <why>').choices(holdReasons).makeOptionMandatory())
    .option(...districtOption)
    .description('nothing of the record is destroyed until the hold is lifted')
    .action(answering(hold));
  record
    .command('release')
    .argument(...student)
    .addArgument(new Argument('<hold>', 'the hold’s id, as `record show` gives it'))
    .option(...districtOption)
    .description('lift a hold')
    .action(answering(release));
  const request = record
    .command('request')
    .description('take in what somebody asks about the record');
  request
    .command('access')
    .argument(...student)
    .addOption(new Option('--by <whom>').choices(requesters).makeOptionMandatory())
    .option('--received <day>', 'when it came in; default: today')
    .option(...districtOption)
    .description('somebody asked to see the record: within 45 days')
    .action(answering(requestAccess));
  request
    .command('destruction')
    .argument(...student)
    .addOption(classOption().makeOptionMandatory())
    .addOption(authorityOption())
    .option(...keepOption)
    .option(...districtOption)
    .description('classes of the record shall be destroyed; `destroy` does it')
    .action(answering(requestDestruction));
  record
    .command('given')
    .argument(...student)
    .addArgument(new Argument('<request>', 'the request’s id, as `record show` gives it'))
    .option(...districtOption)
    .description('whoever asked has seen the record')
    .action(answering(given));
  record
    .command('destroy')
    .argument(...student)
    .addOption(classOption().makeOptionMandatory())
    .addOption(authorityOption())
    .option(...keepOption)
    .option('--yes', 'there is no way back')
    .option(...districtOption)
    .description('destroy classes of the record: keys and bodies go for ever')
    .action(answering(destroy));
  record
    .command('expunge')
    .argument(...student)
    .addArgument(new Argument('<event>', 'the event’s id'))
    .addOption(new Option('--class <class>').choices(recordClasses).makeOptionMandatory())
    .addOption(authorityOption())
    .option(...keepOption)
    .option('--yes', 'there is no way back')
    .option(...districtOption)
    .description('expunge what one event says; that it happened stays')
    .action(answering(expunge));
  record
    .command('certificate')
    .alias('certify')
    .argument(...student)
    .option(...districtOption)
    .description('certify destructions whose last backup has aged out; exit 1 where one has not')
    .action(answering(certificate));
}
