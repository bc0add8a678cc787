import type { Recorded } from '#domain/decider';
import type { SchoolEvent } from '#domain/school/events';
import { calendarOf, chosen, type GradeCalendars } from '#domain/school/state';
import type { StaffEvent, Scope, StaffRole } from '#domain/staff/events';
import type { StudentEvent } from '#domain/student/events';
import type { Grade } from '#domain/measure/measure';
import { kindOf, uuidOf } from '#domain/streams';
import { applyRows, type ReadModel, type RowModel } from '../read-model.js';

export type SchoolRow = {
  school_id: string;
  name: string;
  identifier: string | null;
  sourced_id: string | null;
  grades: readonly Grade[];
  calendar_id: string | null;
  grade_calendars: GradeCalendars;
  version: number;
};

export type StaffRow = {
  staff_id: string;
  given_name: string;
  family_name: string;
  email: string | null;
  role: StaffRole;
  scope: Scope;
  sourced_id: string | null;
  identities: readonly { provider: string; subject: string }[];
  version: number;
};

export type StudentRow = {
  student_id: string;
  given_name: string;
  middle_name: string | null;
  family_name: string;
  birth_date: string | null;
  grade: Grade;
  school_id: string;
  local_id: string | null;
  state_id: string | null;
  sourced_id: string | null;
  enrolled_on: string;
  withdrawn_on: string | null;
  homeroom: string | null;
  classes: readonly {
    sourcedId: string;
    title: string;
    subject: string | null;
    homeroom: boolean;
    teacherIds: readonly string[];
  }[];
  guardians: readonly {
    guardianId: string;
    name: string;
    relationship: string;
    language: string;
  }[];
  demographics: object | null;
  version: number;
};

const ofKind = (kind: string) => (event: Recorded) =>
  kindOf(event.stream) === kind ? [uuidOf(event.stream)] : [];

export const schools: RowModel<SchoolRow> = {
  table: 'schools',
  id: 'school_id',
  idsOf: ofKind('school'),
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<SchoolEvent>;
    switch (event.type) {
      case 'SchoolOpened':
        return {
          school_id: id,
          name: event.data.name,
          identifier: event.data.identifier,
          sourced_id: event.data.sourcedId,
          grades: event.data.grades,
          calendar_id: row?.calendar_id ?? null,
          grade_calendars: row?.grade_calendars ?? {},
          version: event.version,
        };
      case 'SchoolCalendarChosen':
        return row && followed(row, event);
    }
  },
};

/** The calendar by which a grade of the school goes (null: the school as a whole). */
export function calendarIdOf(school: SchoolRow, grade: Grade | null): string | null {
  const { calendar_id: calendarId, grade_calendars: gradeCalendars } = school;
  return grade === null ? calendarId : calendarOf({ calendarId, gradeCalendars }, grade);
}

/** True if the school, or one of its grades, follows the calendar. */
export function follows(school: SchoolRow, calendarId: string): boolean {
  return (
    school.calendar_id === calendarId || Object.values(school.grade_calendars).includes(calendarId)
  );
}

function followed(
  row: SchoolRow,
  event: Recorded<Extract<SchoolEvent, { type: 'SchoolCalendarChosen' }>>,
): SchoolRow {
  const before = { calendarId: row.calendar_id, gradeCalendars: row.grade_calendars };
  const { calendarId, gradeCalendars } = chosen(before, event.data);
  return {
    ...row,
    calendar_id: calendarId,
    grade_calendars: gradeCalendars,
    version: event.version,
  };
}

export const staff: RowModel<StaffRow> = {
  table: 'staff',
  id: 'staff_id',
  idsOf: ofKind('staff'),
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<StaffEvent>;
    switch (event.type) {
      case 'StaffAuthorised':
        return {
          staff_id: id,
          given_name: event.data.givenName,
          family_name: event.data.familyName,
          email: event.data.email,
          role: event.data.role,
          scope: event.data.scope,
          sourced_id: event.data.sourcedId,
          identities: event.data.identities,
          version: event.version,
        };
      case 'StaffScopeChanged':
        return (
          row && {
            ...row,
            role: event.data.role,
            scope: event.data.scope,
            version: event.version,
          }
        );
      case 'IdentityLinked':
        return (
          row && { ...row, identities: [...row.identities, event.data], version: event.version }
        );
    }
  },
};

export const students: RowModel<StudentRow> = {
  table: 'students',
  id: 'student_id',
  idsOf: ofKind('student'),
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<StudentEvent>;
    if (event.type === 'StudentEnrolled') {
      const { name, ids } = event.data;
      return {
        student_id: id,
        given_name: name.given,
        middle_name: name.middle,
        family_name: name.family,
        birth_date: event.data.birthDate,
        grade: event.data.grade,
        school_id: event.data.schoolId,
        local_id: ids.local,
        state_id: ids.state,
        sourced_id: ids.sourcedId,
        enrolled_on: event.data.on,
        withdrawn_on: null,
        homeroom: null,
        classes: [],
        guardians: [],
        demographics: null,
        version: event.version,
      };
    }
    return row && { ...changed(row, event), version: event.version };
  },
};

function changed(row: StudentRow, event: Recorded<StudentEvent>): StudentRow {
  switch (event.type) {
    case 'StudentRenamed':
      return {
        ...row,
        given_name: event.data.name.given,
        middle_name: event.data.name.middle,
        family_name: event.data.name.family,
      };
    case 'StudentGradeChanged':
      return { ...row, grade: event.data.to };
    case 'StudentPlacedInClass': {
      const { classSourcedId: sourcedId, title, subject, homeroom, teacherIds } = event.data;
      const others = row.classes.filter((c) => c.sourcedId !== sourcedId);
      return {
        ...row,
        homeroom: homeroom ? title : row.homeroom,
        classes: [...others, { sourcedId, title, subject, homeroom, teacherIds }],
      };
    }
    case 'StudentTransferred':
      return { ...row, school_id: event.data.toSchoolId };
    case 'StudentWithdrawn':
      return { ...row, withdrawn_on: event.data.on };
    case 'StudentReturned':
      return {
        ...row,
        withdrawn_on: null,
        school_id: event.data.schoolId,
        grade: event.data.grade,
      };
    case 'DemographicsRecorded':
      return {
        ...row,
        birth_date: event.data.birthDate ?? row.birth_date,
        demographics: event.data,
      };
    case 'GuardianRecorded': {
      const { guardianId, name, relationship, language } = event.data;
      const others = row.guardians.filter((g) => g.guardianId !== guardianId);
      return { ...row, guardians: [...others, { guardianId, name, relationship, language }] };
    }
    default:
      return row;
  }
}

/** Schools, staff and students as they are now; scopes and sign-in read it. */
export const directory: ReadModel = {
  name: 'directory',
  tables: ['schools', 'staff', 'students'],
  apply: async (batch, tx) => {
    await applyRows(schools, batch, tx);
    await applyRows(staff, batch, tx);
    await applyRows(students, batch, tx);
  },
};
