import { accessDecider } from './access/decide.js';
import { caseFileDecider } from './case-file/decide.js';
import { calendarDecider } from './calendar/decide.js';
import type { CalendarEvent } from './calendar/events.js';
import type { SchoolCalendar } from './calendar/school-calendar.js';
import { versions as calendarVersions } from './calendar/state.js';
import { interventionCycle } from './cycle/process.js';
import type { Command, Decider, DomainEvent, Recorded } from './decider.js';
import { districtDecider } from './district/decide.js';
import { deliverySchedule } from './group/process.js';
import { dataImport } from './import/process.js';
import { interventionDecider } from './intervention/decide.js';
import type { Process, ProcessOf } from './process.js';
import { evaluationReferral } from './referral/process.js';
import { recordRequestDecider } from './record-request/decide.js';
import { ruleSetDecider } from './rule-set/decide.js';
import type { RuleSetDocument } from './rule-set/document.js';
import type { RuleSetEvent } from './rule-set/events.js';
import { versions as ruleSetVersions } from './rule-set/state.js';
import { schoolDecider } from './school/decide.js';
import { screeningWindow } from './screening-window/process.js';
import { staffDecider } from './staff/decide.js';
import type { ProcessKind, StreamKind } from './streams.js';
import { studentDecider } from './student/decide.js';

/** A decider whatever its kind: commands are parsed at the edge, and the state is opaque to whoever holds this. */
export type AnyDecider = Decider<unknown, Command, DomainEvent>;

// A decider never meets the states and events of another kind: the store reads and writes one stream at a time. That is
// what makes forgetting the types sound, here and nowhere else.
const decider = <S, C extends Command, E extends DomainEvent>(known: Decider<S, C, E>) =>
  known as unknown as AnyDecider;
const process = <S, C extends Command, E extends DomainEvent>(known: ProcessOf<S, C, E>) =>
  known as unknown as Process;

/** Each process with its duties: what workflows, views and activities drive. */
export const processes: Readonly<Record<ProcessKind, Process>> = {
  'screening-window': process(screeningWindow),
  cycle: process(interventionCycle),
  group: process(deliverySchedule),
  referral: process(evaluationReferral),
  import: process(dataImport),
};

/** The decider of each kind of stream, with its claims: what the CommandHandler needs. */
export const deciders: Readonly<Record<StreamKind, AnyDecider>> = {
  district: decider(districtDecider),
  school: decider(schoolDecider),
  staff: decider(staffDecider),
  calendar: decider(calendarDecider),
  intervention: decider(interventionDecider),
  'rule-set': decider(ruleSetDecider),
  student: decider(studentDecider),
  access: decider(accessDecider),
  'record-request': decider(recordRequestDecider),
  'screening-window': processes['screening-window'].decider,
  cycle: processes.cycle.decider,
  group: processes.group.decider,
  referral: processes.referral.decider,
  import: processes.import.decider,
  'case-file': decider(caseFileDecider),
};

/** The published versions of the documents that decisions pin, folded from their streams. */
export const referenceFolds = {
  calendar: (events: readonly Recorded[]): ReadonlyMap<number, SchoolCalendar> =>
    calendarVersions(events as readonly Recorded<CalendarEvent>[]),
  ruleSet: (events: readonly Recorded[]): ReadonlyMap<number, RuleSetDocument> =>
    ruleSetVersions(events as readonly Recorded<RuleSetEvent>[]),
};
