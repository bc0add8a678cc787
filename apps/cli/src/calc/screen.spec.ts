import { describe, expect, test } from 'vitest';
import { calculate, InputProblem } from './calculation.js';
import { screen } from './screen.js';

const answer = (document: unknown) =>
  JSON.parse(calculate(screen, JSON.stringify(document))) as Record<string, unknown>;

/** The error of a document; its text, for numbers that JavaScript would not write. */
function refused(document: unknown): InputProblem {
  try {
    calculate(screen, typeof document === 'string' ? document : JSON.stringify(document));
  } catch (error) {
    if (error instanceof InputProblem) return error;
    throw error;
  }
  throw new Error('it was answered');
}

const ht = { table: 'hasbrouck-tindal-2017', measure: 'orf-wcpm', grade: 3, season: 'winter' };
const dibels = { table: 'dibels-8-2020', measure: 'orf-wc', grade: 2, season: 'fall' };
const lookupKeys = [
  'band',
  'lower',
  'upper',
  'percentileAtLeast',
  'bands',
  'source',
  'reason',
  'because',
];

describe('a published table', () => {
  test('a score has an interval of percentiles, its bounds and its source', () => {
    const found = answer({ ...ht, value: 96 });
    expect(found).toMatchObject({
      band: '25-49',
      lower: 79,
      upper: 96,
      percentileAtLeast: 25,
      reason: null,
      because: null,
    });
    expect(Object.keys(found)).toEqual(lookupKeys);
    expect(found['source']).toContain('Technical Report 1702');
    expect(found['bands']).toEqual([
      { name: '>=90', lower: 161, upper: null },
      { name: '75-89', lower: 137, upper: 160 },
      { name: '50-74', lower: 97, upper: 136 },
      { name: '25-49', lower: 79, upper: 96 },
      { name: '10-24', lower: 62, upper: 78 },
      { name: '<10', lower: null, upper: 61 },
    ]);
  });

  test.each([3, '3'])('grade %j is a grade; so is "K"', (grade) => {
    expect(answer({ ...ht, grade, value: 96 })['band']).toBe('25-49');
    const kindergarten = { ...dibels, measure: 'composite', grade: 'K', season: 'winter' };
    expect(answer({ ...kindergarten, licensed: true, value: 356 })['band']).toBe('yellow');
  });

  test.each([
    ['no_norm', { ...ht, grade: 1, season: 'fall', value: 60 }],
    ['no_norm', { ...ht, grade: 7, value: 60 }],
    ['no_norm', { ...ht, grade: 'K', value: 60 }],
    ['off_grade', { ...ht, testGrade: 2, value: 60 }],
    ['missing_score', { ...ht, value: null }],
    ['missing_score', ht],
  ])('%s: no band, a sentence, and every key', (reason, document) => {
    const found = answer(document);
    expect(found).toMatchObject({ band: null, lower: null, upper: null, reason });
    expect(found['because']).toMatch(/^.+\.$/);
    expect(Object.keys(found)).toEqual(lookupKeys);
  });

  test('a table whose rights are reserved answers a district with a licence', () => {
    expect(refused({ ...dibels, value: 28 })).toMatchObject({
      code: 'table_not_licensed',
      where: '/licensed',
      message: expect.stringContaining('reserved'),
      hint: expect.stringContaining('"licensed": true'),
    });
    expect(refused({ ...dibels, licensed: false, value: 28 }).code).toBe('table_not_licensed');
    expect(refused({ ...dibels, licensed: 'yes', value: 28 }).where).toBe('/licensed');
    expect(answer({ ...dibels, licensed: true, value: 28 })['band']).toBe('red');
    for (const table of ['acadience-reading', 'acadience-math'])
      expect(refused({ ...dibels, table, measure: 'composite' }).code).toBe('table_not_licensed');
  });

  test('two readings have a mean and tell a candidate; one tells nothing', () => {
    expect(answer({ ...ht, readings: [101, 95] })).toMatchObject({
      band: '50-74',
      mean: 98,
      candidate: false,
    });
    expect(answer({ ...ht, readings: [88, 86] })).toMatchObject({ mean: 87, candidate: true });
    expect(answer({ ...ht, readings: [87] })).toMatchObject({
      band: null,
      reason: 'missing_score',
      mean: null,
      candidate: null,
    });
    expect(answer({ ...ht, readings: [] })).toMatchObject({ mean: null, candidate: null });
    expect(answer({ ...ht, testGrade: 2, readings: [20, 22] })).toMatchObject({
      reason: 'off_grade',
      mean: 21,
      candidate: null,
    });
    expect(answer({ ...dibels, licensed: true, readings: [20, 36] })).toMatchObject({
      band: 'red',
      mean: 28,
      candidate: null,
    });
  });

  test('one percentile over the year, its weekly improvement computed', () => {
    const { season: _, ...row } = ht;
    expect(answer({ ...row, percentile: 50 })).toMatchObject({
      fall: 83,
      winter: 97,
      spring: 112,
      averageWeeklyImprovement: 0.90625,
      weeks: 32,
    });
    expect(answer({ ...row, grade: 1, percentile: 10 })).toMatchObject({
      fall: null,
      averageWeeklyImprovement: 0.5625,
      weeks: 16,
    });
    expect(refused({ ...row, percentile: 40 })).toMatchObject({
      code: 'unknown_percentile',
      where: '/percentile',
    });
    const zones = { table: 'dibels-8-2020', measure: 'orf-wc', grade: 2, licensed: true };
    expect(refused({ ...zones, percentile: 50 })).toMatchObject({ code: 'no_percentiles' });
    expect(refused({ ...row, percentile: null }).where).toBe('/percentile');
  });

  test('growth of 1993', () => {
    const growth = { table: 'fuchs-1993', measure: 'orf-wcpm', grade: 2 };
    expect(answer(growth)).toMatchObject({ mean: 1.46, sd: 0.69, realistic: 1.5, ambitious: 2 });
    expect(answer(growth)['source']).toContain('1993');
    expect(answer({ ...growth, grade: 'K' })).toMatchObject({ mean: null, ambitious: null });
    expect(refused({ ...growth, measure: 'maze' }).code).toBe('unknown_measure');
    expect(refused({ ...growth, value: 50 })).toMatchObject({
      code: 'unknown_key',
      where: '/value',
    });
  });

  test.each([
    ['unknown_table', '/table', { ...ht, table: 'hasbrouck' }],
    ['unknown_measure', '/measure', { ...ht, measure: 'maze' }],
    ['unknown_measure', '/measure', { ...ht, measure: 'constructor' }],
    ['unknown_grade', '/grade', { ...ht, grade: 13 }],
    ['unknown_grade', '/grade', { ...ht, grade: 3.5 }],
    ['unknown_grade', '/grade', { ...ht, grade: ['3'] }],
    ['unknown_grade', '/testGrade', { ...ht, testGrade: 'third' }],
    ['missing', '/grade', { ...ht, grade: undefined }],
    ['unknown_season', '/season', { ...ht, season: 'summer' }],
    ['missing', '/season', { ...ht, season: undefined }],
    ['missing', '/measure', { ...ht, measure: undefined }],
    ['impossible_score', '/value', { ...ht, value: -1 }],
    ['invalid_input', '/value', { ...ht, value: '96' }],
    ['invalid_input', '/value', { ...ht, value: 1e300 }],
    ['invalid_input', '/value', JSON.stringify({ ...ht, value: 0 }).replace(':0}', ':1e999}')],
    ['unknown_key', '/score', { ...ht, score: 96 }],
    ['two_questions', '/readings', { ...ht, value: 96, readings: [96, 97] }],
    ['impossible_score', '/readings/1', { ...ht, readings: [96, -1] }],
    ['invalid_input', '/readings/0', { ...ht, readings: ['96', 97] }],
    ['invalid_input', '/table', { ...ht, table: null }],
  ])('%s at %s', (code, where, document) => {
    expect(refused(document)).toMatchObject({ code, where });
  });
});

