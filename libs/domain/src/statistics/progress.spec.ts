import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import { addDays } from '../time.js';
import { progressOf } from './progress.js';
import { progressDefaults, type ProgressInput, type ProgressOptions } from './progress-input.js';

const baselineOn = '2025-09-08';
const weekly = (values: readonly number[]) =>
  values.map((value, i) => ({ on: addDays(baselineOn, 7 * (i + 1)), value, voided: false }));

function course(
  values: readonly number[],
  options: Partial<ProgressOptions> = {},
  more: Partial<ProgressInput> = {},
): ProgressInput {
  return {
    measure: { unit: 'words correct per minute', direction: 'increase', sem: 10 },
    baseline: { on: baselineOn, probes: [38, 45, 42], points: [] },
    goal: { on: '2026-04-06', by: { method: 'value', value: 87, rounding: 'none' } },
    points: weekly(values),
    delivered: true,
    calendar: null,
    ...more,
    options: { ...progressDefaults, ...options },
  };
}

// science.md 9, "Full decisions": goal 30 weeks out, weekly points t = 1..10, baseline t = 0. Figures as printed there.
const worked = {
  A: {
    probes: [38, 45, 42],
    baseline: 42,
    rate: 1.5,
    goal: 87,
    points: [44, 41, 46, 43, 45, 42, 47, 44, 46, 45],
    signs: '+---------',
    rule: 'change',
    slope: 0.2606,
    slopeSe: 0.2004,
    withBaseline: 0.3,
    theilSen: 0.25,
    tukey: 0.1429,
    endpoint: 0.1111,
    see: 1.82,
    projected: 50.685,
    se: 4.943,
    interval: [44.554, 56.815],
    bounds: [0.083, 0.439],
    outcome: 'inadequate',

    floored: [33.842, 67.527],
    flooredOutcome: 'inadequate',
    median: 45,
    aimline: 55.5,
    side: 'below',
  },
  B: {
    probes: [50, 61, 55],
    baseline: 55,
    rate: 1.5,
    goal: 100,
    points: [58, 57, 61, 63, 62, 60, 63, 65, 66, 68],

    signs: '+-++------',
    rule: 'change',
    slope: 1.0364,
    slopeSe: 0.1718,
    withBaseline: 1.1091,
    theilSen: 1,
    tukey: 1.1429,
    endpoint: 1.1111,
    see: 1.561,
    projected: 87.691,
    se: 4.239,
    interval: [82.433, 92.949],
    bounds: [0.884, 1.189],
    outcome: 'inadequate',

    floored: [70.848, 104.533],
    flooredOutcome: 'uncertain',
    median: 66,
    aimline: 68.5,
    side: 'below',
  },
  C: {
    probes: [40, 36, 41],
    baseline: 40,
    rate: 1.2,
    goal: 76,
    points: [43, 45, 44, 49, 50, 52, 51, 56, 57, 60],
    signs: '++++++++++',
    rule: 'raise',
    slope: 1.8485,
    slopeSe: 0.1467,
    withBaseline: 1.8727,
    theilSen: 1.8333,
    tukey: 1.8571,
    endpoint: 1.8889,
    see: 1.333,
    projected: 95.988,
    se: 3.619,
    interval: [91.499, 100.477],
    bounds: [1.718, 1.979],
    outcome: 'exceeds',

    floored: [79.145, 112.83],
    flooredOutcome: 'exceeds',
    median: 57,
    aimline: 50.8,
    side: 'above',
  },
  D: {
    probes: [30, 33, 29],
    baseline: 30,
    rate: 1.5,
    goal: 75,
    points: [32, 30, 38, 33, 41, 35, 36, 44, 38, 42],

    signs: '+-+-+--+--',
    rule: 'continue',
    slope: 1.0848,
    slopeSe: 0.3689,
    withBaseline: 1.1273,
    theilSen: 1,
    tukey: 1.4286,
    endpoint: 1.1111,
    see: 3.351,
    projected: 63.479,
    se: 9.099,
    interval: [52.193, 74.765],
    bounds: [0.757, 1.413],
    outcome: 'inadequate',

    floored: [46.636, 80.321],
    flooredOutcome: 'uncertain',
    median: 42,
    aimline: 43.5,
    side: 'below',
  },
} as const;

