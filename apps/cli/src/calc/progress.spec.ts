import { describe, expect, test } from 'vitest';
import { calculate, InputProblem } from './calculation.js';
import { progress } from './progress.js';

type Answer = Record<string, Record<string, unknown>> & {
  points: Record<string, unknown>[];
  because: string[];
};

const answer = (document: unknown) =>
  JSON.parse(calculate(progress, JSON.stringify(document))) as Answer;

function refused(document: unknown): InputProblem {
  try {
    calculate(progress, typeof document === 'string' ? document : JSON.stringify(document));
  } catch (error) {
    if (error instanceof InputProblem) return error;
    throw error;
  }
  throw new Error('it was answered');
}

const weekly = (values: readonly number[]) =>
  values.map((value, i) => ({
    date: new Date(Date.UTC(2025, 8, 15 + 7 * i)).toISOString().slice(0, 10),
    value,
  }));

// science.md 9, "Full decisions", A.
const a = {
  measure: { unit: 'words correct per minute', direction: 'increase', sem: 10 },
  baseline: { date: '2025-09-08', probes: [38, 45, 42] },
  goal: { date: '2026-04-06', value: 87, rounding: 'half_up' },
  points: weekly([44, 41, 46, 43, 45, 42, 47, 44, 46, 45]),
  delivered: true,
  options: { seeFloor: 5, aimlineAt: ['2025-10-13', '2026-05-01'] },
};

/** interfaces.md 2.1: every key under "out", in its order. */
const keys = {
  '': [
    'baseline',
    'flags',
    'goal',
    'goalRatePerWeek',
    'goalBasis',
    'n',
    'points',
    'aimlineAt',
    'ols',
    'theilSen',
    'tukey',
    'endpoint',
    'projection',
    'medianOfLast3',
    'pointRule',
    'gap',
    'reliableChange',
    'outcome',
    'confidence',
    'because',
    'methodVersion',
  ],
  goalBasis: ['method', 'slopePerWeek', 'weeks'],
  ols: [
    'slopePerWeek',
    'intercept',
    'see',
    'slopeSe',
    'slopeLow',
    'slopeHigh',
    'slopeLevel',
    'includeBaseline',
  ],
  theilSen: ['slopePerWeek', 'intercept'],
  tukey: ['groups', 'slopePerWeek', 'slopePerInterval', 'divisor'],
  endpoint: ['slopePerWeek'],
  projection: ['date', 'value', 'se', 't', 'low', 'high', 'level'],
  medianOfLast3: ['value', 'date', 'aimline', 'result'],
  pointRule: ['k', 'result', 'run'],
  gap: ['expected', 'current', 'gap', 'ratio', 'significant', 'neededRatePerWeek', 'weeksToGoal'],
  reliableChange: ['sem', 'threshold'],
};

describe('every key is always there', () => {
  test.each([
    ['nothing', {}],
    ['nothing, said aloud', { measure: null, baseline: null, goal: null, points: null }],
    ['empty parts', { measure: {}, baseline: {}, goal: {}, points: [], options: {} }],
    ['one point', { points: weekly([44]) }],
    ['a goal alone', { goal: a.goal }],
    ['weeks of school without a calendar', { ...a, options: { weekBasis: 'instructional' } }],
    ['the whole', a],
  ])('with %s', (_, document) => {
    const { [''.toString()]: __, ...given } = answer(document);
    expect(Object.keys(given)).toEqual(keys['']);
    for (const [part, names] of Object.entries(keys))
      if (part !== '') expect(Object.keys(given[part]!).sort()).toEqual([...names].sort());
  });

  test('and null where it is undefined', () => {
    const { measure: _, ...nothing } = answer({}) as Record<string, unknown>;
    expect(nothing).toEqual({
      baseline: null,
      flags: [],
      goal: null,
      goalRatePerWeek: null,
      goalBasis: { method: null, slopePerWeek: null, weeks: null },
      n: 0,
      points: [],
      aimlineAt: [],
      ols: {
        slopePerWeek: null,
        intercept: null,
        see: null,
        slopeSe: null,
        slopeLow: null,
        slopeHigh: null,
        slopeLevel: 0.8,
        includeBaseline: false,
      },
      theilSen: { slopePerWeek: null, intercept: null },
      tukey: { groups: null, slopePerWeek: null, slopePerInterval: null, divisor: 'median-x' },
      endpoint: { slopePerWeek: null },
      projection: {
        date: null,
        value: null,
        se: null,
        t: null,
        low: null,
        high: null,
        level: 0.75,
      },
      medianOfLast3: { date: null, value: null, aimline: null, result: null },
      pointRule: { k: 4, result: 'too_few', run: null },
      gap: {
        expected: null,
        current: null,
        gap: null,
        ratio: null,
        significant: null,
        neededRatePerWeek: null,
        weeksToGoal: null,
      },
      reliableChange: { sem: null, threshold: null },
      outcome: 'insufficient_data',
      confidence: null,
      because: [
        'There is no baseline, and so no aimline.',
        'There is no goal.',
        '0 occasions make no trend.',
        '0 occasions cannot decide yet; this rule needs 8.',
      ],
      methodVersion: 'aimline-progress/1',
    });
  });
});

