import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baselineOn, weekly, course, worked } from '#testing/a-course';
import { addDays } from '../time.js';
import { progressOf } from './progress.js';
import { progressDefaults, type ProgressInput } from './progress-input.js';

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
