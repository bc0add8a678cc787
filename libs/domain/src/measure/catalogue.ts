import { RuleBroken } from '../rule-broken.js';
import type { Measure } from './measure.js';

// Keys as the importers write them. `sem` and `seeFloor` only where science.md 2.4 and 2.6 document them for CBM-R
// (Christ & Silberglitt 2007: SEM median about 10; the floor of the standard error of estimate 5); else null.

const dibels = (key: string, name: string, unit: string, most: number | null = null): Measure => ({
  key: `dibels-8/${key}`,
  name: `DIBELS 8 ${name}`,
  area: 'reading',
  unit,
  direction: 'increase',
  sem: null,
  seeFloor: null,
  least: 0,
  most,
});

const map = (key: string, name: string, area: Measure['area']): Measure => ({
  key: `nwea-map/${key}`,
  name: `NWEA MAP Growth ${name}`,
  area,
  unit: 'RIT',
  direction: 'increase',
  sem: null,
  seeFloor: null,
  least: null,
  most: null,
});

const srss = (key: string, name: string): Measure => ({
  key: `srss-ie-12/${key}`,
  name: `SRSS-IE 12 ${name}`,
  area: 'behaviour',
  unit: 'points',
  direction: 'decrease',
  sem: null,
  seeFloor: null,
  least: 0,
  most: null,
});

export const measures: readonly Measure[] = [
  dibels('composite', 'composite', 'composite points'),
  dibels('lnf', 'letter naming fluency', 'letters a minute'),
  dibels('psf', 'phonemic segmentation fluency', 'segments a minute'),
  dibels('nwf-cls', 'nonsense words, letter sounds', 'letter sounds a minute'),
  dibels('nwf-wrc', 'nonsense words, read whole', 'words a minute'),
  dibels('wrf', 'word reading fluency', 'words a minute'),
  dibels('orf-wc', 'oral reading fluency', 'words correct per minute'),
  dibels('orf-accuracy', 'oral reading accuracy', 'percent', 100),
  dibels('maze-adjusted', 'Maze, adjusted', 'words'),
  map('reading-rit', 'Reading', 'reading'),
  map('language-usage-rit', 'Language Usage', 'writing'),
  map('mathematics-rit', 'Mathematics', 'mathematics'),
  srss('e7', 'externalizing'),
  srss('i5', 'internalizing, elementary'),
  srss('i6', 'internalizing, secondary'),
  {
    key: 'cbm/orf',
    name: 'Oral reading probe',
    area: 'reading',
    unit: 'words correct per minute',
    direction: 'increase',
    sem: 10,
    seeFloor: 5,
    least: 0,
    most: null,
  },
  {
    key: 'cbm/computation',
    name: 'Computation probe',
    area: 'mathematics',
    unit: 'digits correct in two minutes',
    direction: 'increase',
    sem: null,
    seeFloor: null,
    least: 0,
    most: null,
  },
  {
    // The mean of a week's rated days; days that were not rated or not attended have no value, not 0 (science.md 8).
    key: 'cico/weekly-percent',
    name: 'Check-in/check-out, mean of the week',
    area: 'behaviour',
    unit: 'percent of points',
    direction: 'increase',
    sem: null,
    seeFloor: null,
    least: 0,
    most: 100,
  },
];

const byKey: ReadonlyMap<string, Measure> = new Map(measures.map((m) => [m.key, m]));

/** The measure of a key, or undefined for one that this version does not know. */
export function measureOf(key: string): Measure | undefined {
  return byKey.get(key);
}

/** Refuses a score or a goal that the measure's scale does not have. A measure that we do not know has no ends. */
export function mustBeOnScale(measure: string, value: number): void {
  const { least = null, most = null } = measureOf(measure) ?? {};
  if ((least !== null && value < least) || (most !== null && value > most))
    throw new RuleBroken('score-off-scale', { measure, least, most });
}
