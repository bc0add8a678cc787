import type { StudentCommand } from '#domain/student/events';
import type { Enrolled, Student } from '#domain/student/state';
import { same } from '#domain/same';
import type { LocalDate } from '#domain/time';
import type { RosterStudent } from '../one-roster/bundle.js';

/** A command and the row that says it; `key` is the command's, unique within the import. */
export type Keyed = { key: string; rowKey: string; command: StudentCommand };

type Names = { idOf: (name: string) => string; today: LocalDate };

export const schoolName = (sourcedId: string) => `oneroster/school/${sourcedId}`;
export const staffName = (sourcedId: string) => `oneroster/staff/${sourcedId}`;
export const studentName = (sourcedId: string) => `oneroster/student/${sourcedId}`;

/** What a roster says of a student, as commands in order; `before` is the student as known before this import. */
export function studentCommands(one: RosterStudent, before: Student, names: Names): Keyed[] {
  const { idOf } = names;
  const schoolId = idOf(schoolName(one.schoolSourcedId));
  const { rowKey } = one;
  const { name, birthDate, grade, ids, on } = one;
  const enrolment: Keyed[] =
    before.status === 'none'
      ? [
          {
            key: `${rowKey}/enrol`,
            rowKey,
            command: { type: 'EnrolStudent', data: { name, birthDate, grade, schoolId, ids, on } },
          },
        ]
      : moved(before, one, schoolId, names.today);
  return [...enrolment, ...demographics(one), ...classes(one, idOf), ...guardians(one, idOf)];
}

/** What a newer roster says otherwise. Ids and birth date of a known student stay: correcting them is a person's act. */
function moved(before: Enrolled, one: RosterStudent, schoolId: string, today: LocalDate): Keyed[] {
  const { rowKey, name, grade } = one;
  const on = movedOn(before, one, today);
  const keyed = (key: string, command: StudentCommand) => ({
    key: `${rowKey}/${key}`,
    rowKey,
    command,
  });
  const commands: Keyed[] = [];
  if (before.status === 'withdrawn')
    commands.push(keyed('readmit', { type: 'ReadmitStudent', data: { schoolId, grade, on } }));
  else {
    if (before.schoolId !== schoolId)
      commands.push(
        keyed('transfer', { type: 'TransferStudent', data: { toSchoolId: schoolId, on } }),
      );
    if (before.grade !== grade)
      commands.push(keyed('grade', { type: 'ChangeStudentGrade', data: { to: grade, on } }));
  }
  if (!same(before.name, name))
    commands.push(keyed('rename', { type: 'RenameStudent', data: { name } }));
  return commands;
}

/** The first day in the new classes if it is later than the old enrolment; else the roster does not say when: today. */
function movedOn({ since }: Enrolled, one: RosterStudent, today: LocalDate): LocalDate {
  const [first] = one.classes.map(({ on }) => on).sort();
  if (first !== undefined && first > since) return first;
  return today > since ? today : since;
}

function demographics(one: RosterStudent): Keyed[] {
  if (!one.demographics) return [];
  const { rowKey, ...data } = one.demographics;
  return [{ key: rowKey, rowKey, command: { type: 'RecordDemographics', data } }];
}

function classes(one: RosterStudent, idOf: Names['idOf']): Keyed[] {
  return one.classes.map(({ rowKey, teacherSourcedIds, ...placement }) => ({
    key: rowKey,
    rowKey,
    command: {
      type: 'PlaceStudentInClass',
      data: { ...placement, teacherIds: teacherSourcedIds.map((id) => idOf(staffName(id))) },
    },
  }));
}

function guardians(one: RosterStudent, idOf: Names['idOf']): Keyed[] {
  return one.guardians.map(({ rowKey, sourcedId, ...guardian }) => ({
    key: rowKey,
    rowKey,
    command: {
      type: 'RecordGuardian',
      data: { guardianId: idOf(`oneroster/guardian/${sourcedId}`), ...guardian },
    },
  }));
}
