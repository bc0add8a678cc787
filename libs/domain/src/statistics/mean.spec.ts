import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mean } from './mean.js';

test('a mean by hand, and none of no values', () => {
  expect(mean([7, 1, 4])).toBe(4);
  expect(mean([-3, 3])).toBe(0);
  expect(mean([])).toBeNull();
});

test('equal decimals are their mean, which sum / n is not', () => {
  expect((0.1 + 0.1 + 0.1) / 3).not.toBe(0.1);
  expect(mean([0.1, 0.1, 0.1])).toBe(0.1);
});

test('no order of the values changes it, and it is the sum over n', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.integer().map((v) => v / 100),
        { minLength: 1 },
      ),
      (values) => {
        const sum = values.reduce((total, value) => total + value, 0);
        const scale = Math.max(...values.map(Math.abs)) + 1;
        expect(mean([...values].reverse())).toBe(mean(values));
        expect(Math.abs(mean(values)! - sum / values.length)).toBeLessThan(1e-12 * scale);
      },
    ),
  );
});