/** Within one unit of the last printed digit (science.md 10.2). */
const printed = (figure: number | null, as: number | undefined, digits = 3) =>
  expect(Math.abs(figure! - as!)).toBeLessThanOrEqual(1.01 * 10 ** -digits);

describe.each(Object.entries(worked))('the decision worked out on paper: %s', (_, on) => {
  const input = (options: Partial<ProgressOptions> = {}) =>
    course(on.points, options, {
      baseline: { on: baselineOn, probes: on.probes, points: [] },
      goal: {
        on: '2026-04-06',
        by: { method: 'rate', ratePerWeek: on.rate, rounding: 'half_up' },
      },
    });
  const figuresOf = () => progressOf(input());

  test('baseline, goal and the points against the aimline', () => {
    const figures = figuresOf();
    expect(figures).toMatchObject({ baseline: on.baseline, goal: on.goal, n: 10, flags: [] });
    expect(figures.goalRatePerWeek).toBeCloseTo(on.rate, 12);
    expect(figures.goalBasis).toEqual({ method: 'rate', slopePerWeek: null, weeks: 30 });
    expect(figures.points.map((point) => point.sign).join('')).toBe(on.signs);
    expect(figures.pointRule.result).toBe(on.rule);
  });

  test('every estimator', () => {
    const figures = figuresOf();
    printed(figures.ols.slopePerWeek, on.slope, 4);
    printed(figures.ols.slopeSe, on.slopeSe, 4);
    printed(figures.ols.see, on.see);
    printed(figures.ols.slopeLow, on.bounds[0]);
    printed(figures.ols.slopeHigh, on.bounds[1]);
    printed(figures.theilSen.slopePerWeek, on.theilSen, 4);
    printed(figures.tukey.slopePerWeek, on.tukey, 4);
    printed(figures.endpoint.slopePerWeek, on.endpoint, 4);
    printed(progressOf(input({ includeBaseline: true })).ols.slopePerWeek, on.withBaseline, 4);
  });

  test('the projection and its outcome, without a floor', () => {
    const figures = figuresOf();
    const { projection, outcome, confidence } = figures;
    printed(projection.value, on.projected);
    printed(projection.se, on.se);
    printed(projection.low, on.interval[0]);
    printed(projection.high, on.interval[1]);
    expect({ outcome, confidence }).toEqual({ outcome: on.outcome, confidence: null });
  });

  test('… and with the floor of 5 words', () => {
    const { projection, outcome } = progressOf(input({ seeFloor: 5 }));
    printed(projection.se, 13.579);
    printed(projection.low, on.floored[0]);
    printed(projection.high, on.floored[1]);
    expect(outcome).toBe(on.flooredOutcome);
  });

  test('including the baseline changes neither outcome, nor what counts occasions', () => {
    const figures = figuresOf();
    const included = (seeFloor: number) => progressOf(input({ includeBaseline: true, seeFloor }));
    expect(included(0).outcome).toBe(on.outcome);
    expect(included(5).outcome).toBe(on.flooredOutcome);
    expect(included(0)).toMatchObject({
      n: 10,
      points: figures.points,
      theilSen: figures.theilSen,
      tukey: figures.tukey,
      endpoint: figures.endpoint,
      medianOfLast3: figures.medianOfLast3,
      pointRule: figures.pointRule,
    });
  });

  test('the median of the last three', () => {
    const figures = figuresOf();
    expect(figures.medianOfLast3).toMatchObject({
      value: on.median,
      result: on.side,
      on: addDays(baselineOn, 63),
    });
    printed(figures.medianOfLast3.aimline, on.aimline, 9);
  });
});

