import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyPercent, weeklyPercent } from './check-in-check-out.js';

test.each([
  [[2, 2, 1, 0, 2], 70],
  [[2, 2, 2], 100],
  [[0, 0], 0],
  [[2, null, 1, null], 75],
])('ratings %j make %d percent of the points possible', (ratings, percent) => {
  expect(dailyPercent(ratings)).toBe(percent);
});

test('a day away has no data, not 0, and does not lower the week', () => {
  expect(dailyPercent([])).toBeNull();
  expect(dailyPercent([null, null])).toBeNull();
  expect(weeklyPercent([80, null, 60, null, 70])).toBe(70);
  expect(weeklyPercent([80, 0, 60, 0, 70])).toBe(42);
  expect(weeklyPercent([null, null])).toBeNull();
  expect(weeklyPercent([])).toBeNull();
});

test('periods that were not rated change nothing', () => {
  const ratings = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(ratings, fc.nat(20), (given, at) => {
      const twos = given.filter((r) => r === 2).length;
      const ones = given.filter((r) => r === 1).length;
      const expected = (twos * 100 + ones * 50) / given.length;
      expect(dailyPercent(given.toSpliced(at, 0, null as never))).toBeCloseTo(expected, 9);
    }),
  );
});
