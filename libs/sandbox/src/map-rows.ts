import type { Season } from '#domain/measure/measure';
import { seasons } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import type { SandboxDistrict, SandboxStudent } from './district.js';
import { lindenfield } from './people.js';
import { pick, unit, whole } from './random.js';
import { gradeNumber, spread } from './score-shapes.js';

const mapSubjects = {
  reading: { Subject: 'Language Arts', Course: 'Reading', test: 'Reading', base: 136, sd: 13 },
  mathematics: { Subject: 'Mathematics', Course: 'Math K-12', test: 'Math', base: 139, sd: 12 },
} as const;

const quintiles: readonly (readonly [below: number, word: string])[] = [
  [21, 'Low'],
  [41, 'LoAvg'],
  [61, 'Avg'],
  [81, 'HiAvg'],
  [100, 'High'],
];

/** One test of a student in a season. */
export function mapRow(
  district: SandboxDistrict,
  student: SandboxStudent,
  season: Season,
  area: keyof typeof mapSubjects,
  days: readonly LocalDate[],
): Record<string, string> {
  const { seed, year } = district;
  const { Subject, Course, test } = mapSubjects[area];
  const school = district.schools.find((s) => s.sourcedId === student.school)!;
  const percentile = student.truth[area].percentile[season];
  const grade = gradeNumber(student.grade);
  const [y, m, d] = pick(days, seed, student.number, 'map', area, season).split('-');
  const minute = String(whole(0, 59, seed, student.number, 'minute', area, season)).padStart(
    2,
    '0',
  );
  const term = season[0]!.toUpperCase() + season.slice(1);
  const span = grade < 2 ? 'K-2' : grade < 6 ? '2-5' : '6+';
  return {
    TermName: `${term} ${year}-${year + 1}`,
    DistrictName: lindenfield.name,
    District_StateID: lindenfield.identifier,
    SchoolName: school.name,
    School_StateID: lindenfield.identifier + school.identifier,
    StudentID: student.localId,
    Student_StateID: student.stateId,
    Subject,
    Course,
    GrowthMeasureYN: 'TRUE',
    NormsReferenceData: '2020',
    TestType: 'Survey With Goals',
    TestName: `Growth: ${test} ${span} CCSS 2010`,
    TestID: `${year}${seasons.indexOf(season) + 1}${area === 'reading' ? 1 : 2}${String(student.number).padStart(6, '0')}`,
    TestStartDate: `${m}/${d}/${y}`,
    TestStartTime: `09:${minute}:00`,
    TestDurationMinutes: String(whole(24, 66, seed, student.number, 'duration', area, season)),
    TestRITScore: String(ritScore(student, season, area)),
    TestStandardError: (2.9 + unit(seed, student.number, 'se', area, season)).toFixed(2),
    TestPercentile: String(percentile),
    AchievementQuintile: quintileOf(percentile),
  };
}

export function ritScore(
  student: SandboxStudent,
  season: Season,
  area: keyof typeof mapSubjects,
): number {
  const { base, sd } = mapSubjects[area];
  const grade = gradeNumber(student.grade);
  const level = base + 11 * grade - 0.45 * grade * grade + 5 * seasons.indexOf(season);
  return Math.round(level + sd * spread(student.truth[area].percentile[season]));
}

export function quintileOf(percentile: number): string {
  return quintiles.find(([below]) => percentile < below)![1];
}