// science.md 9, example 13 (Vanderbilt DBI case): only the last four matter to the rule.
test('"Joe", grade 4, from 28 to 110: four below the aimline call for a change', () => {
  const joe = course(
    [34, 37, 36, 38, 37, 39],
    {},
    {
      baseline: { on: baselineOn, probes: [28], points: [] },
      goal: { on: '2026-04-06', by: { method: 'value', value: 110, rounding: 'none' } },
    },
  );
  expect(progressOf(joe).pointRule).toMatchObject({ result: 'change' });
  expect(progressOf(joe).flags).toEqual(['single_probe_baseline']);
});

// science.md 9, example 2, second case (FastBridge/eduCLIMBER).
test('a trend of .88 against a goal of 1.15 lies below it', () => {
  const on = course(
    Array.from({ length: 12 }, (_, i) => 50 + 0.88 * (i + 1)),
    {},
    {
      baseline: { on: baselineOn, probes: [50, 50, 50], points: [] },
      goal: { on: '2026-04-06', by: { method: 'rate', ratePerWeek: 1.15, rounding: 'none' } },
    },
  );
  const figures = progressOf(on);
  expect(figures.ols.slopePerWeek).toBeCloseTo(0.88, 12);
  expect(figures.goalRatePerWeek).toBeCloseTo(1.15, 12);
  expect(figures).toMatchObject({ outcome: 'inadequate', ols: { see: 0 } });
});

// science.md 9, example 11 (NCSPM manual).
test('a goal by the student’s own growth takes the weeks before as its baseline', () => {
  const points = [3, 2, 5, 6, 5, 5, 7, 4].map((value, i) => ({
    on: addDays('2025-07-14', 7 * i),
    value,
  }));
  const own = (estimator: 'ols' | 'tukey-median-x' | 'tukey-n-minus-1') =>
    progressOf(
      course(
        [],
        {},
        {
          baseline: { on: baselineOn, probes: [], points },
          goal: {
            on: addDays(baselineOn, 98),
            by: { method: 'intra-individual', factor: 1.5, estimator, rounding: 'none' },
          },
        },
      ),
    );
  expect(own('tukey-n-minus-1')).toMatchObject({ baseline: 4.625, goal: 10.625 });
  expect(own('tukey-median-x').goal).toBeCloseTo(13.025, 9);
  expect(own('ols').goal).toBeCloseTo(12.375, 3);
  expect(own('ols').goalBasis.slopePerWeek).toBeCloseTo(0.369, 3);
});

