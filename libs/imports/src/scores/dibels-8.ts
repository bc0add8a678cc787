import type { Season } from '#domain/measure/measure';
import { dayOf } from '../fields/day.js';
import { dibels8Profile, dibelsMeasures } from '../profiles/dibels-8.js';
import type { MeasureColumns, ScoreLayout } from './layout.js';

const companions: Readonly<Record<string, readonly string[]>> = {
  'dibels-8/orf-wc': ['Error Rate (ORF) - Score'],
  'dibels-8/maze-adjusted': [
    'Correct Responses (Maze) - Score',
    'Incorrect Responses (Maze) - Score',
  ],
};

const composite: MeasureColumns = {
  measure: 'dibels-8/composite',
  score: 'Composite Score',
  level: 'Composite Level',
  percentile: 'Composite - National Norm Percentile',
  others: [
    'Composite - National Norm Percentile',
    'Composite - Semester Growth',
    'Composite - Year Growth',
    'DIBELS Composite Score - Lexile',
  ],
};

const riskIndicator: MeasureColumns = {
  measure: 'dibels-8/risk-indicator',
  score: 'Risk Indicator - Level',
  level: 'Risk Indicator - Level',
  percentile: null,
  others: [],
};

const subtests: readonly MeasureColumns[] = dibelsMeasures.map(([word, measure]) => ({
  measure,
  score: `${word} - Score`,
  level: `${word} - Level`,
  percentile: `${word} - National Norm Percentile`,
  others: [
    `${word} - National Norm Percentile`,
    `${word} - Semester Growth`,
    `${word} - Year Growth`,
    ...(companions[measure] ?? []),
  ],
}));

const all = [composite, ...subtests, riskIndicator];
const levels = new Set([
  '',
  'Well Below Benchmark',
  'Below Benchmark',
  'At Benchmark',
  'Above Benchmark',
]);
const periods: Readonly<Record<string, Season>> = { BOY: 'fall', MOY: 'winter', EOY: 'spring' };

/**
 * One row is a student's whole benchmark. A discontinued subtest has a level, no score, and the word in the percentile's
 * place: the record keeps value null and the flag (the manual's 0 is the vendor's to write).
 */
export const dibels8: ScoreLayout = {
  profile: dibels8Profile.name,
  ids: ['Student Primary ID', 'Primary ID - Student ID (State ID)'],
  dates: ['Client Date', 'Sync Date'],
  measures: () => all,
  season: (cell) => periods[cell('Benchmark Period').toUpperCase()] ?? null,
  form: (cell) =>
    [cell('Assessment Edition'), cell('Assessment Grade'), cell('Benchmark Period')]
      .filter((part) => part !== '')
      .join(' / ') || null,
  testGrade: { column: 'Assessment Grade' },
  enrolledGrade: { column: 'Enrollment Grade' },
  flags: (cell, { percentile }) =>
    percentile && /^discontinue/i.test(cell(percentile)) ? ['discontinued'] : [],
  misplaced(cell) {
    const level = [composite, ...subtests].find(({ level: name }) => !levels.has(cell(name!)));
    if (level) return level.level;
    if (!(cell('Benchmark Period').toUpperCase() in periods)) return 'Benchmark Period';
    return dayOf(cell('Client Date')).kind === 'day' ? null : 'Client Date';
  },
};
