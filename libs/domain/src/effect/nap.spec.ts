import fc from 'fast-check';
import { expect, test } from 'vitest';
import { napOf } from './nap.js';
import { pairsOf } from './pairs.js';

const nap = (a: readonly number[], b: readonly number[], direction = 'increase' as const) => {
  const { counts, sums } = pairsOf({ a, b }, direction);
  return napOf(counts, sums);
};
const close = (actual: number | null, expected: number, relative = 1e-12) =>
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-15);

// Documentation of the R package SingleCaseES (Pustejovsky, Chen & Swan): the example of its README (Hanley) and of its
// reference page for NAP (unbiased). It finds the ends of the interval by a root search that stops at 1e-4.
const a = [20, 20, 26, 25, 22, 23];
const b = [28, 25, 24, 27, 30, 30, 29];

test('the example of SingleCaseES: value, Hanley’s standard error, interval; the unbiased one by its definition', () => {
  const figures = nap(a, b);
  expect(figures.value).toBeCloseTo(0.9166667, 7);
  expect(figures.seHanley).toBeCloseTo(0.07739185, 8);
  expect(figures.seUnbiased).toBeCloseTo(0.06900656, 8);
  expect(figures.ciLow).toBeCloseTo(0.5973406, 4);
  expect(figures.ciHigh).toBeCloseTo(0.9860176, 4);
});

test('the ends of that interval, solved with thirty digits', () => {
  const { ciLow, ciHigh } = nap(a, b);
  close(ciLow, 0.5973193600388087, 1e-15);
  close(ciHigh, 0.9859976893702131, 1e-15);
});

test('with no effect the standard error is known from the numbers of values alone', () => {
  close(nap(a, b).seNull, Math.sqrt(14 / 504));
});

const few = { minLength: 1, maxLength: 9 };
const phases = fc.tuple(
  fc.array(fc.integer({ min: 0, max: 12 }), few),
  fc.array(fc.integer({ min: 0, max: 12 }), few),
);

test('the figures are those of the definitions, over all pairs', () => {
  fc.assert(
    fc.property(phases, ([as, bs]) => {
      const m = as.length;
      const n = bs.length;
      const q = as.map((x) => bs.map((y): number => (y > x ? 1 : y === x ? 0.5 : 0)));
      const mean = q.flat().reduce((sum, v) => sum + v, 0) / (m * n);
      const deviations = q.map((row) => row.map((v) => v - mean));
      const total = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0);
      const q1 = total(deviations.map((row) => total(row) ** 2)) / (m * n ** 2);
      const q2 = total(bs.map((_, j) => total(deviations.map((r) => r[j]!)) ** 2)) / (m ** 2 * n);
      const q3 = total(deviations.flat().map((v) => v ** 2)) / (m * n);
      const kept = Math.min(Math.max(mean, 1 / (2 * m * n)), 1 - 1 / (2 * m * n));
      const hanley = (kept * (1 - kept) + (n - 1) * q1 + (m - 1) * q2) / (m * n);
      const unbiased = kept * (1 - kept) + n * q1 + m * q2 - 2 * q3;
      const figures = nap(as, bs);
      close(figures.value, mean);
      close(figures.seHanley, Math.sqrt(hanley), 1e-10);
      close(figures.seNull, Math.sqrt((m + n + 1) / (12 * m * n)));
      if (m === 1 || n === 1 || unbiased < 1e-13) expect(figures.seUnbiased).toBeNull();
      else close(figures.seUnbiased, Math.sqrt(unbiased / ((m - 1) * (n - 1))), 1e-10);
    }),
  );
});

test('the ends of the interval solve the equation of Newcombe and hold the value between them', () => {
  fc.assert(
    fc.property(phases, ([as, bs]) => {
      const m = as.length;
      const n = bs.length;
      const { value, ciLow, ciHigh } = nap(as, bs);
      const z = 1.959963984540054;
      const h = (m + n) / 2 - 1;
      // Over 0 outside of the interval, under 0 inside.
      const outside = (theta: number) =>
        m * n * (value! - theta) ** 2 -
        z ** 2 * theta * (1 - theta) * (1 + h * ((1 - theta) / (2 - theta) + theta / (1 + theta)));
      expect(ciLow).toBeLessThanOrEqual(value!);
      expect(ciHigh).toBeGreaterThanOrEqual(value!);
      if (value === 0) expect(ciLow).toBe(0);
      else {
        expect(outside(ciLow! * (1 - 1e-12))).toBeGreaterThan(0);
        expect(outside(ciLow! * (1 + 1e-12))).toBeLessThan(0);
      }
      if (value === 1) expect(ciHigh).toBe(1);
      else {
        expect(outside(1 - (1 - ciHigh!) * (1 - 1e-10))).toBeGreaterThan(0);
        expect(outside(1 - (1 - ciHigh!) * (1 + 1e-10))).toBeLessThan(0);
      }
    }),
  );
});

test('turned round, the interval is mirrored', () => {
  const up = nap(a, b);
  const { counts, sums } = pairsOf({ a, b }, 'decrease');
  const down = napOf(counts, sums);
  close(down.value, 1 - up.value!);
  close(down.ciLow, 1 - up.ciHigh!);
  close(down.ciHigh, 1 - up.ciLow!);
  expect(down.seHanley).toBe(up.seHanley);
  expect(down.seUnbiased).toBe(up.seUnbiased);
});

test('complete separation: the interval ends at the end, the errors stay over 0', () => {
  const apart = nap([1, 2, 3], [4, 5, 6]);
  expect(apart).toMatchObject({ value: 1, ciHigh: 1 });
  expect(apart.ciLow).toBeGreaterThan(0);
  expect(apart.ciLow).toBeLessThan(1);
  // N = 1 − 1/18 and no spread of the pairs: Hanley² = N(1 − N)/9, unbiased² = N(1 − N)/4.
  const spread = (17 / 18) * (1 / 18);
  close(apart.seHanley, Math.sqrt(spread / 9));
  close(apart.seUnbiased, Math.sqrt(spread / 4));
  expect(nap([4, 5, 6], [1, 2, 3])).toMatchObject({ value: 0, ciLow: 0 });
});

test('one value in each phase: no unbiased error, and an interval all the same', () => {
  expect(nap([1], [2])).toMatchObject({ value: 1, seUnbiased: null, seHanley: 0.5, ciHigh: 1 });
  // (1 − θ)² = z²θ(1 − θ), so θ = 1/(1 + z²).
  close(nap([1], [2]).ciLow, 1 / (1 + 1.959963984540054 ** 2));
  expect(nap([1, 2], [2]).seUnbiased).toBeNull();
  expect(nap([1], [2, 3]).seUnbiased).toBeNull();
});

test('the unbiased error by hand, with ties', () => {
  // q = ½ 1 / 0 ½: N(1 − N) = ¼, nQ1 = mQ2 = ⅛, 2Q3 = ¼.
  close(nap([1, 3], [1, 3]).seUnbiased, 0.5);
  // All tie: N(1 − N) = ¼ and no spread of the pairs.
  close(nap([3, 3], [3, 3]).seUnbiased, 0.5);
});

test('an estimate of the variance that is not over 0 gives no unbiased error', () => {
  // q = 1 0 / 0 1, which no numbers give: N(1 − N) = ¼, Q1 = Q2 = 0, Q3 = ¼.
  const pairs = { better: 2, worse: 2, tied: 0 };
  expect(napOf(pairs, { ofA: [2, 2], ofB: [2, 2] })).toMatchObject({
    value: 0.5,
    seUnbiased: null,
    seHanley: 0.25,
  });
});