describe('the district’s own list', () => {
  const benchmark = [
    { name: 'green', min: 49 },
    { name: 'yellow', min: 29 },
    { name: 'red', min: 0 },
  ];

  test('answers as a table does', () => {
    const found = answer({ benchmark, value: 48 });
    expect(found).toMatchObject({ band: 'yellow', lower: 29, upper: 48, percentileAtLeast: null });
    expect(Object.keys(found)).toEqual(lookupKeys);
    expect(answer({ benchmark })).toMatchObject({ band: null, reason: 'missing_score' });
    expect(answer({ benchmark, value: -1 })).toMatchObject({ band: null, reason: 'no_norm' });
  });

  test.each([
    [
      'same_twice',
      '/benchmark/1/min',
      [
        { name: 'a', min: 1 },
        { name: 'b', min: 1 },
      ],
    ],
    [
      'same_twice',
      '/benchmark/1/name',
      [
        { name: 'a', min: 1 },
        { name: 'a', min: 2 },
      ],
    ],
    ['same_twice', '/benchmark/1/min', [{ name: 'a' }, { name: 'b', min: null }]],
    ['missing', '/benchmark/0/name', [{ min: 1 }]],
    ['invalid_input', '/benchmark', 'green'],
  ])('%s at %s', (code, where, bands) => {
    expect(refused({ benchmark: bands, value: 1 })).toMatchObject({ code, where });
  });
});

