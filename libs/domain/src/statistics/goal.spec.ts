import { expect, test } from 'vitest';
import { goalByRate, rounded } from './goal.js';

test('goals by rate', () => {
  expect(goalByRate(20, 1.5, 36, 'half_up')).toBe(74);
  expect(goalByRate(20, 1.1, 36, 'none')).toBeCloseTo(59.6, 9);
  expect(goalByRate(20, 1.1, 36, 'half_up')).toBe(60);
  expect(goalByRate(93, 0.8, 32, 'half_up')).toBe(119);
  expect(goalByRate(93, 0.8, 32, 'down')).toBe(118);
});

test('a half is rounded up, and binary residue does not tip it', () => {
  expect(rounded(10.5, 'half_up')).toBe(11);
  expect(rounded(1.005 * 100, 'half_up')).toBe(101);
  expect(rounded(-2.5, 'half_up')).toBe(-2);
  expect(rounded(0.1 * 3 * 10, 'down')).toBe(3);
});
