import type { StaffRole } from '#domain/staff/events';
import type { LocalDate } from '#domain/time';
import { sortedGrades } from '../fields/grade.js';
import type {
  RosterClassPlacement,
  RosterDemographics,
  RosterGuardian,
  RosterSchool,
  RosterSchoolYear,
  RosterStaff,
  RosterStudent,
} from './bundle.js';
import type { Class, Enrollment, Org, Session } from './members.js';
import type { User } from './people.js';

/** The rows that were taken, by sourcedId. */
export type Taken = {
  orgs: ReadonlyMap<string, Org>;
  sessions: ReadonlyMap<string, Session>;
  classes: ReadonlyMap<string, Class>;
  users: ReadonlyMap<string, User>;
  enrollments: ReadonlyMap<string, Enrollment>;
  demographics: ReadonlyMap<string, RosterDemographics>;
};

const guardianRoles = ['guardian', 'parent', 'relative'];

/** The school year that today lies in, else the newest one; null if the bundle has none. */
export function schoolYearOf(taken: Taken, today: LocalDate): RosterSchoolYear | null {
  const years = [...taken.sessions.values()]
    .filter(({ type }) => type === 'schoolYear')
    .sort((a, b) => (a.startDate < b.startDate ? 1 : -1));
  const year = years.find((y) => y.startDate <= today && today <= y.endDate) ?? years[0];
  if (!year) return null;
  return {
    rowKey: `session/${year.id}`,
    sourcedId: year.id,
    title: year.title,
    firstDay: year.startDate,
    lastDay: year.endDate,
    year: Number(year.startDate.slice(0, 4)),
  };
}

export function schoolsOf(taken: Taken, students: readonly RosterStudent[]): RosterSchool[] {
  return [...taken.orgs.values()]
    .filter(({ type }) => type === 'school')
    .map(({ id, name, identifier }) => ({
      rowKey: `org/${id}`,
      sourcedId: id,
      name,
      identifier,
      grades: sortedGrades([
        ...[...taken.classes.values()].filter((c) => c.schoolId === id).flatMap((c) => c.grades),
        ...students.filter((s) => s.schoolSourcedId === id).map((s) => s.grade),
      ]),
    }));
}

/**
 * OneRoster's roles in Aimline's words. An administrator of the district's org is a district admin, of a school's a
 * school admin. An aide is a specialist who sees the students given to them and nobody else; a teacher sees their own.
 * Other duties (psychologist, auditor) are no roles of OneRoster and are granted by a district admin.
 */
export function staffOf(taken: Taken): RosterStaff[] {
  return [...taken.users.values()].flatMap((user) => {
    const role = staffRole(user, taken.orgs);
    if (!role || !user.enabled) return [];
    const schoolSourcedIds = user.orgIds.filter((id) => taken.orgs.get(id)?.type === 'school');
    return [
      {
        rowKey: `staff/${user.id}`,
        sourcedId: user.id,
        username: user.username,
        givenName: user.givenName,
        familyName: user.familyName,
        email: user.email,
        role,
        scope:
          role === 'district-admin'
            ? { kind: 'district' }
            : { kind: role === 'school-admin' ? 'schools' : 'caseload', schoolSourcedIds },
      },
    ];
  });
}

function staffRole(user: User, orgs: ReadonlyMap<string, Org>): StaffRole | null {
  switch (user.role) {
    case 'administrator':
      return user.orgIds.some((id) => orgs.get(id)?.type === 'district')
        ? 'district-admin'
        : 'school-admin';
    case 'teacher':
      return 'teacher';
    case 'aide':
      return 'specialist';
    default:
      return null;
  }
}