describe('figures', () => {
  test.each([
    [{ accuracy: { wordsCorrect: 181, errors: 19 } }, { percent: 90.5, comparedAs: 91 }],
    [{ accuracy: { wordsCorrect: 0, errors: 0 } }, { percent: null, comparedAs: null }],
    [{ accuracy: { wordsCorrect: 9 } }, { percent: null, comparedAs: null }],
    [{ maze: { correct: 20, incorrect: 3 } }, { adjusted: 18.5 }],
    [{ maze: { correct: 1, incorrect: 9 } }, { adjusted: 0 }],
    [{ maze: { correct: 1, incorrect: null } }, { adjusted: null }],
    [
      { percentileRank: { strictlyBelow: 17, equal: 2, total: 20 } },
      { strictlyBelow: 85, atOrBelow: 95, midRank: 90 },
    ],
    [
      { percentileRank: { sample: [1, 2, 2, 3], value: 2 } },
      { strictlyBelow: 25, atOrBelow: 75, midRank: 50 },
    ],
    [
      { percentileRank: { sample: [], value: 2 } },
      { strictlyBelow: null, atOrBelow: null, midRank: null },
    ],
    [
      { screener: { sensitivity: 1, specificity: 0.5 }, baseRate: 0.5 },
      { sensitivity: 1, specificity: 0.5, ppv: 1 / 1.5, npv: 1 },
    ],
    [
      { screener: { sensitivity: 0.8, specificity: 0.8 } },
      { sensitivity: 0.8, specificity: 0.8, ppv: null, npv: null },
    ],
    [
      {
        gates: [
          { sensitivity: 0.5, specificity: 0.5 },
          { sensitivity: 0.5, specificity: 0.5 },
        ],
        mode: 'and',
        baseRate: 0.5,
      },
      { sensitivity: 0.25, specificity: 0.75, ppv: 0.5, npv: 0.5, bound: true },
    ],
    [
      {
        gates: [
          { sensitivity: 0.5, specificity: 0.5 },
          { sensitivity: 0.5, specificity: 0.5 },
        ],
        mode: 'or',
      },
      { sensitivity: 0.75, specificity: 0.25, ppv: null, npv: null, bound: true },
    ],
    [{ attendance: { absent: 3, enrolled: 30 } }, { share: 0.1, chronic: true }],
    [{ attendance: { absent: 2, enrolled: 30 } }, { share: 2 / 30, chronic: false }],
    [{ attendance: { absent: 2, enrolled: 9 } }, { share: 2 / 9, chronic: null }],
    [
      { attendance: { absent: 4, enrolled: 30, threshold: 0.2, minimumEnrolledDays: 31 } },
      { share: 4 / 30, chronic: null },
    ],
    [{ attendance: { absent: 0, enrolled: 0 } }, { share: null, chronic: null }],
    [{ classwide: { below: 5, screened: 25 } }, { share: 0.2, classwide: false }],
    [{ classwide: { below: 6, screened: 25, threshold: 0.2 } }, { share: 0.24, classwide: true }],
    [{ classwide: { below: 0, screened: 0 } }, { share: null, classwide: null }],
  ])('%j', (document, expected) => {
    expect(answer(document)).toEqual(expected);
  });

  test.each([
    ['invalid_input', '/accuracy/errors', { accuracy: { wordsCorrect: 9, errors: -1 } }],
    ['invalid_input', '/accuracy/wordsCorrect', { accuracy: { wordsCorrect: 9.5, errors: 1 } }],
    ['invalid_input', '/accuracy/wordsCorrect', { accuracy: { wordsCorrect: 1e300, errors: 1 } }],
    ['invalid_input', '/accuracy', { accuracy: null }],
    ['invalid_input', '/maze/correct', { maze: { correct: '9', incorrect: 1 } }],
    [
      'impossible_count',
      '/percentileRank/total',
      { percentileRank: { strictlyBelow: 3, equal: 2, total: 4 } },
    ],
    [
      'invalid_input',
      '/percentileRank/sample/1',
      { percentileRank: { sample: [1, null], value: 1 } },
    ],
    [
      'unknown_key',
      '/percentileRank/equal',
      { percentileRank: { sample: [1], value: 1, equal: 1 } },
    ],
    ['invalid_input', '/percentileRank', { percentileRank: 50 }],
    ['invalid_input', '/screener/sensitivity', { screener: { sensitivity: 80, specificity: 0.8 } }],
    ['missing', '/screener/specificity', { screener: { sensitivity: 0.8 } }],
    [
      'invalid_input',
      '/baseRate',
      { screener: { sensitivity: 0.8, specificity: 0.8 }, baseRate: -0.1 },
    ],
    ['invalid_input', '/mode', { gates: [], mode: 'xor' }],
    ['invalid_input', '/gates', { gates: {}, mode: 'and' }],
    ['impossible_count', '/attendance/absent', { attendance: { absent: 31, enrolled: 30 } }],
    [
      'invalid_input',
      '/attendance/threshold',
      { attendance: { absent: 3, enrolled: 30, threshold: 10 } },
    ],
    ['impossible_count', '/classwide/below', { classwide: { below: 9, screened: 8 } }],
  ])('%s at %s', (code, where, document) => {
    expect(refused(document)).toMatchObject({ code, where });
  });
});

