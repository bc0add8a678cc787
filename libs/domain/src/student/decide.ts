import type { Decider, Reference, Sent } from '../decider.js';
import { datedOn, requireDay, requirePastDay, today } from '../fact-date.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import type { LocalDate } from '../time.js';
import { claims } from './claims.js';
import type { StudentCommand, StudentEvent } from './events.js';
import { correctScore, recordScore, voidScore } from './decide-scores.js';
import type { ClassPlacement, Demographics, Enrolled, Guardian, Student } from './state.js';
import { evolve, initial } from './state.js';

type Of<T extends StudentCommand['type']> = Sent<Extract<StudentCommand, { type: T }>>;

/** Each fact with a day of its own is dated on it: a score imported in October was given in September. */
export function decide(
  command: Sent<StudentCommand>,
  student: Student,
  reference: Reference,
): StudentEvent[] {
  return facts(command, student, reference).map((event) =>
    'on' in event.data ? datedOn(event.data.on, event, command.meta, reference) : event,
  );
}

function facts(
  command: Sent<StudentCommand>,
  student: Student,
  reference: Reference,
): StudentEvent[] {
  switch (command.type) {
    case 'EnrolStudent':
      return enrol(command, student);
    case 'RenameStudent':
      return rename(command, known(student));
    case 'ChangeStudentGrade':
      return changeGrade(command, present(student));
    case 'PlaceStudentInClass':
      return placeInClass(command, present(student));
    case 'TransferStudent':
      return transfer(command, present(student), reference);
    case 'WithdrawStudent':
      return withdraw(command, known(student), reference);
    case 'ReadmitStudent':
      return readmit(command, known(student), reference);
    case 'RecordDemographics':
      return recordDemographics(command.data, known(student));
    case 'RecordGuardian':
      return recordGuardian(command.data, known(student));
    case 'RecordScore':
      return recordScore(command, known(student), reference);
    case 'VoidScore':
      return voidScore(command, known(student));
    case 'CorrectScore':
      return correctScore(command, known(student), reference);
  }
}

/** A roster that is imported again enrols nobody twice; what it says differently is for the other commands. */
function enrol({ data }: Of<'EnrolStudent'>, student: Student): StudentEvent[] {
  if (student.status !== 'none') {
    const { name, birthDate, grade, schoolId, ids } = student;
    const now = { name, birthDate, grade, schoolId, ids };
    const { on: _, ...again } = data;
    if (same(student.enrolment, data) || same(now, again)) return [];
    throw new RuleBroken('student-already-enrolled');
  }
  requireDay(data.on, 'on');
  if (data.birthDate !== null) {
    requireDay(data.birthDate, 'birthDate');
    if (data.birthDate >= data.on) throw new RuleBroken('enrolled-before-birth');
  }
  if (data.ids.local === null && data.ids.state === null && data.ids.sourcedId === null)
    throw new RuleBroken('student-without-id');
  return [{ type: 'StudentEnrolled', data }];
}

function rename({ data }: Of<'RenameStudent'>, student: Enrolled): StudentEvent[] {
  if (same(student.name, data.name)) return [];
  return [{ type: 'StudentRenamed', data }];
}

function changeGrade({ data }: Of<'ChangeStudentGrade'>, student: Enrolled): StudentEvent[] {
  if (student.grade === data.to) return [];
  requireSince(data.on, student);
  return [{ type: 'StudentGradeChanged', data: { from: student.grade, ...data } }];
}

function placeInClass({ data }: Of<'PlaceStudentInClass'>, student: Enrolled): StudentEvent[] {
  const { on, ...placement } = data;
  requireDay(on, 'on');
  const before: ClassPlacement | undefined = student.classes.get(data.classSourcedId);
  if (same(before, placement)) return [];
  return [{ type: 'StudentPlacedInClass', data }];
}

/** A roster may speak of a move ahead of its day. Cycles and referrals follow at once, so it holds from today at the latest. */
function transfer(
  { data, meta }: Of<'TransferStudent'>,
  student: Enrolled,
  reference: Reference,
): StudentEvent[] {
  const { toSchoolId } = data;
  if (student.schoolId === toSchoolId) return [];
  requireSince(data.on, student);
  const on = noLaterThan(today(meta, reference), data.on);
  const moved = { fromSchoolId: student.schoolId, toSchoolId, on };
  return [{ type: 'StudentTransferred', data: moved }];
}

function withdraw(
  { data, meta }: Of<'WithdrawStudent'>,
  student: Enrolled,
  reference: Reference,
): StudentEvent[] {
  if (student.status === 'withdrawn') return [];
  requirePastDay(data.on, 'on', meta, reference);
  requireSince(data.on, student);
  return [{ type: 'StudentWithdrawn', data }];
}

function readmit(
  { data, meta }: Of<'ReadmitStudent'>,
  student: Enrolled,
  reference: Reference,
): StudentEvent[] {
  if (student.status === 'enrolled') {
    if (student.schoolId === data.schoolId && student.grade === data.grade) return [];
    throw new RuleBroken('student-already-enrolled');
  }
  requireSince(data.on, student);
  const on = noLaterThan(today(meta, reference), data.on);
  return [{ type: 'StudentReturned', data: { ...data, on } }];
}

function recordDemographics(data: Demographics, student: Enrolled): StudentEvent[] {
  if (data.birthDate !== null) requireDay(data.birthDate, 'birthDate');
  if (same(student.demographics, data)) return [];
  return [{ type: 'DemographicsRecorded', data }];
}

function recordGuardian(data: Guardian, student: Enrolled): StudentEvent[] {
  if (same(student.guardians.get(data.guardianId), data)) return [];
  return [{ type: 'GuardianRecorded', data }];
}

/** Known to the district, here or gone: late scores and corrections are still taken. */
function known(student: Student): Enrolled {
  if (student.status === 'none') throw new RuleBroken('student-not-enrolled');
  return student;
}

function present(student: Student): Enrolled {
  const here = known(student);
  if (here.status === 'withdrawn') throw new RuleBroken('student-withdrawn', { since: here.since });
  return here;
}

function noLaterThan(latest: LocalDate, on: LocalDate): LocalDate {
  return on > latest ? latest : on;
}

/** A move takes effect no earlier than the enrolment that it ends or changes. */
function requireSince(on: string, student: Enrolled): void {
  requireDay(on, 'on');
  if (on < student.since)
    throw new RuleBroken('date-before-enrolment', { date: on, since: student.since });
}

export const studentDecider: Decider<Student, Sent<StudentCommand>, StudentEvent> = {
  kind: 'student',
  initial,
  evolve,
  decide,
  needs: () => ({}),
  claims,
};
