import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ols } from './ols.js';
import { project, projectLine } from './projection.js';

const weekly = (values: readonly number[]) => values.map((value, i) => ({ t: i + 1, value }));
const options = { level: 0.75, seeFloor: 5 };

// science.md 9, "Full decisions": goal 30 weeks out; without a floor, and with a floor of 5 words.
describe.each([
  ['A', [44, 41, 46, 43, 45, 42, 47, 44, 46, 45], 50.685, 4.943, 44.554, 56.815, 33.842, 67.527],
  ['B', [58, 57, 61, 63, 62, 60, 63, 65, 66, 68], 87.691, 4.239, 82.433, 92.949, 70.848, 104.533],
  ['C', [43, 45, 44, 49, 50, 52, 51, 56, 57, 60], 95.988, 3.619, 91.499, 100.477, 79.145, 112.83],
  ['D', [32, 30, 38, 33, 41, 35, 36, 44, 38, 42], 63.479, 9.099, 52.193, 74.765, 46.636, 80.321],
] as const)('the worked series %s', (_, values, value, se, low, high, flooredLow, flooredHigh) => {
  const near = (a: number | null, b: number) =>
    expect(Math.abs(a! - b)).toBeLessThanOrEqual(0.0011);

  test('without a floor', () => {
    const projection = project(ols(weekly(values)), 30, { level: 0.75, seeFloor: 0 })!;
    near(projection.value, value);
    near(projection.se, se);
    near(projection.low, low);
    near(projection.high, high);
  });

  test('with the floor', () => {
    const projection = project(ols(weekly(values)), 30, options)!;
    near(projection.value, value);
    near(projection.se, 13.579);
    near(projection.low, flooredLow);
    near(projection.high, flooredHigh);
  });
});

test('the standard error is that of the mean at T, as the matrix of the fit has it', () => {
  const series = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 3, maxLength: 30 });
  fc.assert(
    fc.property(series, fc.integer({ min: -10, max: 60 }), (values, at) => {
      const fit = ols(weekly(values))!;
      const { se, value } = project(fit, at, { level: 0.75, seeFloor: 0 })!;
      // x'(X'X)⁻¹x with X = [1 t]: sums of the times alone.
      const t = values.map((_, i) => i + 1);
      const [n, s1] = [t.length, t.reduce((a, b) => a + b, 0)];
      const s2 = t.reduce((a, b) => a + b * b, 0);
      const leverage = (s2 - 2 * at * s1 + at * at * n) / (n * s2 - s1 * s1);
      expect(se!).toBeCloseTo(fit.see! * Math.sqrt(leverage), 7);
      expect(value).toBeCloseTo(fit.intercept + fit.slope * at, 9);
    }),
  );
});

test('no fit, no projection; two points, no interval', () => {
  expect(project(null, 30, options)).toBeNull();
  expect(project(ols(weekly([10, 12])), 30, options)).toEqual({
    value: 68,
    se: null,
    t: null,
    low: null,
    high: null,
    level: 0.75,
  });
});

test('equal values fall back on the floor; without one the interval is a point', () => {
  const fit = ols(weekly([9, 9, 9, 9, 9, 9]));
  expect(project(fit, 30, options)!.se).toBeGreaterThan(5);
  expect(project(fit, 30, { level: 0.75, seeFloor: 0 })).toMatchObject({ se: 0, low: 9, high: 9 });
});

test('scores that fall to 0 on a line reach exactly 0', () => {
  const down = weekly([9.9, 8.8, 7.7, 6.6, 5.5, 4.4, 3.3, 2.2]);
  const kept = project(ols(down), 10, { level: 0.75, seeFloor: 0, residue: 'kept' })!;
  expect(kept.value).not.toBe(0);
  expect(project(ols(down), 10, { level: 0.75, seeFloor: 0 })).toMatchObject({
    value: 0,
    low: 0,
    high: 0,
  });
});

test('a robust line has a value and no interval', () => {
  expect(projectLine({ slope: 2, intercept: 8 }, 30, { level: 0.75 })).toEqual({
    value: 68,
    se: null,
    t: null,
    low: null,
    high: null,
    level: 0.75,
  });
  expect(projectLine(null, 30, { level: 0.75 })).toBeNull();
  expect(projectLine({ slope: 1e308, intercept: 0 }, 30, { level: 0.75 })).toBeNull();
});

test('version 1 kept the residue of the bounds too', () => {
  const down = weekly([9.9, 8.8, 7.7, 6.6, 5.5, 4.4, 3.3, 2.2]);
  const kept = project(ols(down), 10, { level: 0.75, seeFloor: 0, residue: 'kept' })!;
  expect([kept.low, kept.high]).toEqual([kept.value, kept.value]);
});
