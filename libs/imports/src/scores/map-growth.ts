import type { Season } from '#domain/measure/measure';
import { dayOf } from '../fields/day.js';
import { numberOf } from '../fields/number.js';
import { mapGrowthProfile } from '../profiles/nwea-map-growth.js';
import { layoutOf } from '../profiles/recognise.js';
import type { Cells, ScoreLayout } from './layout.js';

/** Everything from the score on belongs to the test, apart from the cells that say who, where, when and what. */
const columns = layoutOf(mapGrowthProfile).columns;
const others = [
  ...columns.slice(columns.indexOf('TestDurationMinutes'), columns.indexOf('TestRITScore')),
  ...columns
    .slice(columns.indexOf('TestRITScore') + 1)
    .filter((name) => name !== 'AchievementQuintile'),
];

const seasons: readonly Season[] = ['fall', 'winter', 'spring'];
const quintiles = new Set(['', 'Low', 'LoAvg', 'Avg', 'HiAvg', 'High']);

/** The RIT scale of a subject is the measure; the course and form do not make another (science.md 10.6). */
function measureOf(cell: Cells): string {
  const words = `${cell('Subject')} ${cell('Course')}`.toLowerCase();
  if (words.includes('language usage')) return 'nwea-map/language-usage-rit';
  if (words.includes('reading') || words.includes('language arts')) return 'nwea-map/reading-rit';
  if (words.includes('math')) return 'nwea-map/mathematics-rit';
  if (words.includes('science')) return 'nwea-map/science-rit';
  const subject = cell('Subject')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `nwea-map/${subject || 'unnamed'}-rit`;
}

/** One row is one test; the goal areas are its parts and make no records of their own. */
export const mapGrowth: ScoreLayout = {
  profile: mapGrowthProfile.name,
  ids: ['StudentID', 'Student_StateID'],
  dates: ['TestStartDate'],
  measures: (cell) => [
    {
      measure: measureOf(cell),
      score: 'TestRITScore',
      level: 'AchievementQuintile',
      percentile: 'TestPercentile',
      others,
    },
  ],
  season: (cell) =>
    seasons.find((season) => cell('TermName').toLowerCase().startsWith(season)) ?? null,
  form: (cell) => cell('TestName') || null,
  testGrade: null,
  enrolledGrade: null,
  flags: (cell) => [
    ...(cell('GrowthMeasureYN').toUpperCase() === 'FALSE' ? ['not_a_growth_measure'] : []),
    ...(cell('NormsReferenceData').toUpperCase() === 'USER' ? ['user_norms'] : []),
  ],
  misplaced(cell) {
    if (dayOf(cell('TestStartDate')).kind !== 'day') return 'TestStartDate';
    if (outside(cell('TestRITScore'), 100, 350)) return 'TestRITScore';
    if (outside(cell('TestPercentile'), 1, 99)) return 'TestPercentile';
    return quintiles.has(cell('AchievementQuintile')) ? null : 'AchievementQuintile';
  },
};

function outside(text: string, low: number, high: number): boolean {
  const value = numberOf(text);
  return text !== '' && (value === null || value < low || value > high);
}