test('the worked decision A, under the names of the interface', () => {
  const figures = answer(a);
  expect(figures).toMatchObject({
    baseline: 42,
    goal: 87,
    goalRatePerWeek: 1.5,
    goalBasis: { method: 'value', slopePerWeek: null, weeks: 30 },
    n: 10,
    aimlineAt: [
      { date: '2025-10-13', value: 49.5 },
      { date: '2026-05-01', value: null },
    ],
    projection: { date: '2026-04-06', level: 0.75 },
    medianOfLast3: { value: 45, date: '2025-11-10', aimline: 55.5, result: 'below' },
    pointRule: { k: 4, result: 'change', run: 9 },
    gap: { expected: 87, current: 45, gap: 42 },
    reliableChange: { sem: 10 },
    outcome: 'inadequate',
  });
  expect(figures.points[0]).toEqual({
    date: '2025-09-15',
    value: 44,
    aimline: 43.5,
    position: 'above',
    sign: '+',
  });
});

describe('a goal', () => {
  const goalOf = (goal: object) => answer({ ...a, goal: { date: '2026-04-06', ...goal } });

  test('by rate is rounded half up unless told otherwise', () => {
    expect(goalOf({ ratePerWeek: 0.55 })).toMatchObject({
      goal: 59,
      goalBasis: { method: 'rate' },
    });
    expect(goalOf({ ratePerWeek: 0.55, rounding: 'down' }).goal).toBe(58);
    expect(goalOf({ ratePerWeek: 0.55, rounding: 'none' }).goal).toBe(58.5);
  });

  test('that is stated stays as stated, unless rounding is asked for', () => {
    expect(goalOf({ value: 58.5 }).goal).toBe(58.5);
    expect(goalOf({ value: 58.5, rounding: 'half_up' }).goal).toBe(59);
  });

  test('by the student’s own growth', () => {
    const points = weekly([3, 2, 5, 6, 5, 5, 7, 4]);
    const goal = { date: '2025-12-15', method: 'intra-individual', rounding: 'none' };
    const own = answer({ baseline: { date: '2025-09-08', points }, goal });
    expect(own).toMatchObject({ baseline: 4.625, goalBasis: { method: 'intra-individual' } });
    expect(own.goal).toBeCloseTo(12.375, 3);
    const paper = { ...goal, estimator: 'tukey-n-minus-1' };
    expect(answer({ baseline: { date: '2025-09-08', points }, goal: paper }).goal).toBe(10.625);
  });
});

