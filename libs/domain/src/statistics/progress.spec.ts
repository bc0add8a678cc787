import { describe, expect, test } from 'vitest';
import { baselineOn, course, worked } from '#testing/a-course';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import { addDays, daysBetween } from '../time.js';
import { progressOf } from './progress.js';
import type { ProgressOptions } from './progress-input.js';

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
const joe = course(
  [34, 37, 36, 38, 37, 39],
  {},
  {
    baseline: { on: baselineOn, probes: [28], points: [] },
    goal: { on: '2026-04-06', by: { method: 'value', value: 110, rounding: 'none' } },
  },
);

test('"Joe", grade 4, from 28 to 110: four below the aimline call for a change', () => {
  expect(progressOf(joe).pointRule).toMatchObject({ result: 'change' });
  expect(progressOf(joe).flags).toEqual(['single_probe_baseline']);
});

test('a baseline is stale by its age at the first occasion that stands', () => {
  const first = joe.points[0]!;
  const aged = (maxAgeDays: number | null, voided = false) =>
    progressOf({
      ...joe,
      points: [{ ...first, voided }, ...joe.points.slice(1)],
      options: { ...joe.options, baselineMaxAgeDays: maxAgeDays },
    });
  const age = daysBetween(joe.baseline.on!, first.on);
  expect(aged(age).flags).toEqual(['single_probe_baseline']);
  expect(aged(age, true).flags).toEqual(['single_probe_baseline', 'stale_baseline']);
  const stale = aged(age - 1);
  expect(stale.flags).toEqual(['single_probe_baseline', 'stale_baseline']);
  expect(stale.because).toContain(
    `It was more than ${age - 1} days old at the first occasion: the student may have grown since.`,
  );
  expect(aged(null).flags).toEqual(['single_probe_baseline']);
  const early = { ...first, on: joe.baseline.on! };
  const options = { ...joe.options, baselineMaxAgeDays: age - 1 };
  expect(progressOf({ ...joe, points: [early, ...joe.points], options }).flags).toContain(
    'stale_baseline',
  );
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
    // 44, 46 and 48 over school weeks 2, 3 and 4 of an aimline of 40 + 2 a week.
    expect(school.medianOfLast3).toEqual({
      value: 46,
      on: '2026-01-05',
      aimline: 46,
      result: 'on',
    });
    const atLast = overWinter({ weekBasis: 'instructional', medianDate: 'last' }, calendar);
    expect(atLast.medianOfLast3).toEqual({
      value: 46,
      on: '2026-01-12',
      aimline: 48,
      result: 'below',
    });
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
