import { describe, expect, test } from 'vitest';
import type { Scope, StaffRole } from '../staff/events.js';
import { staffRoles } from '../staff/events.js';
import {
  actions,
  capabilities,
  decide,
  visibleTo,
  type Action,
  type Resource,
  type StaffActor,
} from './policy.js';

const north = '7f3c2a44-6d3b-4a1e-9c75-1b8a0f6a2d11';
const south = '7f3c2a44-6d3b-4a1e-9c75-1b8a0f6a2d12';

const somebody = (role: StaffRole, scope: Scope): StaffActor => ({ id: 'x', role, scope });
const admin = somebody('district-admin', { kind: 'district' });
const principal = somebody('school-admin', { kind: 'schools', schoolIds: [north] });
const specialist = somebody('specialist', {
  kind: 'grades',
  schoolIds: [north],
  grades: ['1', '2', '3'],
});
const teacher = somebody('teacher', { kind: 'caseload', schoolIds: [north] });
const psychologist = somebody('psychologist', { kind: 'schools', schoolIds: [north, south] });
const auditor = somebody('auditor', { kind: 'district' });
const people = { admin, principal, specialist, teacher, psychologist, auditor };

const pupil = (schoolId: string, grade: '2' | '5', ownCaseload: boolean): Resource => ({
  level: 'student',
  schoolId,
  grade,
  ownCaseload,
});
const own = pupil(north, '2', true);
const other = pupil(north, '2', false);
const older = pupil(north, '5', false);
const elsewhere = pupil(south, '2', false);
const district: Resource = { level: 'district' };

const sees = (action: Action, resource: Resource) =>
  Object.entries(people)
    .filter(([, actor]) => decide(actor, action, resource).allow)
    .map(([name]) => name);

describe('who may', () => {
  test.each<[string, Action, Resource, string[]]>([
    [
      'read the file of a pupil on the teacher’s caseload',
      'read-students',
      own,
      ['admin', 'principal', 'specialist', 'teacher', 'psychologist', 'auditor'],
    ],
    [
      'read the file of another pupil of the grade',
      'read-students',
      other,
      ['admin', 'principal', 'specialist', 'psychologist', 'auditor'],
    ],
    [
      'read the file of a pupil of another grade',
      'read-students',
      older,
      ['admin', 'principal', 'psychologist', 'auditor'],
    ],
    [
      'read the file of a pupil of another school',
      'read-students',
      elsewhere,
      ['admin', 'psychologist', 'auditor'],
    ],
    [
      'decide a placement',
      'decide-placement',
      own,
      ['admin', 'principal', 'specialist', 'psychologist'],
    ],
    [
      'record a request for an evaluation',
      'request-evaluation',
      own,
      ['admin', 'principal', 'specialist', 'teacher', 'psychologist'],
    ],
    ['carry a referral on', 'handle-referral', own, ['admin', 'principal', 'psychologist']],
    ['publish rules', 'publish-rule-set', district, ['admin']],
    ['import data', 'import-data', district, ['admin']],
    ['look into imports', 'read-imports', district, ['admin', 'auditor']],
    [
      'declare a closure of the school',
      'declare-closure',
      { level: 'school', schoolId: north },
      ['admin', 'principal'],
    ],
    [
      'hold school after all',
      'declare-school-day',
      { level: 'school', schoolId: north },
      ['admin', 'principal'],
    ],
    [
      'declare a closure elsewhere',
      'declare-closure',
      { level: 'school', schoolId: south },
      ['admin'],
    ],
  ])('%s', (_what, action, resource, expected) => {
    expect(sees(action, resource)).toEqual(expected);
  });
});

test('an auditor reads and changes nothing', () => {
  expect(capabilities('auditor').every((action) => action.startsWith('read-'))).toBe(true);
});

test('a refusal says whether the role, the scope or the caseload stands before it', () => {
  expect(decide(teacher, 'publish-rule-set', district).because).toBe('role-may-not');
  expect(decide(teacher, 'read-students', other).because).toBe('not-on-caseload');
  expect(decide(principal, 'read-students', elsewhere).because).toBe('out-of-scope');
});

test('a caseload does not reach into a school outside the scope', () => {
  expect(decide(teacher, 'read-students', pupil(south, '2', true)).allow).toBe(false);
});

test('what a list shows and what a single look allows are the same, for every role, scope and action', () => {
  const scopes: Scope[] = [
    { kind: 'district' },
    { kind: 'schools', schoolIds: [north] },
    { kind: 'grades', schoolIds: [north], grades: ['2'] },
    { kind: 'caseload', schoolIds: [north] },
    { kind: 'caseload', schoolIds: [] },
  ];
  const pupils = [own, other, older, elsewhere, pupil(south, '2', true), pupil(north, '5', true)];
  for (const role of staffRoles)
    for (const scope of scopes)
      for (const action of actions)
        for (const resource of pupils) {
          const actor = somebody(role, scope);
          const list = visibleTo(actor, action);
          if (resource.level !== 'student') continue;
          const listed =
            list !== null &&
            (list.schoolIds === 'all' || list.schoolIds.includes(resource.schoolId)) &&
            (list.grades === 'all' || list.grades.includes(resource.grade ?? 'K')) &&
            (!list.caseloadOnly || resource.ownCaseload);
          expect(listed, `${role} ${scope.kind} ${action}`).toBe(
            decide(actor, action, resource).allow,
          );
        }
});
