import { expect, test } from 'vitest';
import { gapOf } from './gap.js';

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
