import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byShare, evenly, normal, rand, shuffled, unit, whole } from './random.js';

test('a draw depends on its name alone, not on what was drawn before', () => {
  const alone = unit(7, 'ana', 'probe', 3);
  rand(7, 'other')();
  unit(7, 'ana', 'probe', 2);

  expect(unit(7, 'ana', 'probe', 3)).toBe(alone);
  expect(unit(8, 'ana', 'probe', 3)).not.toBe(alone);
  expect(unit(7, 'ana', 'probe', 4)).not.toBe(alone);
});

test('numbers are fit for chance: even, and normal where asked', () => {
  const next = rand(1, 'stream');
  const numbers = Array.from({ length: 10_000 }, () => next());
  const draws = Array.from({ length: 10_000 }, (_, n) => normal(1, 'normal', n));
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(mean(numbers)).toBeCloseTo(0.5, 1);
  expect(mean(draws)).toBeCloseTo(0, 1);
  expect(Math.sqrt(mean(draws.map((d) => d * d)))).toBeCloseTo(1, 1);
});

test('one in ten of forty cases is four of them, give or take two, whatever the seed', () => {
  const from = fc.double({ min: 0, max: 0.9, noNaN: true });

  fc.assert(
    fc.property(fc.integer(), fc.string({ maxLength: 8 }), from, (seed, key, low) => {
      const cases = Array.from({ length: 40 }, (_, n) => evenly(n, seed, key));
      const hits = cases.filter((at) => at >= low && at < low + 0.1).length;
      expect(Math.abs(hits - 4)).toBeLessThanOrEqual(2);
    }),
  );
});

test('shares, whole numbers and shuffles keep to their bounds', () => {
  expect(
    byShare(0.1, [
      [0.2, 'a'],
      [0.3, 'b'],
      [0.5, 'c'],
    ]),
  ).toBe('a');
  expect(
    byShare(0.2, [
      [0.2, 'a'],
      [0.3, 'b'],
      [0.5, 'c'],
    ]),
  ).toBe('b');
  expect(
    byShare(0.999, [
      [0.2, 'a'],
      [0.3, 'b'],
    ]),
  ).toBe('b');
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: -5, max: 5 }), fc.nat(9), (seed, low, more) => {
      const drawn = whole(low, low + more, seed, 'whole');
      expect(drawn >= low && drawn <= low + more).toBe(true);
    }),
  );
  expect(shuffled([1, 2, 3, 4, 5], 1, 'cards').sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
});
