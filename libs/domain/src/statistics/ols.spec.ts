import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ols } from './ols.js';

const weekly = (values: readonly number[]) => values.map((value, i) => ({ t: i + 1, value }));
// science.md 9, "Full decisions": weekly points, baseline at t = 0.
const a = weekly([44, 41, 46, 43, 45, 42, 47, 44, 46, 45]);
const b = weekly([58, 57, 61, 63, 62, 60, 63, 65, 66, 68]);
const c = weekly([43, 45, 44, 49, 50, 52, 51, 56, 57, 60]);
const d = weekly([32, 30, 38, 33, 41, 35, 36, 44, 38, 42]);
const points = fc.array(
  fc.record({ t: fc.integer({ min: 0, max: 40 }), value: fc.integer({ min: 0, max: 200 }) }),
  { minLength: 3, maxLength: 30 },
);

test.each([
  ['A', a, 0.2606, 0.2004, 1.82],
  ['B', b, 1.0364, 0.1718, 1.561],
  ['C', c, 1.8485, 0.1467, 1.333],
  ['D', d, 1.0848, 0.3689, 3.351],
] as const)('the worked series %s', (_, series, slope, se, see) => {
  const fit = ols(series)!;
  expect(fit.slope).toBeCloseTo(slope, 4);
  expect(fit.slopeSe).toBeCloseTo(se, 4);
  // One printed unit (science.md 10.2): D is 3.3505, printed 3.351.
  expect(Math.abs(fit.see! - see)).toBeLessThanOrEqual(0.001);
});

test.each([
  [42, a, 0.3],
  [55, b, 1.1091],
  [40, c, 1.8727],
  [30, d, 1.1273],
])('with the baseline %i in the fit', (baseline, series, slope) => {
  expect(ols([{ t: 0, value: baseline }, ...series])!.slope).toBeCloseTo(slope, 4);
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

test('least squares solves the normal equations, and no other line is nearer', () => {
  fc.assert(
    fc.property(points, fc.double({ min: -1, max: 1, noNaN: true }), (ps, nudge) => {
      const fit = ols(ps);
      if (!fit) {
        expect(new Set(ps.map((p) => p.t)).size).toBe(1);
        return;
      }
      const residuals = ps.map((p) => p.value - fit.intercept - fit.slope * p.t);
      expect(residuals.reduce((s, r) => s + r, 0)).toBeCloseTo(0, 6);
      expect(residuals.reduce((s, r, i) => s + r * ps[i]!.t, 0)).toBeCloseTo(0, 5);
      const sse = (slope: number) =>
        ps.reduce((s, p) => s + (p.value - fit.intercept - slope * p.t) ** 2, 0);
      expect(sse(fit.slope)).toBeLessThanOrEqual(sse(fit.slope + nudge) + 1e-6);
    }),
  );
});

describe('undefined is an answer', () => {
  test('no points, one point, one date', () => {
    expect(ols([])).toBeNull();
    expect(ols([{ t: 1, value: 5 }])).toBeNull();
    expect(ols([...weekly([5]), ...weekly([9])])).toBeNull();
  });

  test('two points have a line but no error', () => {
    expect(ols(weekly([10, 12]))).toMatchObject({
      slope: 2,
      intercept: 8,
      see: null,
      slopeSe: null,
    });
  });

  test('equal values have slope 0 and SEE 0, points on a line have no residue', () => {
    expect(ols(weekly(Array(7).fill(0.1) as number[]))).toMatchObject({
      slope: 0,
      see: 0,
      slopeSe: 0,
    });
    expect(ols(weekly([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]))!.see).toBe(0);
  });
});