describe('SRSS-IE', () => {
  const i5 = { instrument: 'srss-ie', version: '12', scale: 'I5', level: 'elementary' };
  const e7 = { instrument: 'srss-ie', version: '12', scale: 'E7' };
  const e5 = { instrument: 'srss-ie', version: '9', scale: 'E5' };

  test.each([
    [{ ...i5, score: 3 }, 3, 'moderate'],
    [{ ...i5, scale: 'I6', level: 'secondary', score: 3 }, 3, 'low'],
    [{ ...e7, score: 4 }, 4, 'moderate'],
    [{ ...e7, items: [3, 3, 3, 0, 0, 0, 0] }, 9, 'high'],
    [{ ...e5, level: 'elementary', score: 4 }, 4, 'high'],
    [{ ...e5, level: 'secondary', score: 4 }, 4, 'low'],
    [{ ...e7, items: [3, 3, 3, 0, 0, 0, null] }, null, null],
    [{ ...e7, items: [3, 3, 3] }, null, null],
  ])('%j: %j, %j', (document, score, risk) => {
    expect(answer(document)).toEqual({ score, risk, source: expect.stringContaining('SRSS-IE') });
  });

  test('overall is the higher; one unknown leaves it unknown', () => {
    const overall = { instrument: 'srss-ie', externalizing: 'low', internalizing: 'high' };
    expect(answer(overall)).toEqual({ overall: 'high' });
    expect(answer({ ...overall, externalizing: null })).toEqual({ overall: null });
    expect(answer({ instrument: 'srss-ie', externalizing: 'low' })).toEqual({ overall: null });
    expect(refused({ ...overall, externalizing: 'some' }).where).toBe('/externalizing');
  });

  test.each([
    ['invalid_input', '/instrument', { ...i5, instrument: 'bess', score: 3 }],
    ['wrong_version', '/version', { ...i5, version: '9', score: 3 }],
    ['wrong_version', '/version', { ...e5, version: '12', level: 'secondary', score: 3 }],
    ['invalid_input', '/version', { ...i5, version: 12, score: 3 }],
    ['wrong_level', '/level', { ...i5, level: 'secondary', score: 3 }],
    ['missing', '/level', { ...e5, score: 3 }],
    ['invalid_input', '/scale', { ...i5, scale: 'I4', score: 3 }],
    ['missing', '/score', i5],
    ['missing', '/score', { ...i5, score: null }],
    ['missing', '/items', { ...i5, items: [] }],
    ['two_questions', '/items', { ...i5, score: 3, items: [0, 0, 0, 0, 3] }],
    ['impossible_score', '/score', { ...i5, score: 16 }],
    ['impossible_score', '/score', { ...i5, score: -1 }],
    ['impossible_score', '/score', { ...i5, score: 2.5 }],
    ['impossible_score', '/items', { ...i5, items: [0, 0, 0, 0, 0, 0] }],
    ['invalid_input', '/items/0', { ...i5, items: [4, 0, 0, 0, 0] }],
    ['invalid_input', '/items/1', { ...i5, items: [0, 1.5, 0, 0, 0] }],
  ])('%s at %s', (code, where, document) => {
    expect(refused(document)).toMatchObject({ code, where });
  });
});

describe('which question', () => {
  test.each([
    ['no_question', '', {}],
    ['no_question', '', { value: 96 }],
    ['two_questions', '/maze', { accuracy: {}, maze: {} }],
    ['invalid_input', '', []],
    ['invalid_input', '', 'null'],
    ['empty_input', '', ' '],
    ['not_json', '', '{'],
  ])('%s', (code, where, document) => {
    const problem = refused(document);
    expect(problem).toMatchObject({ code, where });
    expect(problem.message).toMatch(/\S/);
    expect(problem.hint).toMatch(/\S/);
  });
});
