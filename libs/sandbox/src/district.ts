import type { Grade } from '#domain/measure/measure';
import { grades } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import { addDays } from '#domain/time';
import { clockStartsOn, lindenfieldCalendar, screeningDates } from './calendar.js';
import { boys, families, girls, languages } from './names.js';
import type { SandboxSchool, SandboxStaff } from './people.js';
import { namedSchools, namedStaff, staffOfFurtherSchool, teacherOf } from './people.js';
import { byShare, pick, unit, whole } from './random.js';
import type { AreaTruth, SandboxArea } from './truth.js';
import { truthsOf } from './truths-of.js';

export type SandboxGuardian = {
  sourcedId: string;
  givenName: string;
  familyName: string;
  /** BCP 47. */
  language: string;
  email: string;
  phone: string;
};

export type SandboxStudent = {
  /** From 1; its place in files and keys. */
  number: number;
  sourcedId: string;
  localId: string;
  stateId: string;
  givenName: string;
  familyName: string;
  sex: 'female' | 'male';
  birthDate: LocalDate;
  grade: Grade;
  school: string;
  homeroom: string;
  races: readonly string[];
  hispanic: boolean;
  guardians: readonly SandboxGuardian[];
  /** Null: from the first day of school. */
  enrolsOn: LocalDate | null;
  /** Share of school days on which the student is there. */
  attendance: number;
  truth: Readonly<Record<SandboxArea, AreaTruth>>;
};

export type SandboxClass = {
  sourcedId: string;
  title: string;
  grade: Grade;
  school: string;
  room: string;
  teacher: string;
};

/** An invented district of a size and a seed: who is there, and what is true of them. */
export type SandboxDistrict = {
  seed: number;
  year: number;
  schools: readonly SandboxSchool[];
  staff: readonly SandboxStaff[];
  classes: readonly SandboxClass[];
  students: readonly SandboxStudent[];
};

const gradesServed = grades.slice(grades.indexOf('K'), grades.indexOf('8') + 1);
const elementaryGrades = 6;
const largestClass = 24;

/** The same arguments give the same district, to the last letter. Staff and schools do not depend on the seed. */
export function lindenfieldDistrict(options: {
  students: number;
  year: number;
  seed: number;
}): SandboxDistrict {
  const { students: count, year, seed } = options;
  const schools = schoolsFor(count);
  const places = Array.from({ length: count }, (_, index) => placeOf(index, schools));
  const classes = classesFor(schools, places);
  const homerooms = homeroomsOf(places, classes);
  const truths = truthsOf(
    seed,
    places.map(({ school, grade }, index) => ({
      number: index + 1,
      cell: `${school.sourcedId}/${grade}`,
    })),
  );
  const students = places.map((place, index) =>
    studentOf(seed, year, index + 1, place, homerooms[index]!, truths[index]!),
  );
  return {
    seed,
    year,
    schools,
    staff: [...staffFor(schools), ...teachersFor(schools, classes)],
    classes,
    students: students.map((student) => withLateEnrolment(student, year)),
  };
}

/** Its calendar, the days of its screenings, and where its clock starts. */
export function schoolYearOf({ year }: SandboxDistrict) {
  return {
    calendar: lindenfieldCalendar(year),
    screening: screeningDates(year),
    clockStartsOn: clockStartsOn(year),
  };
}

type Place = { school: SandboxSchool; grade: Grade };

/** Two elementary schools and a middle school for every 600 students. */
function schoolsFor(count: number): SandboxSchool[] {
  const triples = Math.max(1, Math.ceil(count / 600));
  const further = Array.from({ length: (triples - 1) * 3 }, (_, index): SandboxSchool => {
    const n = index + namedSchools.length + 1;
    const level = index % 3 === 2 ? 'middle' : 'elementary';
    const family = families[n % families.length]!;
    const round = n >= families.length ? ` ${Math.floor(n / families.length) + 1}` : '';
    return {
      sourcedId: `lind-s${String(n).padStart(2, '0')}`,
      name: `${family}${round} ${level === 'middle' ? 'Middle' : 'Elementary'} School`,
      identifier: String(100 + n).padStart(4, '0'),
      level,
    };
  });
  return [...namedSchools, ...further];
}

function placeOf(index: number, schools: readonly SandboxSchool[]): Place {
  const grade = gradesServed[index % gradesServed.length]!;
  const level = gradesServed.indexOf(grade) < elementaryGrades ? 'elementary' : 'middle';
  const candidates = schools.filter((school) => school.level === level);
  const round = Math.floor(index / gradesServed.length);
  return { grade, school: candidates[round % candidates.length]! };
}

function classesFor(schools: readonly SandboxSchool[], places: readonly Place[]): SandboxClass[] {
  let number = 0;
  return schools.flatMap((school) =>
    gradesServed.flatMap((grade) => {
      const size = places.filter((p) => p.school === school && p.grade === grade).length;
      const rooms = Math.ceil(size / largestClass);
      return Array.from({ length: rooms }, (_, room) => {
        number += 1;
        const id = String(number).padStart(4, '0');
        return {
          sourcedId: `lind-c${id}`,
          title: `Grade ${grade}${rooms > 1 ? String.fromCharCode(65 + room) : ''}`,
          grade,
          school: school.sourcedId,
          room: `Room ${100 + number}`,
          teacher: `lind-t${id}`,
        };
      });
    }),
  );
}

