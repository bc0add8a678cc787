import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exceedanceOf } from './exceedance.js';
import { overlapping, pandOf } from './pand.js';

const pand = (
  a: readonly number[],
  b: readonly number[],
  direction: 'increase' | 'decrease' = 'increase',
) => pandOf({ m: a.length, n: b.length, overlap: overlapping({ a, b }, direction) });

// README of the R package SingleCaseES (Pustejovsky, Chen & Swan).
const a = [20, 20, 26, 25, 22, 23];
const b = [28, 25, 24, 27, 30, 30, 29];

test('IRD of the example of SingleCaseES', () => {
  expect(pand(a, b).ird).toBeCloseTo(0.6904762, 7);
  expect(pand(a, b).pand).toBeCloseTo(11 / 13, 15);
});

// Manual page of pand() of the Python package scia: one case without overlap.
test('no overlap: nothing is taken away', () => {
  expect(pand([5, 7, 8, 5, 7], [12, 16, 18, 15, 14, 19])).toEqual({ pand: 1, ird: 1 });
});

test('a tie across the phases is overlap', () => {
  expect(pand([1, 2], [2, 3])).toEqual({ pand: 0.75, ird: 0.5 });
  expect(pand([2, 2], [2, 2, 2])).toEqual({ pand: 0.6, ird: 1 / 6 });
});

test('all turned the wrong way: the shorter phase goes', () => {
  expect(pand([7, 8, 9], [1, 2])).toEqual({ pand: 0.6, ird: 1 / 6 });
  expect(pand([7, 8, 9], [1, 2], 'decrease')).toEqual({ pand: 1, ird: 1 });
  expect(pand([5], [4])).toEqual({ pand: 0.5, ird: 0 });
});

test('PND: a tie with the best of A does not count', () => {
  expect(exceedanceOf({ a: [1, 4, 2], b: [4, 5, 3, 6] }, 'increase').pnd).toBe(0.5);
  expect(exceedanceOf({ a: [1, 4, 2], b: [1, 0, 3, 6] }, 'decrease').pnd).toBe(0.25);
});

test('PEM: a tie with the median of A counts half, also a median that lies between two values', () => {
  expect(exceedanceOf({ a: [1, 4, 2], b: [2, 5, 1, 6] }, 'increase').pem).toBe(0.625);
  expect(exceedanceOf({ a: [1, 4, 2], b: [2, 5, 1, 6] }, 'decrease').pem).toBe(0.375);
  // (0.1 + 0.2)/2 is 0.15 in decimals.
  expect(exceedanceOf({ a: [0.1, 0.2], b: [0.15] }, 'increase').pem).toBe(0.5);
});

const few = { minLength: 1, maxLength: 6 };
// Whole numbers, asked about as tenths.
const phases = fc.tuple(
  fc.array(fc.integer({ min: -5, max: 5 }), few),
  fc.array(fc.integer({ min: -5, max: 5 }), few),
);
const tenths = (values: readonly number[]) => values.map((value) => value / 10);
const subsets = (values: readonly number[]) =>
  Array.from({ length: 2 ** values.length }, (_, mask) =>
    values.filter((_value, i) => mask & (1 << i)),
  );

test('the fewest points to take away, against every subset of every phase', () => {
  fc.assert(
    fc.property(phases, fc.boolean(), ([as, bs], down) => {
      const worse = (x: number, y: number) => (down ? x > y : x < y);
      let kept = 0;
      const ofB = subsets(bs);
      for (const left of subsets(as))
        for (const right of ofB)
          if (
            left.length + right.length > kept &&
            left.every((x) => right.every((y) => worse(x, y)))
          )
            kept = left.length + right.length;
      const m = as.length;
      const n = bs.length;
      const figures = pand(tenths(as), tenths(bs), down ? 'decrease' : 'increase');
      expect(figures.pand).toBeCloseTo(kept / (m + n), 12);
      expect(figures.ird).toBeCloseTo(1 - ((m + n) ** 2 / (2 * m * n)) * (1 - kept / (m + n)), 12);
      // science.md 4.1: the most of (i + j) with the i-th lowest a under the (n + 1 − j)-th lowest b.
      const low = [...as].sort((x, y) => (down ? y - x : x - y));
      const high = [...bs].sort((x, y) => (down ? x - y : y - x));
      let most = Math.max(m, n);
      for (let i = 1; i <= m; i++)
        for (let j = 1; j <= n; j++)
          if (worse(low[i - 1]!, high[j - 1]!)) most = Math.max(most, i + j);
      expect(most).toBe(kept);
    }),
    { numRuns: 200 },
  );
});

test('PND and PEM, counted value by value', () => {
  fc.assert(
    fc.property(phases, fc.boolean(), ([as, bs], down) => {
      const turn = (value: number) => (down ? -value : value);
      const sorted = as.map(turn).sort((x, y) => x - y);
      const twiceMiddle =
        sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.floor(sorted.length / 2)]!;
      const score = (y: number) =>
        2 * turn(y) > twiceMiddle ? 1 : 2 * turn(y) < twiceMiddle ? 0 : 0.5;
      const figures = exceedanceOf(
        { a: tenths(as), b: tenths(bs) },
        down ? 'decrease' : 'increase',
      );
      expect(figures.pnd).toBeCloseTo(
        bs.filter((y) => as.every((x) => turn(y) > turn(x))).length / bs.length,
        12,
      );
      expect(figures.pem).toBeCloseTo(bs.reduce((sum, y) => sum + score(y), 0) / bs.length, 12);
    }),
  );
});