test('the options reach the figures', () => {
  const withOptions = (options: object) => answer({ ...a, options });
  expect(withOptions({ k: 3, ruleMinPoints: 20 }).pointRule).toMatchObject({
    k: 3,
    result: 'too_few',
  });
  expect(withOptions({ interval: 0.9, slopeLevel: 0.95 })).toMatchObject({
    projection: { level: 0.9 },
    ols: { slopeLevel: 0.95 },
  });
  expect(withOptions({ medianDate: 'last' }).medianOfLast3).toMatchObject({ date: '2025-11-17' });
  expect(withOptions({ minPoints: 11 }).outcome).toBe('insufficient_data');
  expect(withOptions({ decideFrom: 10, seeFloor: 50 })).toMatchObject({
    outcome: 'inadequate',
    confidence: 'low',
  });
  expect(withOptions({ includeBaseline: true }).ols).toMatchObject({ includeBaseline: true });
  expect(withOptions({ includeBaseline: true }).ols!['slopePerWeek']).toBeCloseTo(0.3, 12);
  expect(withOptions({ method: 'theil-sen' }).projection).toMatchObject({ low: null });
});

test('weeks of school come from the calendar', () => {
  const calendar = {
    firstDay: '2025-08-13',
    lastDay: '2026-05-22',
    closed: [{ from: '2025-12-22', to: '2026-01-02' }],
  };
  const options = { weekBasis: 'instructional' };
  expect(answer({ ...a, calendar, options }).goalBasis).toMatchObject({ weeks: 28 });
});

describe('an input that cannot be', () => {
  test.each([
    [{ points: [{ date: '2025-02-30', value: 4 }] }, '/points/0/date', 'invalid_input'],
    [{ points: [{ date: '2025-09-15', value: '44' }] }, '/points/0/value', 'invalid_input'],
    [{ points: [{ date: '2025-09-15' }] }, '/points/0/value', 'missing'],
    [{ points: [{ value: 44 }] }, '/points/0/date', 'missing'],
    [{ points: 'many' }, '/points', 'invalid_input'],
    [{ baseline: { probes: [38, null] } }, '/baseline/probes/1', 'invalid_input'],
    [{ measure: { direction: 'up' } }, '/measure/direction', 'invalid_input'],
    [{ measure: { sem: -1 } }, '/measure/sem', 'invalid_input'],
    [{ goal: { date: '06.04.2026' } }, '/goal/date', 'invalid_input'],
    [{ goal: { value: 87, ratePerWeek: 1.5 } }, '/goal', 'goal_unclear'],
    [{ goal: { value: 87, method: 'intra-individual' } }, '/goal', 'goal_unclear'],
    [{ goal: { method: 'hope' } }, '/goal/method', 'invalid_input'],
    [{ options: { interval: 75 } }, '/options/interval', 'invalid_input'],
    [{ options: { slopeLevel: 1 } }, '/options/slopeLevel', 'invalid_input'],
    [{ options: { k: 0 } }, '/options/k', 'invalid_input'],
    [{ options: { minPoints: 7.5 } }, '/options/minPoints', 'invalid_input'],
    [{ options: { seeFloor: -5 } }, '/options/seeFloor', 'invalid_input'],
    [{ options: { weekBasis: 'lunar' } }, '/options/weekBasis', 'invalid_input'],
    [{ options: { aimlineAt: ['soon'] } }, '/options/aimlineAt/0', 'invalid_input'],
    [{ options: { floor: 5 } }, '/options/floor', 'unknown_key'],
    [{ delivered: 'yes' }, '/delivered', 'invalid_input'],
    [
      { calendar: { firstDay: '2025-08-13', lastDay: '2025-08-12' } },
      '/calendar/lastDay',
      'year_inverted',
    ],
    [{ score: 44 }, '/score', 'unknown_key'],
    [[], '', 'invalid_input'],
    ['{"points":[{"date":"2025-09-15","value":1e999}]}', '/points/0/value', 'invalid_input'],
    ['', '', 'empty_input'],
  ])('%j is refused at %s', (document, where, code) => {
    const problem = refused(document);
    expect({ where: problem.where, code: problem.code }).toEqual({ where, code });
    expect(problem.message).toMatch(/\w+.*\.$/);
    expect(problem.hint).toMatch(/\w+.*\.$/);
  });
});