// science.md 2.8, row by row.
describe('edge cases', () => {
  const a = worked.A.points;

  test('too few points: insufficient data, and the projection all the same', () => {
    const figures = progressOf(course(a.slice(0, 7)));
    expect(figures.outcome).toBe('insufficient_data');
    expect(figures.projection.low).not.toBeNull();
    expect(progressOf(course(a.slice(0, 5))).pointRule.result).toBe('too_few');
  });

  test('a point exactly on the aimline counts for neither side and breaks the run', () => {
    const figures = progressOf(course([40, 41, 42, 43, 49.5, 44, 45, 46]));
    expect(figures.points.map((point) => point.sign).join('')).toBe('----0---');
    expect(figures.points[4]).toMatchObject({ position: 'on', aimline: 49.5 });
    expect(figures.pointRule).toEqual({ k: 4, result: 'continue', run: 3 });
  });

  test('two probes of one day are one occasion, their median', () => {
    const input = course(a);
    const twice = [...input.points, { on: '2025-11-17', value: 51, voided: false }];
    const figures = progressOf({ ...input, points: twice });
    expect(figures.n).toBe(10);
    expect(figures.points.at(-1)).toMatchObject({ on: '2025-11-17', value: 48 });
  });

  test('a voided probe leaves every figure', () => {
    const input = course(a);
    const voided = [...input.points, { on: '2025-11-24', value: 500, voided: true }];
    const { because, ...figures } = progressOf({ ...input, points: voided });
    expect(figures).toEqual({ ...progressOf(input), because: undefined });
    expect(because).toContain('1 voided score is left out.');
  });

  test('absent weeks are neither imputed nor punished: real dates', () => {
    const input = course([43, 44, 45, 46, 47, 48, 49, 50]);
    const late = input.points.map((p, i) => (i > 3 ? { ...p, on: addDays(p.on, 14) } : p));
    const figures = progressOf({ ...input, points: late });
    expect(figures.ols.slopePerWeek).toBeLessThan(1);
    expect(figures.pointRule.run).toBe(8);
  });

  test('the goal reached early needs three in a row', () => {
    const met = 'The last three occasions are at the goal or beyond it: the goal is met.';
    const early = [60, 66, 70, 75, 80, 87, 88, 90];
    expect(progressOf(course(early)).because).toContain(met);
    expect(progressOf(course([...early, 86])).because).not.toContain(met);
  });

  test('all scores equal: slope 0, SEE 0, so the floor', () => {
    const flat = progressOf(course(Array<number>(9).fill(45), { seeFloor: 5 }));
    expect(flat.ols).toMatchObject({ slopePerWeek: 0, see: 0, slopeSe: 0 });
    expect(flat.projection.se).toBeGreaterThan(5);
  });

  test('where lower is better every inequality turns, and the figures keep their sign', () => {
    const down = course(
      [39, 37, 38, 34, 33, 32, 30, 29, 28, 26],
      {},
      {
        measure: { unit: 'referrals', direction: 'decrease', sem: null },
        baseline: { on: baselineOn, probes: [40, 40, 40], points: [] },
        goal: { on: '2026-04-06', by: { method: 'value', value: 10, rounding: 'none' } },
      },
    );
    const figures = progressOf(down);
    expect(figures.ols.slopePerWeek).toBeLessThan(0);
    expect(figures.goalRatePerWeek).toBe(-1);
    expect(figures.points[9]).toMatchObject({ position: 'below', sign: '+' });
    expect(figures.pointRule.result).toBe('raise');
    expect(figures.gap).toMatchObject({ expected: 10, current: 28, gap: -18, ratio: 2.8 });
    expect(figures.gap.weeksToGoal).toBeGreaterThan(0);
    expect(figures.outcome).toBe('exceeds');
  });
});

describe('where the point estimate decides', () => {
  test('twelve points on the very line end on track, with low confidence', () => {
    const onLine = Array.from({ length: 12 }, (_, i) => 42 + 1.5 * (i + 1));
    expect(progressOf(course(onLine))).toMatchObject({
      outcome: 'on_track',
      confidence: 'low',
      ols: { see: 0, slopePerWeek: 1.5 },
      projection: { value: 87, low: 87, high: 87 },
    });
    expect(progressOf(course(onLine.slice(0, 11))).outcome).toBe('uncertain');
  });

  test('lines without an interval decide nothing before', () => {
    for (const method of ['theil-sen', 'tukey-med-x'] as const) {
      const early = progressOf(course(worked.A.points, { method }));
      expect(early).toMatchObject({ outcome: 'uncertain', projection: { low: null, se: null } });
      const later = progressOf(course(worked.A.points, { method, decideFrom: 10 }));
      expect(later).toMatchObject({ outcome: 'inadequate', confidence: 'low' });
    }
    // Through both crosses of the outer thirds: 44 in week 2, 45 in week 9.
    const { projection } = progressOf(course(worked.A.points, { method: 'tukey-med-x' }));
    expect(projection.value).toBeCloseTo(44 + 28 / 7, 12);
    const robust = progressOf(course(worked.A.points, { method: 'theil-sen' }));
    expect(robust.projection.value).toBeCloseTo(43.125 + 0.25 * 30, 12);
  });
});

