import { expect, test } from 'vitest';
import { differReliably, reliableChange, scoreBand } from './reliable-change.js';

// science.md 2.7: SEM 10 → 27.7 words.
test('two scores must differ by 27.7 words where the SEM is 10', () => {
  expect(reliableChange(10)).toBeCloseTo(27.7, 1);
  expect(reliableChange(0)).toBe(0);
  expect(differReliably(80, 52, 10)).toBe(true);
  expect(differReliably(52, 80, 10)).toBe(true);
  expect(differReliably(79, 52, 10)).toBe(false);
  expect(differReliably(reliableChange(10)!, 0, 10)).toBe(false);
  expect(differReliably(5, 5, 0)).toBe(false);
});

test('a score is told with one SEM to each side', () => {
  expect(scoreBand(52, 10)).toEqual({ low: 42, high: 62 });
});

test('a measure without a documented SEM has neither', () => {
  expect(reliableChange(null)).toBeNull();
  expect(differReliably(80, 20, null)).toBeNull();
  expect(scoreBand(52, null)).toBeNull();
});