/** Students of a grade are dealt to its homerooms in turn. */
function homeroomsOf(places: readonly Place[], classes: readonly SandboxClass[]): string[] {
  const dealt = new Map<string, number>();
  const byCell = new Map<string, SandboxClass[]>();
  for (const one of classes) {
    const cell = `${one.school}/${one.grade}`;
    byCell.set(cell, [...(byCell.get(cell) ?? []), one]);
  }
  return places.map(({ school, grade }) => {
    const cell = `${school.sourcedId}/${grade}`;
    const n = dealt.get(cell) ?? 0;
    dealt.set(cell, n + 1);
    const rooms = byCell.get(cell)!;
    return rooms[n % rooms.length]!.sourcedId;
  });
}

/** A name that depends on a number alone, so that a teacher is the same person in every seed's district. */
function adultName(number: number): string {
  const given = number % 2 === 0 ? girls : boys;
  const family = families[(number * 7 + 3) % families.length]!;
  return `${given[(number * 11 + 5) % given.length]!} ${family}`;
}

function staffFor(schools: readonly SandboxSchool[]): SandboxStaff[] {
  const further = schools.slice(namedSchools.length).flatMap((school, index) =>
    staffOfFurtherSchool(school, {
      principal: adultName(1000 + index * 3),
      reading: adultName(1001 + index * 3),
      mathematics: adultName(1002 + index * 3),
    }),
  );
  return [...namedStaff, ...further];
}

function teachersFor(
  schools: readonly SandboxSchool[],
  classes: readonly SandboxClass[],
): SandboxStaff[] {
  const byId = new Map(schools.map((school) => [school.sourcedId, school]));
  return classes.map((one, index) =>
    teacherOf(byId.get(one.school)!, index + 1, adultName(index + 1), one.title),
  );
}

const races: readonly (readonly [number, readonly string[]])[] = [
  [0.44, ['white']],
  [0.2, ['blackOrAfricanAmerican']],
  [0.16, ['asian']],
  [0.1, ['white', 'asian']],
  [0.04, ['americanIndianOrAlaskaNative']],
  [0.02, ['nativeHawaiianOrOtherPacificIslander']],
  [0.04, ['blackOrAfricanAmerican', 'white']],
];

function studentOf(
  seed: number,
  year: number,
  number: number,
  { school, grade }: Place,
  homeroom: string,
  truth: Record<SandboxArea, AreaTruth>,
): SandboxStudent {
  const digits = String(number).padStart(6, '0');
  const girl = unit(seed, number, 'sex') < 0.5;
  const familyName = pick(families, seed, number, 'family');
  const oldest = `${year - 6 - gradesServed.indexOf(grade)}-09-02`;
  const absent = Object.values(truth).some((t) => t.flagged !== null && t.response === 'absent');
  return {
    number,
    sourcedId: `lind-u${digits}`,
    localId: `01${digits}`,
    stateId: `77${digits.padStart(8, '0')}`,
    givenName: pick(girl ? girls : boys, seed, number, 'given'),
    familyName,
    sex: girl ? 'female' : 'male',
    birthDate: addDays(oldest, whole(0, 363, seed, number, 'birth')),
    grade,
    school: school.sourcedId,
    homeroom,
    races: byShare(unit(seed, number, 'race'), races),
    hispanic: unit(seed, number, 'hispanic') < 0.27,
    guardians: guardiansOf(seed, number, familyName),
    enrolsOn: null,
    attendance: absent ? 0.68 : 0.955 + 0.04 * unit(seed, number, 'attendance'),
    truth,
  };
}

function guardiansOf(seed: number, number: number, familyName: string): SandboxGuardian[] {
  const count = unit(seed, number, 'guardians') < 0.65 ? 2 : 1;
  const language = byShare(unit(seed, number, 'language'), languages);
  return Array.from({ length: count }, (_, index) => {
    const mother = index === 0;
    const digits = `${String(number).padStart(6, '0')}${index + 1}`;
    const own = unit(seed, number, 'guardian', index, 'own name') < 0.25;
    return {
      sourcedId: `lind-g${digits}`,
      givenName: pick(mother ? girls : boys, seed, number, 'guardian', index),
      familyName: own ? pick(families, seed, number, 'guardian', index, 'family') : familyName,
      language,
      email: `family${digits}@mail.example`,
      phone: `555-01${String(number % 100).padStart(2, '0')}`,
    };
  });
}

/** One in sixty comes while the fall screening is open. */
function withLateEnrolment(student: SandboxStudent, year: number): SandboxStudent {
  if (student.number % 60 !== 31) return student;
  const fall = screeningDates(year)[0]!;
  return { ...student, enrolsOn: addDays(fall.opensOn, 1) };
}
