import { accessDecider } from './access/decide.js';
import { calendarDecider } from './calendar/decide.js';
import { cycleDecider, interventionCycle } from './cycle/process.js';
import type { Command, Decider, DomainEvent } from './decider.js';
import { districtDecider } from './district/decide.js';
import { deliverySchedule, groupDecider } from './group/process.js';
import { importDecider } from './import/decide.js';
import { dataImport } from './import/process.js';
import { interventionDecider } from './intervention/decide.js';
import type { Process, ProcessOf } from './process.js';
import { referralDecider } from './referral/decide.js';
import { evaluationReferral } from './referral/process.js';
import { ruleSetDecider } from './rule-set/decide.js';
import { schoolDecider } from './school/decide.js';
import { screeningWindowDecider } from './screening-window/decide.js';
import { screeningWindow } from './screening-window/process.js';
import { staffDecider } from './staff/decide.js';
import type { ProcessKind, StreamKind } from './streams.js';
import { studentDecider } from './student/decide.js';

/** A decider whose concept its holder does not know. */
export type AnyDecider = Decider<unknown, Command, DomainEvent>;

/** Forgets the types of one concept: from here on a stream's kind alone says which events and commands it has. */
const any = <S, C extends Command, E extends DomainEvent>(decider: Decider<S, C, E>) =>
  decider as unknown as AnyDecider;

const process = <S, C extends Command, E extends DomainEvent>(concept: ProcessOf<S, C, E>) =>
  concept as unknown as Process;

/** How to decide on a stream, by its kind. */
export const deciders: Readonly<Record<StreamKind, AnyDecider>> = {
  district: any(districtDecider),
  school: any(schoolDecider),
  staff: any(staffDecider),
  calendar: any(calendarDecider),
  intervention: any(interventionDecider),
  'rule-set': any(ruleSetDecider),
  student: any(studentDecider),
  'screening-window': any(screeningWindowDecider),
  cycle: any(cycleDecider),
  group: any(groupDecider),
  referral: any(referralDecider),
  access: any(accessDecider),
  import: any(importDecider),
};

/** The kinds that are processes: what each owes, where it stands, whom it concerns. */
export const processes: Readonly<Record<ProcessKind, Process>> = {
  'screening-window': process(screeningWindow),
  cycle: process(interventionCycle),
  group: process(deliverySchedule),
  referral: process(evaluationReferral),
  import: process(dataImport),
};