describe('weeks of school', () => {
  const calendar: SchoolCalendar = {
    id: '',
    version: 0,
    timeZone: 'UTC',
    dayStarts: '00:00',
    dayEnds: '23:59',
    years: [
      {
        firstDay: '2025-08-13',
        lastDay: '2026-05-22',
        weekdays: [1, 2, 3, 4, 5],
        days: [],
        closed: [{ from: '2025-12-22', to: '2026-01-02', kind: 'break', name: '' }],
      },
    ],
  };
  const overWinter = (options: Partial<ProgressOptions>, given: SchoolCalendar | null) =>
    progressOf({
      ...course([], options, {
        baseline: { on: '2025-12-01', probes: [40, 40, 40], points: [] },
        goal: { on: '2026-02-09', by: { method: 'rate', ratePerWeek: 2, rounding: 'none' } },
        calendar: given,
      }),
      points: ['2025-12-08', '2025-12-15', '2026-01-05', '2026-01-12'].map((on, i) => ({
        on,
        value: 42 + 2 * i,
        voided: false,
      })),
    });

  test('two a week of school is less a week on the wall', () => {
    const school = overWinter({ weekBasis: 'instructional' }, calendar);
    expect(school.goalBasis.weeks).toBe(8);
    expect(school.goal).toBe(56);
    expect(school.ols).toMatchObject({ slopePerWeek: 2, see: 0 });
    expect(school.points.map((point) => point.sign).join('')).toBe('0000');
    const wall = overWinter({}, calendar);
    expect(wall.goalBasis.weeks).toBe(10);
    expect(wall.ols.slopePerWeek).toBeLessThan(2);
  });

  test('ISO weeks', () => {
    expect(overWinter({ weekBasis: 'iso' }, calendar).goalBasis.weeks).toBe(8);
  });

  test('a break does not break a run; with nobody to say that it is one, 21 days do', () => {
    const options = { ruleMinPoints: 4, maxGapDays: 14 };
    const below = (given: SchoolCalendar | null) =>
      progressOf({
        ...course([], options, { calendar: given }),
        points: ['2025-12-08', '2025-12-15', '2026-01-05', '2026-01-12'].map((on) => ({
          on,
          value: 45,
          voided: false,
        })),
      }).pointRule;
    expect(below(calendar)).toEqual({ k: 4, result: 'change', run: 4 });
    expect(below(null)).toEqual({ k: 4, result: 'continue', run: 2 });
    const late = progressOf({
      ...course([], options, { calendar }),
      points: ['2025-10-06', '2025-10-13', '2025-11-10', '2025-11-17'].map((on) => ({
        on,
        value: 42,
        voided: false,
      })),
    });
    expect(late.pointRule).toEqual({ k: 4, result: 'continue', run: 2 });
  });

  test('cannot be counted without a calendar: no figure that needs them, and a sentence', () => {
    const figures = overWinter({ weekBasis: 'instructional', minPoints: 3 }, null);
    expect(figures).toMatchObject({
      n: 4,
      outcome: null,
      goal: null,
      ols: { slopePerWeek: null },
      projection: { value: null },
      goalBasis: { weeks: null },
      medianOfLast3: { value: 46, aimline: null },
      pointRule: { result: 'too_few', run: null },
    });
    const options = { weekBasis: 'instructional', ruleMinPoints: 3 } as const;
    expect(overWinter(options, null).pointRule).toEqual({ k: 4, result: null, run: null });
    expect(figures.because).toContain('Weeks of school cannot be counted without a calendar.');
  });

  test('a score on a day without school is taken, and told', () => {
    const input = course([44, 41, 46], {}, { calendar });
    const sunday = [...input.points, { on: '2025-10-05', value: 43, voided: false }];
    expect(progressOf({ ...input, points: sunday }).because).toContain(
      '1 occasion is on a day without school: check the date.',
    );
  });
});

