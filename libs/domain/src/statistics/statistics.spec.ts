import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween } from '../time.js';
import { aimlineAt, positionOf, signOf } from './aimline.js';
import { compare } from './compare.js';
import { gapOf } from './gap.js';
import { goalByRate } from './goal.js';
import { baselineOf, median } from './median.js';
import { occasionsOf } from './occasions.js';
import { ols } from './ols.js';
import { pointRule } from './point-rule.js';
import { project } from './projection.js';
import { tQuantile } from './t-quantile.js';
import { theilSen } from './theil-sen.js';

const weekly = (values: readonly number[]) => values.map((value, i) => ({ t: i + 1, value }));
const a = weekly([44, 41, 46, 43, 45, 42, 47, 44, 46, 45]);
const b = weekly([58, 57, 61, 63, 62, 60, 63, 65, 66, 68]);
const c = weekly([43, 45, 44, 49, 50, 52, 51, 56, 57, 60]);
const d = weekly([32, 30, 38, 33, 41, 35, 36, 44, 38, 42]);

describe('the tables of science.md', () => {
  test.each([
    [a, 0.2606, 0.2004, 1.82, 0.25],
    [b, 1.0364, 0.1718, 1.561, 1],
    [c, 1.8485, 0.1467, 1.333, 1.8333],
    [d, 1.0848, 0.3689, 3.351, 1],
  ])('slopes of the four worked series', (points, slope, se, see, robust) => {
    expect(ols(points)!.slope).toBeCloseTo(slope, 4);
    expect(ols(points)!.slopeSe).toBeCloseTo(se, 4);
    // One printed unit (science.md 10.2): D is 3.3505, printed 3.351.
    expect(Math.abs(ols(points)!.see! - see)).toBeLessThanOrEqual(0.001);
    expect(theilSen(points)!.slope).toBeCloseTo(robust, 4);
  });

  test.each([
    [42, a, 0.3],
    [55, b, 1.1091],
    [40, c, 1.8727],
    [30, d, 1.1273],
  ])('with the baseline %i in the fit', (baseline, points, slope) => {
    expect(ols([{ t: 0, value: baseline }, ...points])!.slope).toBeCloseTo(slope, 4);
  });

  // 2.4: the slope's standard error for weekly data and SEE = 10.
  test.each([
    [6, 2.39],
    [8, 1.54],
    [10, 1.1],
    [12, 0.84],
    [14, 0.66],
    [15, 0.6],
    [20, 0.39],
  ])('%i weekly points leave the slope uncertain by %f', (n, se) => {
    const { sxx } = ols(weekly(Array.from({ length: n }, (_, i) => i)))!;
    expect(sxx).toBeCloseTo((n * (n * n - 1)) / 12, 9);
    expect(Math.abs(10 / Math.sqrt(sxx) - se)).toBeLessThanOrEqual(0.0051);
  });

  // 2.6: printed to three decimals.
  test.each([
    [4, 0.941, 1.344],
    [6, 0.906, 1.273],
    [8, 0.889, 1.24],
    [10, 0.879, 1.221],
    [12, 0.873, 1.209],
    [13, 0.87, 1.204],
  ])('t quantiles of %i degrees of freedom', (df, p80, p875) => {
    expect(tQuantile(0.8, df)).toBeCloseTo(p80, 3);
    expect(tQuantile(0.875, df)).toBeCloseTo(p875, 3);
  });

  test('medians', () => {
    expect(median([30, 49, 23, 41, 59])).toBe(41);
    expect(median([56, 58, 53, 57])).toBe(56.5);
    expect(median([87, 81, 80, 89, 90, 82])).toBe(84.5);
  });

  test('goals by rate', () => {
    expect(goalByRate(20, 1.5, 36, 'half_up')).toBe(74);
    expect(goalByRate(20, 1.1, 36, 'none')).toBeCloseTo(59.6, 9);
    expect(goalByRate(20, 1.1, 36, 'half_up')).toBe(60);
    expect(goalByRate(93, 0.8, 32, 'half_up')).toBe(119);
    expect(goalByRate(93, 0.8, 32, 'down')).toBe(118);
  });

  test('gap worksheets', () => {
    const now = { weeksLeft: 12, attainedRatePerWeek: 1.1, direction: 'increase' as const };
    expect(gapOf({ ...now, expected: 15, current: 4 })).toMatchObject({
      ratio: 3.75,
      significant: true,
    });
    const gap = gapOf({ ...now, expected: 88, current: 52 });
    expect(gap).toMatchObject({ gap: 36, significant: false, neededRatePerWeek: 3 });
    expect(gap.weeksToGoal).toBeCloseTo(36 / 1.1, 9);
    expect(gapOf({ ...now, expected: 20, current: 0 })).toMatchObject({
      ratio: null,
      significant: true,
    });
    expect(gapOf({ ...now, expected: 20, current: 10 }).significant).toBe(false);
    expect(gapOf({ ...now, expected: 20, current: 10, inclusive: true }).significant).toBe(true);
    expect(gapOf({ ...now, expected: 88, current: 52, weeksLeft: 0 }).neededRatePerWeek).toBeNull();
    expect(
      gapOf({ ...now, expected: 88, current: 52, attainedRatePerWeek: -1 }).weeksToGoal,
    ).toBeNull();
  });
});

