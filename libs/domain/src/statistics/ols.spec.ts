import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ols, slopeBounds } from './ols.js';

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

// science.md 2.4: the slope's standard error by n for weekly data, words a week.
test.each([
  [6, 2.39, 1.2],
  [8, 1.54, 0.77],
  [10, 1.1, 0.55],
  [12, 0.84, 0.42],
  [14, 0.66, 0.33],
  [15, 0.6, 0.3],
  [20, 0.39, 0.19],
])('%i weekly points leave the slope uncertain by %f (SEE 10), %f (SEE 5)', (n, ten, five) => {
  const { sxx } = ols(weekly(Array.from({ length: n }, (_, i) => i)))!;
  expect(sxx).toBeCloseTo((n * (n * n - 1)) / 12, 9);
  expect(Math.abs(10 / Math.sqrt(sxx) - ten)).toBeLessThanOrEqual(0.0051);
  expect(Math.abs(5 / Math.sqrt(sxx) - five)).toBeLessThanOrEqual(0.0051);
});

// science.md 9: one-sided 80 % bounds of the slope.
test.each([
  ['A', a, 0.083, 0.439],
  ['B', b, 0.884, 1.189],
  ['C', c, 1.718, 1.979],
  ['D', d, 0.757, 1.413],
] as const)('the slope of %s lies above %s with 80 %% certainty', (_, series, low, high) => {
  const bounds = slopeBounds(ols(series), 0.8);
  expect(Math.abs(bounds.low! - low)).toBeLessThanOrEqual(0.001);
  expect(Math.abs(bounds.high! - high)).toBeLessThanOrEqual(0.001);
});

/** Σty, Σt² … of whole numbers are exact: the normal equations solved with nothing rounded before the last division. */
function byNormalEquations(ps: readonly { t: number; value: number }[]) {
  const sum = (of: (p: { t: number; value: number }) => number) =>
    ps.reduce((total, p) => total + BigInt(of(p)), 0n);
  const n = BigInt(ps.length);
  const [t, y] = [sum((p) => p.t), sum((p) => p.value)];
  const sxx = n * sum((p) => p.t * p.t) - t * t;
  const sxy = n * sum((p) => p.t * p.value) - t * y;
  const syy = n * sum((p) => p.value * p.value) - y * y;
  if (sxx === 0n) return null;
  return {
    slope: Number(sxy) / Number(sxx),
    intercept: Number(y * sxx - sxy * t) / Number(n * sxx),
    sse: Number(syy * sxx - sxy * sxy) / Number(n * sxx),
  };
}

test('least squares solves the normal equations', () => {
  fc.assert(
    fc.property(points, (ps) => {
      const fit = ols(ps);
      const exact = byNormalEquations(ps);
      if (!exact) {
        expect(fit).toBeNull();
        return;
      }
      expect(fit!.slope).toBeCloseTo(exact.slope, 9);
      expect(fit!.intercept).toBeCloseTo(exact.intercept, 8);
      expect(fit!.see!).toBeCloseTo(Math.sqrt(exact.sse / (ps.length - 2)), 7);
      const meanT = ps.reduce((total, p) => total + p.t, 0) / ps.length;
      const spread = ps.reduce((total, p) => total + (p.t - meanT) ** 2, 0);
      expect(fit!.slopeSe!).toBeCloseTo(fit!.see! / Math.sqrt(spread), 9);
    }),
  );
});

test('whole scores on a line have no error at all, in any unit', () => {
  const units = fc.constantFrom(1, 0.1, 0.01, 7, 1e6);
  const whole = fc.integer({ min: -300, max: 300 });
  fc.assert(
    fc.property(whole, whole, units, fc.integer({ min: 3, max: 40 }), (from, rise, unit, n) => {
      const onLine = Array.from({ length: n }, (_, t) => ({ t, value: (from + rise * t) * unit }));
      const fit = ols(onLine)!;
      expect(fit).toMatchObject({ see: 0, slopeSe: 0 });
      expect(Math.abs(fit.slope - rise * unit)).toBeLessThanOrEqual(1e-9 * Math.abs(rise * unit));
      expect(slopeBounds(fit, 0.8)).toEqual({ low: fit.slope, high: fit.slope });
    }),
  );
});

test('turning every score round turns the line round, and leaves the error', () => {
  fc.assert(
    fc.property(points, (ps) => {
      const fit = ols(ps);
      const turned = ols(ps.map((p) => ({ t: p.t, value: -p.value })));
      expect(turned?.slope).toBe(fit ? 0 - fit.slope : undefined);
      expect(turned?.see).toBe(fit?.see);
    }),
  );
});

describe('undefined is an answer', () => {
  test('no points, one point, one date', () => {
    expect(ols([])).toBeNull();
    expect(ols([{ t: 1, value: 5 }])).toBeNull();
    expect(ols([...weekly([5]), ...weekly([9])])).toBeNull();
    expect(slopeBounds(null, 0.8)).toEqual({ low: null, high: null });
  });

  test('two points have a line but no error', () => {
    const two = ols(weekly([10, 12]));
    expect(two).toMatchObject({ slope: 2, intercept: 8, see: null, slopeSe: null });
    expect(slopeBounds(two, 0.8)).toEqual({ low: null, high: null });
  });

  test('a level outside of 0 to 1 bounds nothing', () => {
    expect(slopeBounds(ols(a), 1)).toEqual({ low: null, high: null });
  });

  test('equal values have slope 0 and SEE 0, points on a line have no residue', () => {
    expect(ols(weekly(Array(7).fill(0.1) as number[]))).toMatchObject({
      slope: 0,
      see: 0,
      slopeSe: 0,
    });
    expect(ols(weekly([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]))!.see).toBe(0);
  });

  test.each([1e300, 1e200, 1e-200, 1e-300])('scores of the size %d keep their shape', (size) => {
    const fit = ols(a.map((p) => ({ t: p.t, value: p.value * size })))!;
    const usual = ols(a)!;
    expect(fit.slope / size).toBeCloseTo(usual.slope, 9);
    expect(fit.intercept / size).toBeCloseTo(usual.intercept, 9);
    expect(fit.see! / size).toBeCloseTo(usual.see!, 9);
    expect(fit.slopeSe! / size).toBeCloseTo(usual.slopeSe!, 9);
  });

  test('a line that no number can hold is undefined', () => {
    expect(
      ols([
        { t: 0, value: -1.7e308 },
        { t: 1 / 7, value: 1.7e308 },
      ]),
    ).toBeNull();
  });
});

test('one date is one date, also where a mean of it is not quite it', () => {
  expect([0.1, 0.1, 0.1].reduce((sum, t) => sum + t, 0) / 3).not.toBe(0.1);
  expect(ols([3, 5, 9].map((value) => ({ t: 0.1, value })))).toBeNull();
});

test('a slope a thousand times smaller than any that matters is still a slope', () => {
  const slow = Array.from({ length: 30 }, (_, t) => ({ t, value: 100 + t * 1e-6 }));
  expect(ols(slow)!.slope).toBeCloseTo(1e-6, 12);
  expect(ols(slow)!.slope).not.toBe(0);
});
