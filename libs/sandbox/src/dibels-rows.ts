import type { Grade, Season } from '#domain/measure/measure';
import { seasons } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import type { SandboxDistrict, SandboxStudent } from './district.js';
import { lindenfield } from './people.js';
import { pick, whole } from './random.js';
import { gradeNumber, spread } from './score-shapes.js';
import type { DibelsSubtest } from './screening-layouts.js';
import { dibelsSubtests } from './screening-layouts.js';

const levelWords: readonly (readonly [below: number, level: string])[] = [
  [10, 'Well Below Benchmark'],
  [25, 'Below Benchmark'],
  [60, 'At Benchmark'],
  [100, 'Above Benchmark'],
];

/** The vendor’s word for a percentile rank, as this district’s screener has it. */
export function levelOf(percentile: number): string {
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

/** A student’s whole benchmark of a season. */
export function dibelsRow(
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
export function dibelsPercentile(student: SandboxStudent, season: Season): number {
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
export function compositeScore(grade: Grade, season: Season, percentile: number): number {
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