/** Students with their classes as of `today`, their demographics and their guardians. */
export function studentsOf(
  taken: Taken,
  firstDay: LocalDate,
  today: LocalDate,
  sharedIds: ReadonlySet<string>,
): RosterStudent[] {
  const byStudent = groupBy([...taken.enrollments.values()], (enrollment) => enrollment.userId);
  const byClass = groupBy([...taken.enrollments.values()], (enrollment) => enrollment.classId);
  const guardians = guardiansByStudent(taken.users);

  return [...taken.users.values()].flatMap((user) => {
    if (user.role !== 'student' || !user.grade) return [];
    const enrollments = byStudent.get(user.id) ?? [];
    const classes = enrollments
      .filter(({ endDate }) => endDate === null || endDate >= today)
      .flatMap((enrollment): RosterClassPlacement[] => {
        const inClass = taken.classes.get(enrollment.classId);
        if (!inClass) return [];
        return [
          {
            rowKey: `student/${user.id}/class/${inClass.id}`,
            classSourcedId: inClass.id,
            title: inClass.title,
            subject: inClass.subject,
            homeroom: inClass.homeroom,
            teacherSourcedIds: teachersOf(byClass.get(inClass.id) ?? []),
            on: enrollment.beginDate ?? firstDay,
          },
        ];
      });
    const begins = enrollments.flatMap(({ beginDate }) => (beginDate ? [beginDate] : [])).sort();
    const demographics = taken.demographics.get(user.id) ?? null;
    return [
      {
        rowKey: `student/${user.id}`,
        sourcedId: user.id,
        schoolSourcedId: schoolOf(user, classes, taken),
        name: { given: user.givenName, middle: user.middleName, family: user.familyName },
        birthDate: demographics?.birthDate ?? null,
        grade: user.grade,
        ids: {
          local: unshared(user.identifier, sharedIds),
          state: unshared(user.stateId, sharedIds),
          sourcedId: user.id,
        },
        on: begins[0] ?? firstDay,
        classes,
        demographics,
        guardians: guardians.get(user.id) ?? [],
      },
    ];
  });
}

/** Ids that two students share: neither keeps it, because a score must never reach the wrong child. */
export function sharedIdsOf(users: ReadonlyMap<string, User>): Set<string> {
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  for (const user of users.values()) {
    if (user.role !== 'student') continue;
    for (const id of new Set([user.identifier, user.stateId])) {
      if (id === null) continue;
      if (owners.has(id)) shared.add(id);
      owners.set(id, user.id);
    }
  }
  return shared;
}

function unshared(id: string | null, shared: ReadonlySet<string>): string | null {
  return id !== null && shared.has(id) ? null : id;
}

/** The school of the homeroom where the student has several. */
function schoolOf(user: User, classes: readonly RosterClassPlacement[], taken: Taken): string {
  const schools = user.orgIds.filter((id) => taken.orgs.get(id)?.type === 'school');
  const homeroom = classes.find((c) => c.homeroom);
  const ofHomeroom = homeroom && taken.classes.get(homeroom.classSourcedId)?.schoolId;
  return schools.find((id) => id === ofHomeroom) ?? schools[0]!;
}

function teachersOf(enrollments: readonly Enrollment[]): string[] {
  return enrollments
    .filter(({ role }) => role === 'teacher')
    .sort((a, b) => Number(b.primary) - Number(a.primary))
    .map(({ userId }) => userId);
}

/** `agentSourcedIds` names the other side, and sources fill it on either. */
function guardiansByStudent(users: ReadonlyMap<string, User>): Map<string, RosterGuardian[]> {
  const pairs = new Map<string, Set<string>>();
  for (const user of users.values()) {
    for (const agent of user.agentIds) {
      const [studentId, guardianId] = user.role === 'student' ? [user.id, agent] : [agent, user.id];
      const guardian = users.get(guardianId);
      if (users.get(studentId)?.role !== 'student') continue;
      if (!guardian || !guardianRoles.includes(guardian.role)) continue;
      pairs.set(studentId, (pairs.get(studentId) ?? new Set()).add(guardianId));
    }
  }
  return new Map(
    [...pairs].map(([studentId, ids]) => [
      studentId,
      [...ids].map((id) => guardianOf(studentId, users.get(id)!)),
    ]),
  );
}

function guardianOf(studentId: string, user: User): RosterGuardian {
  return {
    rowKey: `student/${studentId}/guardian/${user.id}`,
    sourcedId: user.id,
    name: [user.givenName, user.familyName].join(' '),
    relationship: user.role,
    language: user.language,
    email: user.email,
    phone: user.phone,
  };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
