import { expect, test } from 'vitest';
import { tQuantile } from './t-quantile.js';

// science.md 2.6: printed to three decimals.
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

test('asked again, and for thousands of others in between, the answer is the same', () => {
  const first = tQuantile(0.875, 8);
  for (let i = 1; i < 3_000; i++) tQuantile(i / 3_000, 3);
  expect(tQuantile(0.875, 8)).toBe(first);
  // Two questions whose sums of probability and degrees of freedom are one floating number.
  expect(1 - 2 ** -53 + 4).toBe(1e-20 + 5);
  expect(tQuantile(1 - 2 ** -53, 4)).toBeGreaterThan(0);
  expect(tQuantile(1e-20, 5)).toBeLessThan(0);
});
