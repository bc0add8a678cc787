import { isSchoolDay } from '#domain/calendar/calendar-days';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import type { Season } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import { addDays } from '#domain/time';
import type { ScreeningDates } from './calendar.js';
import { csvFile } from './csv.js';
import { compositeScore, dibelsPercentile, dibelsRow, levelOf } from './dibels-rows.js';
import type { SandboxDistrict, SandboxStudent } from './district.js';
import { schoolYearOf } from './district.js';
import { mapRow, quintileOf, ritScore } from './map-rows.js';
import { evenly } from './random.js';
import { dibelsHeader, mapHeader } from './screening-layouts.js';

export type ScreeningFile = { name: string; school: string; season: Season; bytes: Uint8Array };

/** One in twenty misses a season's screening days; who, is another one each season. */
const missesScreening = 0.05;

/** Whether a student was away on the screening days, so that the vendors' files have no row of them. */
export function missedScreening(
  { seed }: SandboxDistrict,
  student: SandboxStudent,
  season: Season,
): boolean {
  return evenly(student.number, seed, 'screening', season) < missesScreening;
}

/** The season's DIBELS 8 and MAP Growth exports of each school, as they come when its window has closed. */
export function screeningFiles(district: SandboxDistrict, season: Season): ScreeningFile[] {
  const dates = schoolYearOf(district).screening.find((window) => window.season === season)!;
  const days = testingDays(district, dates);
  return district.schools.flatMap((school) => {
    const students = district.students.filter(
      (s) => s.school === school.sourcedId && !missedScreening(district, s, season),
    );
    const slug = school.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const file = (vendor: string, bytes: Uint8Array): ScreeningFile => ({
      name: `${vendor}-${season}-${slug}.csv`,
      school: school.sourcedId,
      season,
      bytes,
    });
    const tests = students.flatMap((s) => [
      mapRow(district, s, season, 'reading', days),
      mapRow(district, s, season, 'mathematics', days),
    ]);
    return [
      file(
        'dibels-8',
        csvFile(
          dibelsHeader,
          students.map((s) => dibelsRow(district, s, season, days)),
        ),
      ),
      file('map-growth', csvFile(mapHeader, tests, { quoteAll: true })),
    ];
  });
}

/** A score that is entered by hand when a student is screened late, as the vendor's site shows it. */
export type MakeUpScore = { measure: string; value: number; level: string; percentile: number };

/** What a make-up of the season would give; the same numbers as on the day itself. */
export function makeUpScores(student: SandboxStudent, season: Season): MakeUpScore[] {
  const composite = dibelsPercentile(student, season);
  return [
    {
      measure: 'dibels-8/composite',
      value: compositeScore(student.grade, season, composite),
      level: levelOf(composite),
      percentile: composite,
    },
    ...(['reading', 'mathematics'] as const).map((area) => {
      const percentile = student.truth[area].percentile[season];
      return {
        measure: `nwea-map/${area}-rit`,
        value: ritScore(student, season, area),
        level: quintileOf(percentile),
        percentile,
      };
    }),
  ];
}

/** From the third day of the window, when a late arrival is on the roster too, to the last but two. */
function testingDays(
  district: SandboxDistrict,
  { opensOn, closesOn }: ScreeningDates,
): LocalDate[] {
  const calendar: SchoolCalendar = { id: 'c', version: 1, ...schoolYearOf(district).calendar };
  const days: LocalDate[] = [];
  for (let day = addDays(opensOn, 2); day < addDays(closesOn, -1); day = addDays(day, 1)) {
    if (isSchoolDay(calendar, day)) days.push(day);
  }
  return days;
}
