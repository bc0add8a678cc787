import type { Grade } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import { dayOf } from '../fields/day.js';
import { gradeOf } from '../fields/grade.js';
import type { RosterDemographics } from './bundle.js';
import type { Org } from './members.js';
import { missing } from './members.js';
import type { Judgement, MemberRow, Warn } from './read-member.js';
import { badDate, badGrade, badWord, unknownReference } from './read-member.js';

export type User = {
  id: string;
  role: string;
  enabled: boolean;
  orgIds: readonly string[];
  username: string | null;
  givenName: string;
  middleName: string | null;
  familyName: string;
  identifier: string | null;
  stateId: string | null;
  email: string | null;
  phone: string | null;
  agentIds: readonly string[];
  /** Of a student. */
  grade: Grade | null;
  language: string;
};

const roles = [
  'administrator',
  'aide',
  'guardian',
  'parent',
  'proctor',
  'relative',
  'student',
  'teacher',
];

/** `password` is never looked at: no cell of it leaves the file. */
export function judgeUser(orgs: ReadonlyMap<string, Org>) {
  return ({ id, cell, list }: MemberRow, warn: Warn): Judgement<User> => {
    const role = cell('role').toLowerCase();
    if (!roles.includes(role)) return { fault: badWord('role', roles) };
    const enabled = cell('enabledUser').toLowerCase();
    if (!['', 'true', 'false', '1', '0'].includes(enabled)) {
      return { fault: badWord('enabledUser', ['true', 'false']) };
    }
    if (cell('givenName') === '') return { fault: missing('givenName') };
    if (cell('familyName') === '') return { fault: missing('familyName') };
    const orgIds = list('orgSourcedIds').filter((org) => orgs.has(org));
    if (orgIds.length === 0) return { fault: unknownReference('orgSourcedIds', 'orgs.csv') };
    if (orgIds.length < list('orgSourcedIds').length) {
      warn(unknownReference('orgSourcedIds', 'orgs.csv'));
    }
    const grades = list('grades').map(gradeOf);
    if (role === 'student') {
      if (grades.length === 0 || grades.includes(null)) return { fault: badGrade('grades') };
      if (grades.length > 1) warn(severalGrades);
      if (!orgIds.some((org) => orgs.get(org)?.type === 'school')) {
        return { fault: unknownReference('orgSourcedIds', 'orgs.csv') };
      }
    }
    return {
      taken: {
        id,
        role,
        enabled: !['false', '0'].includes(enabled),
        orgIds,
        username: cell('username') || null,
        givenName: cell('givenName'),
        middleName: cell('middleName') || null,
        familyName: cell('familyName'),
        identifier: cell('identifier') || null,
        stateId: /\{\s*state[^:}]*:\s*([^}]+?)\s*\}/i.exec(cell('userIds'))?.[1] ?? null,
        email: cell('email') || null,
        phone: cell('phone') || cell('sms') || null,
        agentIds: list('agentSourcedIds'),
        grade: grades[0] ?? null,
        language: cell('metadata.language') || 'en',
      },
    };
  };
}

const races = [
  'americanIndianOrAlaskaNative',
  'asian',
  'blackOrAfricanAmerican',
  'nativeHawaiianOrOtherPacificIslander',
  'white',
  'demographicRaceTwoOrMoreRaces',
];

/** A row of demographics has the id of its user. `today`: nobody is born later. */
export function judgeDemographics(users: ReadonlyMap<string, User>, today: LocalDate) {
  return ({ id, cell }: MemberRow): Judgement<RosterDemographics> => {
    if (!users.has(id)) return { fault: unknownReference('sourcedId', 'users.csv') };
    const birth = dayOf(cell('birthDate'));
    if (birth.kind !== 'blank' && (birth.kind !== 'day' || birth.on > today)) {
      return { fault: badDate('birthDate') };
    }
    const sex = cell('sex').toLowerCase();
    if (!['', 'male', 'female', 'other', 'unspecified'].includes(sex)) {
      return { fault: badWord('sex', ['male', 'female']) };
    }
    for (const column of [...races, 'hispanicOrLatinoEthnicity']) {
      if (!['', 'true', 'false'].includes(cell(column).toLowerCase())) {
        return { fault: badWord(column, ['true', 'false']) };
      }
    }
    const hispanic = cell('hispanicOrLatinoEthnicity').toLowerCase();
    return {
      taken: {
        rowKey: `student/${id}/demographics`,
        sex: sex || null,
        races: races.filter((column) => cell(column).toLowerCase() === 'true'),
        hispanic: hispanic === '' ? null : hispanic === 'true',
        birthDate: birth.kind === 'day' ? birth.on : null,
      },
    };
  };
}

const severalGrades = {
  code: 'several_grades',
  column: 'grades',
  message: 'The student is in several grades; the first was used.',
  fix: 'Leave one grade in the source, if the first is not the right one.',
};
