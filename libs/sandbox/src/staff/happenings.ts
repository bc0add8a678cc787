import { nthSchoolDayOfYear } from '#domain/calendar/calendar-days';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import type { LocalDate } from '#domain/time';
import type { SandboxDistrict, SandboxStudent } from '../district.js';
import { schoolYearOf } from '../district.js';
import { shuffled } from '../random.js';
import type { SandboxArea } from '../truth.js';
import { sandboxAreas } from '../truth.js';

/** What else happens in a year that nobody planned. */
export type Happening =
  | { kind: 'closure'; on: LocalDate; name: string }
  | {
      kind: 'concern';
      on: LocalDate;
      student: SandboxStudent;
      area: SandboxArea;
      teacher: string;
      text: string;
    }
  | { kind: 'transfer'; on: LocalDate; student: SandboxStudent; toSchool: string }
  | { kind: 'withdrawal'; on: LocalDate; student: SandboxStudent; reason: string };

/**
 * By day: a snow day declared on its morning, teachers who worry about a child whom the screening did not flag, children
 * who move to the district's other school and children who leave. One in sixty of each kind, three at least where there
 * are enough children.
 */
export function happenings(district: SandboxDistrict): Happening[] {
  const { seed, students, schools } = district;
  const calendar: SchoolCalendar = { id: 'c', version: 1, ...schoolYearOf(district).calendar };
  const day = (n: number) => nthSchoolDayOfYear(calendar, calendar.years[0]!, n)!;
  const count = students.length < 24 ? 1 : Math.max(3, Math.round(students.length / 60));
  const calm = shuffled(students, seed, 'happenings').filter((s) => !inCycle(s) && !s.enrolsOn);
  const moving = shuffled(students, seed, 'moves').filter(inCycle);
  const concerned = calm.slice(0, count).map((student, n): Happening => ({
    kind: 'concern',
    on: day(32 + 4 * (n % 10)),
    student,
    area: sandboxAreas[n % sandboxAreas.length]!,
    teacher: district.classes.find((one) => one.sourcedId === student.homeroom)!.teacher,
    text: 'Falls behind in class although the screening was fine.',
  }));
  const transfers = moving.slice(0, count).flatMap((student, n): Happening[] => {
    const level = schools.find((school) => school.sourcedId === student.school)!.level;
    const other = schools.find((s) => s.level === level && s.sourcedId !== student.school);
    return other
      ? [{ kind: 'transfer', on: day(60 + 6 * (n % 10)), student, toSchool: other.sourcedId }]
      : [];
  });
  const leaving = [...moving.slice(count, count + 1), ...calm.slice(count, 2 * count - 1)];
  const withdrawals = leaving.map((student, n): Happening => ({
    kind: 'withdrawal',
    on: day(80 + 5 * (n % 10)),
    student,
    reason: 'Moved to another district',
  }));
  const closure: Happening = { kind: 'closure', on: day(98), name: 'Ice on the roads' };
  return [closure, ...concerned, ...transfers, ...withdrawals].sort((a, b) =>
    a.on < b.on ? -1 : 1,
  );
}

function inCycle(student: SandboxStudent): boolean {
  return sandboxAreas.some((area) => student.truth[area].flagged === 'fall');
}
