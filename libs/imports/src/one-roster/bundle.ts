import type { Grade } from '#domain/measure/measure';
import type { StaffRole } from '#domain/staff/events';
import type { StudentIds, StudentName } from '#domain/student/events';
import type { LocalDate } from '#domain/time';

/**
 * A roster as plain intents. People and schools are named by sourcedId; the caller maps those to the record's uuids.
 * Every intent has a row key that is the same in the next version of the file, for `import/<importId>/<rowKey>`.
 */
export type RosterBundle = {
  district: { rowKey: string; sourcedId: string; name: string; identifier: string | null };
  schoolYear: RosterSchoolYear;
  schools: readonly RosterSchool[];
  staff: readonly RosterStaff[];
  students: readonly RosterStudent[];
};

export type RosterSchoolYear = {
  rowKey: string;
  sourcedId: string;
  title: string;
  firstDay: LocalDate;
  lastDay: LocalDate;
  /** The year it starts in: 2025 for 2025–26 (OneRoster's `schoolYear` names the end). */
  year: number;
};

export type RosterSchool = {
  rowKey: string;
  sourcedId: string;
  name: string;
  identifier: string | null;
  /** Those of its classes and students. */
  grades: readonly Grade[];
};

export type RosterStaff = {
  rowKey: string;
  sourcedId: string;
  username: string | null;
  givenName: string;
  familyName: string;
  email: string | null;
  role: StaffRole;
  /** Of the domain's scope, with schools by sourcedId. */
  scope:
    { kind: 'district' } | { kind: 'schools' | 'caseload'; schoolSourcedIds: readonly string[] };
};

export type RosterStudent = {
  rowKey: string;
  sourcedId: string;
  schoolSourcedId: string;
  name: StudentName;
  birthDate: LocalDate | null;
  grade: Grade;
  ids: StudentIds;
  /** First day: the earliest of the enrolments, else the first day of the school year. */
  on: LocalDate;
  classes: readonly RosterClassPlacement[];
  demographics: RosterDemographics | null;
  guardians: readonly RosterGuardian[];
};

export type RosterClassPlacement = {
  rowKey: string;
  classSourcedId: string;
  title: string;
  subject: string | null;
  homeroom: boolean;
  teacherSourcedIds: readonly string[];
  on: LocalDate;
};

export type RosterDemographics = {
  rowKey: string;
  sex: string | null;
  races: readonly string[];
  hispanic: boolean | null;
  birthDate: LocalDate | null;
};

export type RosterGuardian = {
  rowKey: string;
  sourcedId: string;
  name: string;
  relationship: string;
  /** BCP 47; OneRoster has no column for it, so `metadata.language` or `en`. */
  language: string;
  email: string | null;
  phone: string | null;
};
