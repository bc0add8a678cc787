import { expect, test } from 'vitest';
import type { Grade } from '#domain/measure/measure';
import type { SchoolEvent } from '#domain/school/events';
import type { StaffEvent } from '#domain/staff/events';
import type { StudentEvent } from '#domain/student/events';
import { rowsOf, told } from '#testing/told-rows';
import { calendarIdOf, follows, schools, staff, students, type SchoolRow } from './directory.js';

const enrolled: StudentEvent = {
  type: 'StudentEnrolled',
  data: {
    name: { given: 'Maya', middle: null, family: 'Lorn' },
    birthDate: null,
    grade: '2',
    schoolId: 'ash-grove',
    ids: { local: '0042', state: null, sourcedId: null },
    on: '2025-08-20',
  },
};
const maya = (...events: StudentEvent[]) =>
  rowsOf(students, told('student/maya', enrolled, ...events))['maya'];

test('a student is shown where they are enrolled now, under the id as it was given', () => {
  expect(maya()).toMatchObject({ school_id: 'ash-grove', local_id: '0042', withdrawn_on: null });
  const moved = { fromSchoolId: 'ash-grove', toSchoolId: 'birch-hill', on: '2025-10-01' };
  expect(
    maya(
      { type: 'StudentTransferred', data: moved },
      { type: 'StudentGradeChanged', data: { from: '2', to: '3', on: '2025-10-01' } },
    ),
  ).toMatchObject({ school_id: 'birch-hill', grade: '3', version: 3 });
});

test('a student who left and came back is enrolled again', () => {
  const left: StudentEvent = {
    type: 'StudentWithdrawn',
    data: { on: '2025-10-01', reason: 'moved' },
  };
  expect(maya(left)).toMatchObject({ withdrawn_on: '2025-10-01' });
  const back = { schoolId: 'birch-hill', grade: '2', on: '2025-11-03' } as const;
  expect(maya(left, { type: 'StudentReturned', data: back })).toMatchObject({
    withdrawn_on: null,
    school_id: 'birch-hill',
  });
});

test('what is said again of a class or a guardian takes the place of what was said before', () => {
  const placed = (title: string): StudentEvent => ({
    type: 'StudentPlacedInClass',
    data: {
      classSourcedId: 'class-1',
      title,
      subject: null,
      homeroom: true,
      teacherIds: ['mei'],
      on: '2025-08-20',
    },
  });
  const guardian = (language: string): StudentEvent => ({
    type: 'GuardianRecorded',
    data: {
      guardianId: 'ines',
      name: 'Ines Lorn',
      relationship: 'mother',
      language,
      email: null,
      phone: null,
    },
  });
  const row = maya(placed('Room 4'), placed('Room 5'), guardian('en'), guardian('es'));
  expect(row).toMatchObject({
    homeroom: 'Room 5',
    classes: [{ title: 'Room 5', teacherIds: ['mei'] }],
    guardians: [{ language: 'es' }],
  });
});

test('demographics without a birth date leave the one that is known', () => {
  const said = { sex: null, races: [], hispanic: null };
  expect(
    maya(
      { type: 'DemographicsRecorded', data: { ...said, birthDate: '2017-05-02' } },
      { type: 'DemographicsRecorded', data: { ...said, birthDate: null } },
    ),
  ).toMatchObject({ birth_date: '2017-05-02' });
});

test('a member of staff has the scope and the identities that were given last', () => {
  const events: StaffEvent[] = [
    {
      type: 'StaffAuthorised',
      data: {
        givenName: 'Nora',
        familyName: 'Oriel',
        email: null,
        role: 'teacher',
        scope: { kind: 'caseload', schoolIds: ['ash-grove'] },
        sourcedId: null,
        identities: [],
      },
    },
    {
      type: 'StaffScopeChanged',
      data: { role: 'specialist', scope: { kind: 'district' }, reason: 'new post' },
    },
    { type: 'IdentityLinked', data: { provider: 'roster', subject: 'nora' } },
  ];
  expect(rowsOf(staff, told('staff/nora', ...events))['nora']).toMatchObject({
    role: 'specialist',
    scope: { kind: 'district' },
    identities: [{ provider: 'roster', subject: 'nora' }],
  });
});

test('a school follows the calendar that was chosen last; another stream is no school', () => {
  const events: SchoolEvent[] = [
    {
      type: 'SchoolOpened',
      data: { name: 'Ash Grove', identifier: null, sourcedId: null, grades: ['2'] },
    },
    { type: 'SchoolCalendarChosen', data: { calendarId: 'cal-2' } },
  ];
  expect(rowsOf(schools, told('school/ash-grove', ...events))['ash-grove']).toMatchObject({
    name: 'Ash Grove',
    calendar_id: 'cal-2',
    grade_calendars: {},
  });
  expect(rowsOf(schools, told('student/maya', enrolled))).toEqual({});
});

test('grades that follow a calendar of their own are kept beside the school, until the whole school chooses again', () => {
  const opened: SchoolEvent = {
    type: 'SchoolOpened',
    data: { name: 'Ash Grove', identifier: null, sourcedId: null, grades: ['2', '5'] },
  };
  const chosen = (calendarId: string, grades?: Grade[]): SchoolEvent => ({
    type: 'SchoolCalendarChosen',
    data: grades ? { calendarId, grades } : { calendarId },
  });
  const split = [opened, chosen('cal-1'), chosen('cal-2', ['5'])];
  const row = rowsOf(schools, told('school/ash-grove', ...split))['ash-grove'] as SchoolRow;
  expect(row).toMatchObject({ calendar_id: 'cal-1', grade_calendars: { 5: 'cal-2' }, version: 3 });
  expect([null, '2', '5'].map((grade) => calendarIdOf(row, grade as Grade | null))).toEqual([
    'cal-1',
    'cal-1',
    'cal-2',
  ]);
  expect(['cal-1', 'cal-2', 'cal-3'].map((id) => follows(row, id))).toEqual([true, true, false]);
  const whole = rowsOf(schools, told('school/ash-grove', ...split, chosen('cal-3')))['ash-grove'];
  expect(whole).toMatchObject({ calendar_id: 'cal-3', grade_calendars: {} });
});
