import { isSchoolDay } from '#domain/calendar/calendar-days';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import type { Grade, Season } from '#domain/measure/measure';
import { seasons } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import { addDays } from '#domain/time';
import type { ScreeningDates } from './calendar.js';
import { csvFile } from './csv.js';
import type { SandboxDistrict, SandboxStudent } from './district.js';
import { schoolYearOf } from './district.js';
import { lindenfield } from './people.js';
import { evenly, pick, unit, whole } from './random.js';
import type { DibelsSubtest } from './screening-layouts.js';
import { dibelsHeader, dibelsSubtests, mapHeader } from './screening-layouts.js';

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

const levelWords: readonly (readonly [below: number, level: string])[] = [
  [10, 'Well Below Benchmark'],
  [25, 'Below Benchmark'],
  [60, 'At Benchmark'],
  [100, 'Above Benchmark'],
];

function levelOf(percentile: number): string {
  return levelWords.find(([below]) => percentile < below)![1];
}

const early: readonly DibelsSubtest[] = ['lnf', 'psf', 'nwfCls', 'nwfWrc', 'wrf'];
const decoding: readonly DibelsSubtest[] = [
  'nwfCls',
  'nwfWrc',
  'wrf',
  'orfAccuracy',
  'orf',
  'maze',
];
const fluency: readonly DibelsSubtest[] = ['orfAccuracy', 'orf', 'maze'];

function subtestsOf(grade: Grade): readonly DibelsSubtest[] {
  if (grade === 'K') return early;
  if (grade === '1') return [...early, 'orfAccuracy', 'orf'];
  return grade === '2' || grade === '3' ? decoding : fluency;
}

const periods = { fall: 'BOY', winter: 'MOY', spring: 'EOY' } as const;

function dibelsRow(
  district: SandboxDistrict,
  student: SandboxStudent,
  season: Season,
  days: readonly LocalDate[],
): Record<string, string> {
  const { seed, year } = district;
  const school = district.schools.find((s) => s.sourcedId === student.school)!;
  const percentile = dibelsPercentile(student, season);
  const tested = pick(days, seed, student.number, 'dibels', season);
  return {
    'School Year': `${year}-${year + 1}`,
    State: 'CA',
    'Account Name': lindenfield.name,
    'District Name': lindenfield.name,
    'District Primary ID': lindenfield.identifier,
    'School Name': school.name,
    'Primary School ID': school.identifier,
    'Student Last Name': student.familyName,
    'Student First Name': student.givenName,
    'Enrollment Grade': student.grade,
    'Date of Birth': student.birthDate,
    Gender: student.sex === 'female' ? 'F' : 'M',
    'Home Language': '',
    Classed: 'Y',
    'Reporting Class ID': student.homeroom,
    Assessment: 'mCLASS',
    'Assessment Edition': 'DIBELS 8th Edition',
    'Assessment Grade': student.grade,
    'Benchmark Period': periods[season],
    'Composite Level': levelOf(percentile),
    'Composite Score': String(compositeScore(student.grade, season, percentile)),
    'Composite - National Norm Percentile': String(percentile),
    ...subtestCells(seed, student, season, percentile),
    'Client Date': tested,
    'Sync Date': tested,
    'Student Primary ID': student.localId,
    'Primary ID - Student ID (State ID)': student.stateId,
    'Administration Type': 'Online',
  };
}

/** A tenth of the children near the cut are below it on one screener and not on the other: gates exist for them. */
function dibelsPercentile(student: SandboxStudent, season: Season): number {
  const truth = student.truth.reading;
  const percentile = truth.percentile[season];
  const doubtful = percentile >= 25 && percentile < 32 && truth.caseNumber % 3 === 0;
  return doubtful ? 24 : percentile;
}

function subtestCells(
  seed: number,
  student: SandboxStudent,
  season: Season,
  percentile: number,
): Record<string, string> {
  const cells = subtestsOf(student.grade).map((subtest) => {
    const name = dibelsSubtests[subtest];
    const noise = whole(-4, 4, seed, student.number, subtest, season);
    const rank = Math.max(1, Math.min(99, percentile + noise));
    const score = subtestScore(subtest, student.grade, season, rank);
    return [
      [`${name} - Level`, levelOf(rank)],
      [`${name} - Score`, score],
      [`${name} - National Norm Percentile`, String(rank)],
      ...(subtest === 'orf'
        ? [['Error Rate (ORF) - Score', String(Math.round((100 - rank) / 9))]]
        : []),
    ] as [string, string][];
  });
  return Object.fromEntries(cells.flat());
}

/** Plausible shapes, no norms: the vendors' tables are not copied. */
function compositeScore(grade: Grade, season: Season, percentile: number): number {
  const level = 312 + 14 * gradeNumber(grade) + 26 * seasons.indexOf(season);
  return Math.round(level + 30 * spread(percentile));
}

function subtestScore(subtest: DibelsSubtest, grade: Grade, season: Season, rank: number): string {
  const step = gradeNumber(grade) + seasons.indexOf(season) / 3;
  const scaled = (start: number, perGrade: number, width: number) =>
    String(Math.max(0, Math.round(start + perGrade * step + width * spread(rank))));
  switch (subtest) {
    case 'lnf':
      return scaled(26, 24, 12);
    case 'psf':
      return scaled(14, 28, 14);
    case 'nwfCls':
      return scaled(16, 32, 18);
    case 'nwfWrc':
      return scaled(3, 10, 6);
    case 'wrf':
      return scaled(3, 15, 8);
    case 'orfAccuracy':
      return String(Math.max(20, Math.min(100, Math.round(94 + 6 * spread(rank)))));
    case 'orf':
      return scaled(10, 18, 24);
    case 'maze':
      return (Math.max(0, Math.round(2 * (2 + 3 * step + 4 * spread(rank)))) / 2).toFixed(1);
  }
}

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

function mapRow(
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

function ritScore(student: SandboxStudent, season: Season, area: keyof typeof mapSubjects): number {
  const { base, sd } = mapSubjects[area];
  const grade = gradeNumber(student.grade);
  const level = base + 11 * grade - 0.45 * grade * grade + 5 * seasons.indexOf(season);
  return Math.round(level + sd * spread(student.truth[area].percentile[season]));
}

function quintileOf(percentile: number): string {
  return quintiles.find(([below]) => percentile < below)![1];
}

function gradeNumber(grade: Grade): number {
  return grade === 'K' ? 0 : Number(grade);
}

/** A percentile rank as standard deviations from the middle; Tukey's lambda is near enough to the normal here. */
function spread(percentile: number): number {
  const p = percentile / 100;
  return 4.91 * (p ** 0.14 - (1 - p) ** 0.14);
}
