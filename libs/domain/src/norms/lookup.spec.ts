import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grades, seasons, type Grade, type Season } from '../measure/measure.js';
import { lookUp, type LookupQuestion } from './lookup.js';
import { acadienceReading } from './tables/acadience-reading.js';
import { dibels82020 } from './tables/dibels-8-2020.js';
import { hasbrouckTindal2006 } from './tables/hasbrouck-tindal-2006.js';
import { hasbrouckTindal2017 } from './tables/hasbrouck-tindal-2017.js';
import { scoreTables } from './tables.js';

const asked = (
  measure: string,
  grade: Grade,
  season: Season,
  value: number | null,
): LookupQuestion => ({ measure, grade, season, value });

describe('worked examples (science.md 9)', () => {
  test.each([
    [219, 'below'],
    [220, 'at'],
    [179, 'well_below'],
    [180, 'below'],
    [289, 'above'],
  ])('14: Acadience composite %i at the beginning of grade 3 is %s', (value, band) => {
    expect(lookUp(acadienceReading, asked('composite', '3', 'fall', value)).band).toBe(band);
  });

  test.each([
    [28, 'red'],
    [29, 'yellow'],
    [48, 'yellow'],
    [49, 'green'],
    [84, 'green'],
    [85, 'blue'],
  ])('15: DIBELS 8 reads %i words at the beginning of grade 2 as %s', (value, band) => {
    expect(lookUp(dibels82020, asked('orf-wc', '2', 'fall', value)).band).toBe(band);
  });

  test.each([
    [355, 'red'],
    [356, 'yellow'],
    [371, 'green'],
    [393, 'blue'],
  ])('16: a DIBELS 8 composite of %i in the middle of kindergarten is %s', (value, band) => {
    expect(lookUp(dibels82020, asked('composite', 'K', 'winter', value)).band).toBe(band);
  });

  test.each([
    [97, '50-74', 50, 97, 136],
    [96, '25-49', 25, 79, 96],
    [79, '25-49', 25, 79, 96],
    [61, '<10', null, null, 61],
    [62, '10-24', 10, 62, 78],
    [161, '>=90', 90, 161, null],
  ])('17: %i words in winter of grade 3 lie in %s', (value, band, percentile, lower, upper) => {
    expect(lookUp(hasbrouckTindal2017, asked('orf-wcpm', '3', 'winter', value))).toMatchObject({
      band,
      percentileAtLeast: percentile,
      lower,
      upper,
      reason: null,
      because: null,
    });
  });
});

test('Colorado’s significant reading deficiency is the composite cut less one: a second witness', () => {
  const colorado: Record<string, readonly number[]> = {
    K: [12, 84, 88],
    '1': [96, 99, 110],
    '2': [108, 144, 179],
    '3': [179, 234, 279],
  };
  for (const [grade, maxima] of Object.entries(colorado))
    for (const [i, season] of seasons.entries())
      expect(
        lookUp(acadienceReading, asked('composite', grade as Grade, season, maxima[i]!)),
      ).toMatchObject({ band: 'well_below', upper: maxima[i] });
});

describe('no answer is an answer with a reason', () => {
  test('there is no norm for fall of grade 1, and it is not 0', () => {
    for (const table of [hasbrouckTindal2006, hasbrouckTindal2017])
      expect(lookUp(table, asked('orf-wcpm', '1', 'fall', 0))).toMatchObject({
        band: null,
        lower: null,
        upper: null,
        percentileAtLeast: null,
        bands: [],
        reason: 'no_norm',
        because: `${table.name} has no orf-wcpm for grade 1, fall.`,
      });
  });

  test('material of another grade is not compared, not even where there would be no norm', () => {
    const offGrade = { ...asked('orf-wcpm', '4', 'fall', 60), testGrade: '2' as const };
    const answer = lookUp(hasbrouckTindal2017, offGrade);
    expect(answer).toMatchObject({ band: null, bands: [], reason: 'off_grade' });
    expect(answer.because).toContain('grade 2');
    expect(lookUp(hasbrouckTindal2017, { ...offGrade, grade: '7' }).reason).toBe('off_grade');
    expect(lookUp(hasbrouckTindal2017, { ...offGrade, testGrade: '4' }).band).toBe('10-24');
    expect(lookUp(hasbrouckTindal2017, { ...offGrade, testGrade: null }).band).toBe('10-24');
  });

  test('a score that is missing leaves the bands to be read', () => {
    const answer = lookUp(hasbrouckTindal2017, asked('orf-wcpm', '3', 'winter', null));
    const because = 'There is no score to compare.';
    expect(answer).toMatchObject({ band: null, reason: 'missing_score', because });
    expect(answer.bands).toHaveLength(6);
    const accuracy = lookUp(dibels82020, asked('orf-accuracy', '2', 'fall', null));
    expect(accuracy).toMatchObject({ band: null, reason: 'missing_score', because });
  });

  test('a number that the measure cannot give is no score', () => {
    for (const [measure, value] of [
      ['composite', 199],
      ['psf', -1],
    ] as const)
      expect(lookUp(dibels82020, asked(measure, 'K', 'winter', value)).reason).toBe(
        'missing_score',
      );
    expect(lookUp(dibels82020, asked('orf-accuracy', '2', 'fall', 100.5)).reason).toBe(
      'missing_score',
    );
    expect(lookUp(dibels82020, asked('orf-accuracy', '2', 'fall', 100)).band).toBe('green');
    // The worst band of a norm table is open below, and still no score is under nothing.
    expect(lookUp(hasbrouckTindal2017, asked('orf-wcpm', '3', 'winter', -1)).reason).toBe(
      'missing_score',
    );
  });

  test('a measure that is not in the table has no norm', () => {
    expect(lookUp(dibels82020, asked('toString', 'K', 'fall', 1)).reason).toBe('no_norm');
  });
});