describe('t quantiles', () => {
  test.each([
    // Closed forms: df 1 tan(π(p − ½)); df 2 (2p − 1)/√(2p(1 − p)).
    [0.875, 1, Math.tan(Math.PI * 0.375)],
    [0.999, 1, Math.tan(Math.PI * 0.499)],
    [0.875, 2, 0.75 / Math.sqrt(2 * 0.875 * 0.125)],
    [0.975, 2, 0.95 / Math.sqrt(2 * 0.975 * 0.025)],
    // Printed tables to ten decimals (df 10, 30 at .975).
    [0.975, 10, 2.228138852],
    [0.975, 30, 2.0422724563],
  ])('p = %f, df = %i', (p, df, t) => {
    expect(Math.abs(tQuantile(p, df)! - t)).toBeLessThan(1e-9);
    expect(tQuantile(1 - p, df)).toBeCloseTo(-t, 8);
  });

  test('undefined where there is none', () => {
    for (const [p, df] of [
      [0, 5],
      [1, 5],
      [0.9, 0],
      [0.9, 2.5],
      [Number.NaN, 5],
    ] as const)
      expect(tQuantile(p, df)).toBeNull();
    expect(tQuantile(0.5, 3)).toBe(0);
  });
});

describe('against the textbook', () => {
  const points = fc.array(
    fc.record({ t: fc.integer({ min: 0, max: 40 }), value: fc.integer({ min: 0, max: 200 }) }),
    { minLength: 3, maxLength: 30 },
  );

  test('least squares solves the normal equations, and no other line is nearer', () => {
    fc.assert(
      fc.property(points, fc.double({ min: -1, max: 1, noNaN: true }), (ps, nudge) => {
        const fit = ols(ps);
        if (!fit) return expect(new Set(ps.map((p) => p.t)).size).toBe(1);
        const residuals = ps.map((p) => p.value - fit.intercept - fit.slope * p.t);
        expect(residuals.reduce((s, r) => s + r, 0)).toBeCloseTo(0, 6);
        expect(residuals.reduce((s, r, i) => s + r * ps[i]!.t, 0)).toBeCloseTo(0, 5);
        const sse = (slope: number) =>
          ps.reduce((s, p) => s + (p.value - fit.intercept - slope * p.t) ** 2, 0);
        expect(sse(fit.slope)).toBeLessThanOrEqual(sse(fit.slope + nudge) + 1e-6);
      }),
    );
  });

  test('half of the pairs rise faster than the Theil–Sen slope, half slower', () => {
    fc.assert(
      fc.property(points, (ps) => {
        const line = theilSen(ps);
        if (!line) return expect(new Set(ps.map((p) => p.t)).size).toBe(1);
        let faster = 0;
        let slower = 0;
        for (const p of ps)
          for (const q of ps)
            if (q.t > p.t) {
              const side = compare(q.value - p.value, line.slope * (q.t - p.t), 1);
              if (side > 0) faster++;
              if (side < 0) slower++;
            }
        const pairs = ps.flatMap((p) => ps.filter((q) => q.t > p.t)).length;
        expect(Math.max(faster, slower)).toBeLessThanOrEqual(pairs / 2);
      }),
    );
  });

  test('a median has as many values under it as over it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const m = median(values)!;
        expect(values.filter((v) => v < m).length).toBeLessThanOrEqual(values.length / 2);
        expect(values.filter((v) => v > m).length).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});

describe('undefined is an answer', () => {
  test('no points, one point, one date', () => {
    expect(median([])).toBeNull();
    expect(ols([{ t: 1, value: 5 }])).toBeNull();
    expect(
      ols([
        { t: 1, value: 5 },
        { t: 1, value: 9 },
      ]),
    ).toBeNull();
    expect(theilSen([{ t: 1, value: 5 }])).toBeNull();
    expect(project(null, 30, { level: 0.75, seeFloor: 5 })).toBeNull();
  });

  test('two points have a line but no interval', () => {
    const fit = ols(weekly([10, 12]))!;
    expect(fit).toMatchObject({ slope: 2, intercept: 8, see: null, slopeSe: null });
    expect(project(fit, 30, { level: 0.75, seeFloor: 5 })).toMatchObject({
      value: 68,
      se: null,
      low: null,
    });
  });

  test('equal values: slope 0 and SEE 0, then the floor', () => {
    const fit = ols(weekly([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]))!;
    expect(fit).toMatchObject({ slope: 0, see: 0, slopeSe: 0 });
    expect(project(fit, 30, { level: 0.75, seeFloor: 5 })!.se).toBeGreaterThan(5);
  });

  test('points on a line have no residue', () => {
    expect(ols(weekly([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]))!.see).toBe(0);
  });
});

describe('the aimline', () => {
  const line = {
    baseline: { on: '2025-09-08', value: 42 },
    goal: { on: '2026-04-06', value: 87 },
  };

  test('is straight, and never goes on past its goal', () => {
    expect(aimlineAt(line, '2025-09-08')).toBe(42);
    expect(aimlineAt(line, '2025-09-15')).toBeCloseTo(43.5, 12);
    expect(aimlineAt(line, '2026-04-06')).toBe(87);
    expect(aimlineAt(line, '2026-04-07')).toBeNull();
    expect(aimlineAt(line, '2025-09-07')).toBeNull();
    expect(aimlineAt({ ...line, goal: line.baseline }, '2025-09-08')).toBeNull();
  });

  test('a point on the line is on it in spite of binary fractions', () => {
    const tenths = {
      baseline: { on: '2025-09-08', value: 0 },
      goal: { on: '2025-11-17', value: 1 },
    };
    expect(positionOf(tenths, { on: '2025-09-29', value: 0.1 + 0.2 })).toBe('on');
    expect(positionOf(tenths, { on: '2025-09-29', value: 0.3001 })).toBe('above');
  });

  test('the better side depends on the direction', () => {
    expect(signOf('above', 'increase')).toBe('+');
    expect(signOf('above', 'decrease')).toBe('-');
    expect(signOf('on', 'decrease')).toBe('0');
  });
});

describe('the k-point rule', () => {
  const dates = (signs: string) =>
    [...signs].map((sign, i) => ({
      on: addDays('2025-09-15', 7 * i),
      sign: sign as '+' | '-' | '0',
    }));
  const rule = { k: 4, minPoints: 6, enoughWeeks: true, maxGap: 21, gapBetween: daysBetween };

  test.each([
    ['+---------', 'change', 9],
    ['+-++------', 'change', 6],
    ['++++++++++', 'raise', 10],
    ['+-+-+--+--', 'continue', 2],
    ['++--0-----', 'change', 5],
    ['++---0----', 'change', 4],
    ['+++---0---', 'continue', 3],
    ['-----0', 'continue', 0],
    ['-----', 'too_few', 5],
  ])('%s → %s', (signs, result, run) => {
    expect(pointRule(dates(signs), rule)).toEqual({ k: 4, result, run });
  });

  test('a missed week does not break a run, a long gap does', () => {
    const points = dates('++----');
    const missedOne = points.map((p, i) => (i > 3 ? { ...p, on: addDays(p.on, 7) } : p));
    const gone = points.map((p, i) => (i > 3 ? { ...p, on: addDays(p.on, 15) } : p));
    expect(pointRule(missedOne, rule).result).toBe('change');
    expect(pointRule(gone, rule)).toMatchObject({ result: 'continue', run: 2 });
  });

  test('three weeks must have passed', () => {
    expect(pointRule(dates('------'), { ...rule, enoughWeeks: false }).result).toBe('too_few');
  });

  test('no points at all', () => {
    expect(pointRule([], rule)).toEqual({ k: 4, result: 'too_few', run: 0 });
  });
});

test('several probes of one day are one occasion, their median', () => {
  expect(
    occasionsOf([
      { on: '2025-10-08', value: 50 },
      { on: '2025-10-01', value: 40 },
      { on: '2025-10-08', value: 54 },
    ]),
  ).toEqual([
    { on: '2025-10-01', value: 40 },
    { on: '2025-10-08', value: 52 },
  ]);
});

test('a baseline of one probe is flagged', () => {
  expect(baselineOf([38, 45, 42])).toEqual({ median: 42, flags: [] });
  expect(baselineOf([38])).toEqual({ median: 38, flags: ['single_probe_baseline'] });
  expect(baselineOf([])).toBeNull();
});