describe('every part may be left out', () => {
  const nothing: ProgressInput = {
    measure: { unit: null, direction: 'increase', sem: null },
    baseline: { on: null, probes: [], points: [] },
    goal: { on: null, by: null },
    points: [],
    delivered: null,
    calendar: null,
    options: progressDefaults,
  };

  test('of nothing every figure is null', () => {
    expect(progressOf(nothing)).toMatchObject({
      baseline: null,
      goal: null,
      goalRatePerWeek: null,
      goalBasis: { method: null, slopePerWeek: null, weeks: null },
      n: 0,
      theilSen: { slopePerWeek: null, intercept: null },
      tukey: { groups: null, slopePerWeek: null, slopePerInterval: null, divisor: 'median-x' },
      medianOfLast3: { value: null, on: null, aimline: null, result: null },
      pointRule: { k: 4, result: 'too_few', run: null },
      gap: { gap: null, ratio: null, significant: null },
      reliableChange: { sem: null, threshold: null },
      outcome: 'insufficient_data',
    });
  });

  test('points alone have trends that begin with the first of them', () => {
    const figures = progressOf({ ...nothing, points: weekly(worked.A.points) });
    expect(figures.ols.slopePerWeek).toBeCloseTo(0.2606, 4);
    expect(figures.ols.intercept).toBeCloseTo(42.8667 + 0.2606, 3);
    expect(figures).toMatchObject({
      outcome: null,
      pointRule: { result: null, run: null },
      medianOfLast3: { value: 45, aimline: null, result: null },
      gap: { current: 45, expected: null, gap: null },
    });
  });

  test('a goal needs no baseline to be missed; an aimline does', () => {
    const figures = progressOf(
      course(worked.A.points, {}, { baseline: { on: baselineOn, probes: [], points: [] } }),
    );
    expect(figures).toMatchObject({ goal: 87, goalRatePerWeek: null, outcome: 'inadequate' });
    expect(figures.points.every((point) => point.aimline === null)).toBe(true);
  });

  test('a goal without a date, and a date without a goal, decide nothing', () => {
    const by = { method: 'value', value: 87, rounding: 'none' } as const;
    const undated = progressOf(course(worked.A.points, {}, { goal: { on: null, by } }));
    expect(undated).toMatchObject({ goal: 87, outcome: null, projection: { value: null } });
    const unset = progressOf(course(worked.A.points, {}, { goal: { on: '2026-04-06', by: null } }));
    expect(unset.outcome).toBeNull();
    expect(unset.projection.value).toBeCloseTo(50.685, 3);
  });

  test('a goal date that is not after the baseline has no aimline', () => {
    for (const on of [baselineOn, '2025-09-01']) {
      const by = { method: 'value', value: 87, rounding: 'none' } as const;
      const figures = progressOf(course(worked.A.points, {}, { goal: { on, by } }));
      expect(figures.points.every((point) => point.sign === null)).toBe(true);
      expect(figures).toMatchObject({ goalRatePerWeek: null, pointRule: { result: null } });
    }
  });
});

