import { zipSync } from 'fflate';
import type { LocalDate } from '#domain/time';
import { csvFile } from './csv.js';
import type { SandboxDistrict, SandboxStudent } from './district.js';
import { schoolYearOf } from './district.js';
import { lindenfield } from './people.js';

/** Members with their OneRoster 1.1 headers; `metadata.language` is the standard's own place for extras. */
const headers = {
  'manifest.csv': 'propertyName,value',
  'orgs.csv': 'sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId',
  'academicSessions.csv':
    'sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear',
  'courses.csv':
    'sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes',
  'classes.csv':
    'sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods',
  'users.csv':
    'sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password,metadata.language',
  'enrollments.csv':
    'sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate',
  'demographics.csv':
    'sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,blackOrAfricanAmerican,nativeHawaiianOrOtherPacificIslander,white,demographicRaceTwoOrMoreRaces,hispanicOrLatinoEthnicity,countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,publicSchoolResidenceStatus',
} as const;

type Rows = Readonly<Record<string, string>>[];

/** The members of the district's OneRoster 1.1 bulk bundle, as its student information system has them on a day. */
export function rosterMembers(
  district: SandboxDistrict,
  asOf: LocalDate,
): Record<keyof typeof headers, Uint8Array> {
  const students = district.students.filter((s) => s.enrolsOn === null || s.enrolsOn <= asOf);
  const file = (member: keyof typeof headers, rows: Rows) =>
    csvFile(headers[member].split(','), rows);
  return {
    'manifest.csv': file('manifest.csv', manifest()),
    'orgs.csv': file('orgs.csv', orgs(district)),
    'academicSessions.csv': file('academicSessions.csv', sessions(district)),
    'courses.csv': file('courses.csv', courses()),
    'classes.csv': file('classes.csv', classes(district)),
    'users.csv': file('users.csv', [...staff(district), ...families(students)]),
    'enrollments.csv': file('enrollments.csv', enrollments(district, students)),
    'demographics.csv': file('demographics.csv', demographics(students)),
  };
}

/** The same as one zip. Every byte follows from the district and the day: the entries bear no time of making. */
export function rosterZip(district: SandboxDistrict, asOf: LocalDate): Uint8Array {
  // Zip keeps local wall time; a date built from local parts gives the same bytes in every zone.
  return zipSync(rosterMembers(district, asOf), { mtime: new Date(2025, 0, 1), level: 6 });
}

function manifest(): Rows {
  const bulk = Object.keys(headers)
    .filter((member) => member !== 'manifest.csv')
    .map((member) => [`file.${member.replace('.csv', '')}`, 'bulk']);
  const absent = [
    'categories',
    'classResources',
    'courseResources',
    'lineItems',
    'resources',
    'results',
  ];
  return [
    ['manifest.version', '1.0'],
    ['oneroster.version', '1.1'],
    ...bulk,
    ...absent.map((name) => [`file.${name}`, 'absent']),
    ['source.systemName', 'Lindenfield SIS'],
  ].map(([propertyName = '', value = '']) => ({ propertyName, value }));
}

function orgs({ schools }: SandboxDistrict): Rows {
  const { sourcedId, name, identifier } = lindenfield;
  return [
    { sourcedId, name, identifier, type: 'district' },
    ...schools.map((school) => ({
      sourcedId: school.sourcedId,
      name: school.name,
      identifier: school.identifier,
      type: 'school',
      parentSourcedId: sourcedId,
    })),
  ];
}

function sessions(district: SandboxDistrict): Rows {
  const { firstDay, lastDay } = schoolYearOf(district).calendar.years[0]!;
  const { year } = district;
  return [
    {
      sourcedId: `lind-y${year}`,
      title: `${year}-${year + 1}`,
      type: 'schoolYear',
      startDate: firstDay,
      endDate: lastDay,
      schoolYear: String(year + 1),
    },
  ];
}

function courses(): Rows {
  return [
    {
      sourcedId: 'lind-k-home',
      title: 'Homeroom',
      courseCode: 'HR',
      orgSourcedId: lindenfield.sourcedId,
    },
  ];
}

function classes({ classes: all, year }: SandboxDistrict): Rows {
  return all.map((one) => ({
    sourcedId: one.sourcedId,
    title: one.title,
    grades: gradeCode(one.grade),
    courseSourcedId: 'lind-k-home',
    classCode: one.sourcedId,
    classType: 'homeroom',
    location: one.room,
    schoolSourcedId: one.school,
    termSourcedIds: `lind-y${year}`,
    periods: '1',
  }));
}

const rosterRoles: Readonly<Record<string, string>> = {
  'district-admin': 'administrator',
  'school-admin': 'administrator',
  specialist: 'aide',
  teacher: 'teacher',
};

function staff({ staff: all }: SandboxDistrict): Rows {
  return all
    .filter(({ comesBy }) => comesBy === 'roster')
    .map((person) => ({
      sourcedId: person.sourcedId,
      enabledUser: 'true',
      orgSourcedIds: person.schools.join(',') || lindenfield.sourcedId,
      role: rosterRoles[person.role]!,
      username: person.subject,
      givenName: person.givenName,
      familyName: person.familyName,
      email: person.email,
    }));
}

function families(students: readonly SandboxStudent[]): Rows {
  return students.flatMap((student) => [
    {
      sourcedId: student.sourcedId,
      enabledUser: 'true',
      orgSourcedIds: student.school,
      role: 'student',
      username: student.sourcedId,
      userIds: `{State:${student.stateId}}`,
      givenName: student.givenName,
      familyName: student.familyName,
      identifier: student.localId,
      agentSourcedIds: student.guardians.map((guardian) => guardian.sourcedId).join(','),
      grades: gradeCode(student.grade),
    },
    ...student.guardians.map((guardian) => ({
      sourcedId: guardian.sourcedId,
      enabledUser: 'true',
      orgSourcedIds: student.school,
      role: 'guardian',
      username: guardian.sourcedId,
      givenName: guardian.givenName,
      familyName: guardian.familyName,
      email: guardian.email,
      phone: guardian.phone,
      agentSourcedIds: student.sourcedId,
      'metadata.language': guardian.language,
    })),
  ]);
}

function enrollments({ classes: all }: SandboxDistrict, students: readonly SandboxStudent[]): Rows {
  const teachers = all.map((one) => ({
    sourcedId: `lind-e-${one.teacher}`,
    classSourcedId: one.sourcedId,
    schoolSourcedId: one.school,
    userSourcedId: one.teacher,
    role: 'teacher',
    primary: 'true',
  }));
  const pupils = students.map((student) => ({
    sourcedId: `lind-e-${student.sourcedId}`,
    classSourcedId: student.homeroom,
    schoolSourcedId: student.school,
    userSourcedId: student.sourcedId,
    role: 'student',
    primary: 'false',
    beginDate: student.enrolsOn ?? '',
  }));
  return [...teachers, ...pupils];
}

function demographics(students: readonly SandboxStudent[]): Rows {
  return students.map((student) => ({
    sourcedId: student.sourcedId,
    birthDate: student.birthDate,
    sex: student.sex,
    ...Object.fromEntries(student.races.map((race) => [race, 'true'])),
    demographicRaceTwoOrMoreRaces: String(student.races.length > 1),
    hispanicOrLatinoEthnicity: String(student.hispanic),
  }));
}

/** CEDS: `KG`, `01` … */
function gradeCode(grade: string): string {
  return grade === 'K' ? 'KG' : grade.padStart(2, '0');
}
