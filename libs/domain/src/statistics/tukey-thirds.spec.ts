import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tukeyThirds } from './tukey-thirds.js';

const weekly = (values: readonly number[], first = 1) =>
  values.map((value, i) => ({ t: first + i, value }));

// science.md 9, "Full decisions".
test.each([
  ['A', [44, 41, 46, 43, 45, 42, 47, 44, 46, 45], 0.1429],
  ['B', [58, 57, 61, 63, 62, 60, 63, 65, 66, 68], 1.1429],
  ['C', [43, 45, 44, 49, 50, 52, 51, 56, 57, 60], 1.8571],
  ['D', [32, 30, 38, 33, 41, 35, 36, 44, 38, 42], 1.4286],
])('the worked series %s', (_, values, slope) => {
  const thirds = tukeyThirds(weekly(values))!;
  expect(thirds.slopePerWeek).toBeCloseTo(slope, 4);
  expect(thirds.groups).toEqual([3, 4, 3]);
});

// science.md 9, example 8 (experts123); the middle five do not enter.
test('one series, two divisors: 1.8 a week or 1.286', () => {
  const middle = [50, 50, 50, 50, 50];
  const thirds = tukeyThirds(weekly([33, 45, 36, 42, 44, ...middle, 52, 60, 58, 64, 68]))!;
  expect(thirds.groups).toEqual([5, 5, 5]);
  expect(thirds.slopePerWeek).toBeCloseTo(1.8, 12);
  expect(thirds.slopePerInterval).toBeCloseTo(18 / 14, 12);
  // The line goes through both crosses that one draws: week 3 at 42 and week 13 at 60.
  expect(thirds.line!.intercept + thirds.line!.slope * 3).toBeCloseTo(42, 12);
  expect(thirds.line!.intercept + thirds.line!.slope * 13).toBeCloseTo(60, 12);
});

// science.md 9, example 11 (NCSPM manual).
test('eight points make thirds of 3, 2, 3', () => {
  const thirds = tukeyThirds(weekly([3, 2, 5, 6, 5, 5, 7, 4], 0))!;
  expect(thirds.groups).toEqual([3, 2, 3]);
  expect(thirds.slopePerWeek).toBeCloseTo(0.4, 12);
  expect(thirds.slopePerInterval).toBeCloseTo(2 / 7, 12);
});

// science.md 2.3: n = 3k + r; r = 1 → the middle has one more, r = 2 → each outer third has.
test.each([
  [3, [1, 1, 1]],
  [4, [1, 2, 1]],
  [5, [2, 1, 2]],
  [6, [2, 2, 2]],
  [7, [2, 3, 2]],
  [9, [3, 3, 3]],
])('%i points make thirds of %j', (n, groups) => {
  expect(tukeyThirds(weekly(Array<number>(n).fill(5)))).toMatchObject({
    groups,
    slopePerWeek: 0,
    slopePerInterval: 0,
  });
});

test('against thirds that are dealt out one point at a time, from both ends', () => {
  const points = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 3, maxLength: 40 });
  const middle = (values: number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
  };
  fc.assert(
    fc.property(points, (values) => {
      const left = weekly(values);
      const first: typeof left = [];
      const last: typeof left = [];
      while (left.length > first.length + 1) {
        first.push(left.shift()!);
        last.push(left.pop()!);
      }
      const rise = middle(last.map((p) => p.value)) - middle(first.map((p) => p.value));
      const run = middle(last.map((p) => p.t)) - middle(first.map((p) => p.t));
      const thirds = tukeyThirds(weekly(values))!;
      expect(thirds.groups).toEqual([first.length, left.length, last.length]);
      expect(thirds.slopePerWeek).toBeCloseTo(rise / run, 9);
      expect(thirds.slopePerInterval).toBeCloseTo(rise / (values.length - 1), 9);
    }),
  );
});

test('two points have no thirds; without distance between the thirds there is no rate per week', () => {
  expect(tukeyThirds([])).toBeNull();
  expect(tukeyThirds(weekly([1, 2]))).toBeNull();
  // Instructional weeks: three scores in one break lie on one t.
  const oneWeek = [4, 5, 9].map((value) => ({ t: 2, value }));
  expect(tukeyThirds(oneWeek)).toEqual({
    groups: [1, 1, 1],
    slopePerWeek: null,
    slopePerInterval: 2.5,
    line: null,
  });
});

test('what no number can hold is undefined', () => {
  expect(tukeyThirds(weekly([-1.7e308, 0, 1.7e308]))).toMatchObject({
    slopePerWeek: null,
    slopePerInterval: null,
    line: null,
  });
});