describe('bands that exist', () => {
  const names = (measure: string, grade: Grade, season: Season, table = acadienceReading) =>
    lookUp(table, asked(measure, grade, season, 50)).bands.map((band) => band.name);

  test('with a cut of 0 nobody is well below, and 0 is not missing', () => {
    expect(names('nwf-wwr', '1', 'fall')).toEqual(['above', 'at', 'below']);
    expect(names('retell', '1', 'winter')).toEqual(['above', 'at', 'below']);
    expect(lookUp(acadienceReading, asked('nwf-wwr', '1', 'fall', 0))).toMatchObject({
      band: 'below',
      lower: 0,
      upper: 0,
    });
  });

  test('a yellow that begins at 0 leaves no red', () => {
    expect(names('wrf', 'K', 'fall', dibels82020)).toEqual(['green', 'yellow']);
  });

  test('letter naming and accuracy have three zones in DIBELS 8', () => {
    expect(names('lnf', 'K', 'fall', dibels82020)).toEqual(['green', 'yellow', 'red']);
    expect(names('orf-accuracy', '3', 'spring', dibels82020)).toEqual(['green', 'yellow', 'red']);
    expect(names('orf-accuracy', '1', 'winter')).toEqual(['at', 'below', 'well_below']);
  });

  test('of the rows with three zones, the 14 that rest on analogy say so, the settled one does not', () => {
    const disputed = dibels82020.rows.flatMap((row) =>
      seasons.filter((season) =>
        lookUp(dibels82020, asked(row.measure, row.grade, season, 50)).source.includes('disputed'),
      ),
    );
    expect(disputed).toHaveLength(14);
    const settled = lookUp(dibels82020, asked('lnf', 'K', 'fall', 20));
    expect(settled.source).not.toContain('disputed');
  });
});

test('accuracy is compared as a whole percent, half up: 90.6 does not fall between 90 and 91', () => {
  const zone = (value: number) =>
    lookUp(dibels82020, asked('orf-accuracy', '3', 'fall', value)).band;
  expect([90, 90.4, 90.49].map(zone)).toEqual(['red', 'red', 'red']);
  expect([90.5, 90.6, 91].map(zone)).toEqual(['yellow', 'yellow', 'yellow']);
});

test('half points of Maze count', () => {
  const zone = (value: number) => lookUp(dibels82020, asked('maze-adjusted', '2', 'winter', value));
  expect(zone(6.5)).toMatchObject({ band: 'yellow', lower: 6.5, upper: 8.5 });
  expect(zone(6)).toMatchObject({ band: 'red', lower: 0, upper: 6 });
  expect(zone(14.5).band).toBe('blue');
});

test('a mean between two scores is in the band that it reaches', () => {
  expect(lookUp(hasbrouckTindal2017, asked('orf-wcpm', '3', 'winter', 96.5)).band).toBe('25-49');
});

test('goals are not monotone across the seasons', () => {
  const goal = (season: Season) =>
    lookUp(acadienceReading, asked('composite', 'K', season, 120)).band;
  expect([goal('winter'), goal('spring')]).toEqual(['below', 'at']);
  const words = (season: Season) => lookUp(dibels82020, asked('orf-wc', '3', season, 137)).band;
  expect([words('winter'), words('spring')]).toEqual(['green', 'blue']);
});

describe('any table, any row, any score', () => {
  const cell = fc.constantFrom(...scoreTables).chain((table) =>
    fc.record({
      table: fc.constant(table),
      measure: fc.constantFrom(...Object.keys(table.measures)),
      grade: fc.constantFrom(...grades),
      season: fc.constantFrom(...seasons),
    }),
  );

  test('lies in exactly one of the bands that its row has', () => {
    fc.assert(
      fc.property(cell, fc.integer({ min: 400, max: 2000 }), ({ table, ...place }, halves) => {
        const halfPoints = place.measure === 'maze-adjusted';
        const accuracy = place.measure === 'orf-accuracy';
        const value = accuracy ? halves % 101 : halfPoints ? halves / 2 : halves - 200;
        const answer = lookUp(table, { ...place, value });
        const holding = answer.bands.filter(
          ({ lower, upper }) =>
            (lower === null || value >= lower) && (upper === null || value <= upper),
        );
        expect(holding.map((band) => band.name)).toEqual(answer.band === null ? [] : [answer.band]);
      }),
    );
  });

  test('a better score is never in a worse band', () => {
    fc.assert(
      fc.property(cell, fc.nat(100), fc.nat(100), ({ table, ...place }, one, more) => {
        const rank = (value: number) => {
          const { bands, band } = lookUp(table, { ...place, value });
          return bands.findIndex(({ name }) => name === band);
        };
        const base = place.measure === 'composite' ? 200 : 0;
        const best = Math.min(one + more, 100);
        expect(rank(base + best)).toBeLessThanOrEqual(rank(base + one));
      }),
    );
  });
});
