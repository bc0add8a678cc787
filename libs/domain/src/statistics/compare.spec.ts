import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betterBy, compare, difference, figure, withoutResidue } from './compare.js';

describe('numbers are compared as the decimals that they print as', () => {
  test.each([
    [0.1 + 0.2, 0.3, 0],
    [59.49999999999999, 59.5, 0],
    [1.1 * 36 + 20, 59.6, 0],
    [55.5, 55.500001, -1],
    [0, 1e-300, -1],
    [-2, -3, 1],
    [1e300, 1e300 * (1 + 1e-12), 0],
    [1.7e308, -1.7e308, 1],
    [Infinity, 2, 1],
    [-Infinity, Infinity, -1],
    [Infinity, Infinity, 0],
    [-59.49999999999999, -59.5, 0],
    [-59.5, 59.5, -1],
    [0, -0, 0],
  ] as const)('%d and %d', (a, b, side) => {
    expect(compare(a, b)).toBe(side);
  });

  test('a difference of hundreds that is nearly nothing is nothing', () => {
    expect(compare(1e-12, 0)).toBe(1);
    expect(compare(1e-12, 0, 100)).toBe(0);
    expect(withoutResidue(-1e-12, 100)).toBe(0);
    expect(withoutResidue(-1e-6, 100)).toBe(-1e-6);
    expect(difference(0.1 + 0.2, 0.3)).toBe(0);
    expect(difference(3, 1)).toBe(2);
  });

  test('whole numbers and hundredths are told apart, and turning the two round turns the answer', () => {
    const hundredths = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(
      fc.property(hundredths, hundredths, (a, b) => {
        expect(compare(a / 100, b / 100)).toBe(Math.sign(a - b) + 0);
        expect(compare(b / 100, a / 100)).toBe(0 - compare(a / 100, b / 100));
        expect(betterBy(a, b, 'decrease')).toBe(betterBy(b, a, 'increase'));
      }),
    );
  });
});

test('a figure is a number that can be written down, or null', () => {
  expect([1.5, Infinity, -Infinity, NaN, null].map((value) => figure(value))).toEqual([
    1.5,
    null,
    null,
    null,
    null,
  ]);
  expect(Object.is(figure(-0), 0)).toBe(true);
});
