import type { Grade } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import { dayOf } from '../fields/day.js';
import { gradeOf } from '../fields/grade.js';
import type { Judgement, MemberRow, Warn } from './read-member.js';
import { badDate, badGrade, badWord, unknownReference } from './read-member.js';

/** What is kept of each member's row. References are ids of rows that were taken. */
export type Org = { id: string; name: string; type: string; identifier: string | null };
export type Session = {
  id: string;
  title: string;
  type: string;
  startDate: LocalDate;
  endDate: LocalDate;
};
export type Course = { id: string; subject: string | null };
export type Class = {
  id: string;
  title: string;
  grades: readonly Grade[];
  homeroom: boolean;
  schoolId: string;
  subject: string | null;
};
export type Enrollment = {
  id: string;
  classId: string;
  userId: string;
  role: string;
  primary: boolean;
  beginDate: LocalDate | null;
  endDate: LocalDate | null;
};

const orgTypes = ['district', 'school', 'local', 'state', 'national'];
const sessionTypes = ['gradingPeriod', 'semester', 'schoolYear', 'term'];
const classTypes = ['homeroom', 'scheduled'];
const enrollmentRoles = ['administrator', 'proctor', 'student', 'teacher'];

export function judgeOrg({ id, cell }: MemberRow): Judgement<Org> {
  const type = cell('type').toLowerCase();
  if (!orgTypes.includes(type)) return { fault: badWord('type', orgTypes) };
  if (cell('name') === '') return { fault: missing('name') };
  return { taken: { id, name: cell('name'), type, identifier: cell('identifier') || null } };
}

export function judgeSession({ id, cell }: MemberRow): Judgement<Session> {
  const type = sessionTypes.find((word) => word.toLowerCase() === cell('type').toLowerCase());
  if (!type) return { fault: badWord('type', sessionTypes) };
  const start = dayOf(cell('startDate'));
  const end = dayOf(cell('endDate'));
  if (start.kind !== 'day') return { fault: badDate('startDate') };
  if (end.kind !== 'day') return { fault: badDate('endDate') };
  if (end.on < start.on) return { fault: backwards('endDate', 'startDate') };
  return { taken: { id, title: cell('title'), type, startDate: start.on, endDate: end.on } };
}

export function judgeCourse({ id, list }: MemberRow): Judgement<Course> {
  return { taken: { id, subject: list('subjects')[0] ?? null } };
}

export function judgeClass(
  orgs: ReadonlyMap<string, Org>,
  sessions: ReadonlyMap<string, Session>,
  courses: ReadonlyMap<string, Course>,
) {
  return ({ id, cell, list }: MemberRow, warn: Warn): Judgement<Class> => {
    const type = cell('classType').toLowerCase();
    if (!classTypes.includes(type)) return { fault: badWord('classType', classTypes) };
    const schoolId = cell('schoolSourcedId');
    if (orgs.get(schoolId)?.type !== 'school') {
      return { fault: unknownReference('schoolSourcedId', 'orgs.csv') };
    }
    const grades = list('grades').map(gradeOf);
    if (grades.includes(null)) return { fault: badGrade('grades') };
    const course = courses.get(cell('courseSourcedId'));
    if (!course && cell('courseSourcedId') !== '') {
      warn(unknownReference('courseSourcedId', 'courses.csv'));
    }
    if (list('termSourcedIds').some((term) => !sessions.has(term))) {
      warn(unknownReference('termSourcedIds', 'academicSessions.csv'));
    }
    return {
      taken: {
        id,
        title: cell('title'),
        grades: grades.filter((grade) => grade !== null),
        homeroom: type === 'homeroom',
        schoolId,
        subject: list('subjects')[0] ?? course?.subject ?? null,
      },
    };
  };
}

export function judgeEnrollment(
  orgs: ReadonlyMap<string, Org>,
  classes: ReadonlyMap<string, Class>,
  users: ReadonlyMap<string, { role: string }>,
) {
  return ({ id, cell }: MemberRow, warn: Warn): Judgement<Enrollment> => {
    const role = cell('role').toLowerCase();
    if (!enrollmentRoles.includes(role)) return { fault: badWord('role', enrollmentRoles) };
    const classId = cell('classSourcedId');
    const userId = cell('userSourcedId');
    const inClass = classes.get(classId);
    const user = users.get(userId);
    if (!inClass) return { fault: unknownReference('classSourcedId', 'classes.csv') };
    if (!user) return { fault: unknownReference('userSourcedId', 'users.csv') };
    if (orgs.get(cell('schoolSourcedId'))?.type !== 'school') {
      return { fault: unknownReference('schoolSourcedId', 'orgs.csv') };
    }
    if ((role === 'student') !== (user.role === 'student')) return { fault: roleMismatch };
    if (inClass.schoolId !== cell('schoolSourcedId')) warn(otherSchool);
    const begin = dayOf(cell('beginDate'));
    const end = dayOf(cell('endDate'));
    if (begin.kind !== 'day' && begin.kind !== 'blank') return { fault: badDate('beginDate') };
    if (end.kind !== 'day' && end.kind !== 'blank') return { fault: badDate('endDate') };
    const beginDate = begin.kind === 'day' ? begin.on : null;
    const endDate = end.kind === 'day' ? end.on : null;
    if (beginDate && endDate && endDate < beginDate) {
      return { fault: backwards('endDate', 'beginDate') };
    }
    const primary = cell('primary').toLowerCase() === 'true';
    return { taken: { id, classId, userId, role, primary, beginDate, endDate } };
  };
}

export function missing(column: string) {
  return {
    code: 'missing_value',
    column,
    message: `"${column}" is blank.`,
    fix: 'Fill it in the source and export the roster again.',
  };
}

function backwards(later: string, earlier: string) {
  return {
    code: 'dates_backwards',
    column: later,
    message: `"${later}" lies before "${earlier}".`,
    fix: 'Correct the dates in the source and export the roster again.',
  };
}

const roleMismatch = {
  code: 'role_mismatch',
  column: 'role',
  message: 'The user is a student in one file and no student in the other.',
  fix: 'Correct the role in users.csv or enrollments.csv.',
};

const otherSchool = {
  code: 'other_school',
  column: 'schoolSourcedId',
  message: 'The enrolment names another school than its class; the school of the class was used.',
  fix: 'Correct the school in the source, if the class is wrong.',
};