describe('whatever is asked', () => {
  const day = fc.integer({ min: -20, max: 300 }).map((days) => addDays(baselineOn, days));
  const wild = fc.oneof(
    fc.integer({ min: 0, max: 200 }),
    fc.constantFrom(-0, 0.1, -7.5, 1e300, -1e300, 1.7e308, 5e-324, 1e-200),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
  const rounding = fc.constantFrom('half_up', 'down', 'none');
  const input = fc.record({
    measure: fc.record({
      unit: fc.constant(null),
      direction: fc.constantFrom('increase', 'decrease'),
      sem: maybe(fc.double({ min: 0, max: 1e308, noNaN: true })),
    }),
    baseline: fc.record({
      on: maybe(day),
      probes: fc.array(wild, { maxLength: 4 }),
      points: fc.array(fc.record({ on: day, value: wild }), { maxLength: 12 }),
    }),
    goal: fc.record({
      on: maybe(day),
      by: maybe(
        fc.oneof(
          fc.record({ method: fc.constant('value'), value: wild, rounding }),
          fc.record({ method: fc.constant('rate'), ratePerWeek: wild, rounding }),
          fc.record({
            method: fc.constant('intra-individual'),
            factor: wild,
            estimator: fc.constantFrom('ols', 'tukey-median-x', 'tukey-n-minus-1'),
            rounding,
          }),
        ),
      ),
    }),
    points: fc.array(fc.record({ on: day, value: wild, voided: fc.boolean() }), { maxLength: 20 }),
    delivered: maybe(fc.boolean()),
    calendar: fc.constant(null),
    options: fc.record({
      ...Object.fromEntries(
        Object.entries(progressDefaults).map(([key, value]) => [key, fc.constant(value)]),
      ),
      method: fc.constantFrom('ols', 'theil-sen', 'tukey-med-x'),
      includeBaseline: fc.boolean(),
      seeFloor: fc.constantFrom(0, 5, 1e300),
      minPoints: fc.integer({ min: 0, max: 10 }),
      aimlineAt: fc.array(day, { maxLength: 3 }),
    }),
  }) as unknown as fc.Arbitrary<ProgressInput>;

  const numbersIn = (value: unknown): number[] =>
    typeof value === 'number'
      ? [value]
      : value !== null && typeof value === 'object'
        ? Object.values(value).flatMap(numbersIn)
        : [];

  test('no figure is ever NaN, infinite, or a negative zero, and no sentence says so', () => {
    fc.assert(
      fc.property(input, (asked) => {
        const figures = progressOf(asked);
        for (const value of numbersIn(figures)) {
          expect(Number.isFinite(value)).toBe(true);
          expect(Object.is(value, -0)).toBe(false);
        }
        expect(figures.because.join(' ')).not.toMatch(/NaN|Infinity|undefined|null/);
        expect(figures.because.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test('the order in which scores are listed changes not a byte', () => {
    fc.assert(
      fc.property(input, fc.func(fc.integer()), (asked, anyOrder) => {
        const shuffled = <T>(list: readonly T[]) =>
          [...list].sort((a, b) => anyOrder(a) - anyOrder(b));
        const other = {
          ...asked,
          points: shuffled(asked.points),
          baseline: {
            ...asked.baseline,
            probes: shuffled(asked.baseline.probes),
            points: shuffled(asked.baseline.points),
          },
        };
        expect(JSON.stringify(progressOf(other))).toBe(JSON.stringify(progressOf(asked)));
      }),
      { numRuns: 300 },
    );
  });
});

describe('each option reaches its figure', () => {
  const flat = (n: number) => Array<number>(n).fill(45);

  test('the aimline is given at the dates that are asked for, in their order', () => {
    const aimlineAt = ['2026-04-07', '2025-10-13', baselineOn];
    expect(progressOf(course([], { aimlineAt })).aimlineAt).toEqual([
      { on: '2026-04-07', value: null },
      { on: '2025-10-13', value: 49.5 },
      { on: baselineOn, value: 42 },
    ]);
  });

  test('three weeks from the baseline on are three weeks, a day less is not', () => {
    const rule = (ruleMinWeeks: number) =>
      progressOf(course(flat(6), { ruleMinWeeks })).pointRule.result;
    expect([rule(6), rule(6.1)]).toEqual(['change', 'too_few']);
    expect(progressOf(course([], { ruleMinPoints: 0 })).pointRule.result).toBe('too_few');
  });

  test('a line of two points decides nothing by least squares, but may by Theil–Sen', () => {
    const two = { minPoints: 2, decideFrom: 2 };
    expect(progressOf(course(flat(2), two)).outcome).toBe('insufficient_data');
    const robust = progressOf(course(flat(2), { ...two, method: 'theil-sen' }));
    expect(robust.outcome).toBe('inadequate');
  });

  test('the gap counts the weeks after the last occasion', () => {
    const { gap } = progressOf(course([44, 46, 45, 47, 48]));
    expect(gap).toMatchObject({ expected: 87, current: 47, gap: 40 });
    expect(gap.neededRatePerWeek).toBeCloseTo(40 / 25, 12);
  });

  test('a robust line through tenths has no residue either', () => {
    const tenths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
    const figures = progressOf(course(tenths));
    expect(figures.theilSen.intercept).toBe(0);
    // 0.1 + 0.2 and 0.3 are one score.
    const same = progressOf(course([0.1 + 0.2, 0.3]));
    expect(same.theilSen.slopePerWeek).toBe(0);
    const small = progressOf(course([100, 100.00001]));
    expect(small.theilSen.slopePerWeek).toBeCloseTo(1e-5, 9);
    expect(small.theilSen.slopePerWeek).not.toBe(0);
  });

  test('what is not there has no flags, no sizes, no line', () => {
    const bare = progressOf(
      course([44, 46], {}, { baseline: { on: baselineOn, probes: [], points: [] } }),
    );
    expect(bare.flags).toEqual([]);
    expect(bare.tukey.groups).toBeNull();
    const by = {
      method: 'intra-individual',
      factor: 1.5,
      estimator: 'ols',
      rounding: 'none',
    } as const;
    const points = [5, 4, 3, 2, 1].map((value, i) => ({ on: addDays('2025-08-04', 7 * i), value }));
    const undated = { on: null, probes: [], points };
    const own = progressOf(course([44], {}, { baseline: undated, goal: { on: '2026-04-06', by } }));
    expect(own).toMatchObject({ flags: [], baseline: 3, goal: null });
    expect(own.goalBasis).toEqual({ method: 'intra-individual', slopePerWeek: -1, weeks: null });
    const dated = { on: baselineOn, probes: [], points };
    const fell = progressOf(course([44], {}, { baseline: dated, goal: { on: '2026-04-06', by } }));
    expect(fell.points[0]).toMatchObject({ aimline: null, sign: null });
    expect(fell.pointRule.run).toBeNull();
  });
});

describe('the reasons read like a report', () => {
  test('of a course below its aimline', () => {
    expect(progressOf(course(worked.A.points, { seeFloor: 5 })).because).toEqual([
      'The baseline is 42, the median of 3 probes.',
      'The goal is 87 on 2026-04-06: 1.5 words correct per minute a week over 30 weeks.',
      'The trend of 10 occasions is 0.26 words correct per minute a week (least squares).',
      'Carried to 2026-04-06 it reaches 50.68, with 75 % certainty between 33.84 and 67.53.',
      'The whole interval lies on the worse side of the goal.',
      'The median of the last three, 45, is below the aimline (55.5).',
      'The last 9 occasions lie on the worse side of the aimline: an alert for the specialist, never a decision.',
    ]);
  });

  test.each([
    [
      'a plan that was not delivered',
      course(worked.A.points, {}, { delivered: false }),
      'The plan was not delivered: put that right first, for these scores do not tell how the student responds to it.',
    ],
    ['too few', course([44, 41]), '2 occasions cannot decide yet; this rule needs 8.'],
    ['one', course([44]), '1 occasion makes no trend.'],
    [
      'a single probe',
      course([44], {}, { baseline: { on: baselineOn, probes: [42], points: [] } }),
      'The baseline is 42 and rests on a single probe: take three, for one alone triples the false alarms.',
    ],
    [
      'a goal before its baseline',
      course(
        [44],
        {},
        {
          goal: { on: '2025-09-01', by: { method: 'value', value: 87, rounding: 'none' } },
        },
      ),
      'The goal is 87 on 2025-09-01, which is not after the baseline, and so there is no aimline.',
    ],
    [
      'a rate from nowhere',
      course(
        [44],
        {},
        {
          baseline: { on: baselineOn, probes: [], points: [] },
          goal: { on: '2026-04-06', by: { method: 'rate', ratePerWeek: 1, rounding: 'none' } },
        },
      ),
      'There is no goal: a goal by rate starts from a baseline.',
    ],
    [
      'own growth of too few weeks',
      course(
        [44],
        {},
        {
          goal: {
            on: '2026-04-06',
            by: { method: 'intra-individual', factor: 1.5, estimator: 'ols', rounding: 'none' },
          },
        },
      ),
      'There is no goal: a student’s own growth needs 8 baseline points, and there are 0.',
    ],
  ] as const)('of %s', (_, input, sentence) => {
    expect(progressOf(input).because).toContain(sentence);
  });
});
