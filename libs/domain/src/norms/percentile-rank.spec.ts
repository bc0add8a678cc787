import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentileRanks, standingIn } from './percentile-rank.js';

test('a perfect score of 20 can be the 87th percentile, strictly below', () => {
  expect(percentileRanks({ strictlyBelow: 87, equal: 13, total: 100 })).toEqual({
    strictlyBelow: 87,
    atOrBelow: 100,
    midRank: 93.5,
  });
});

test('nobody to compare with, or a count that is not known: no rank', () => {
  const nothing = { strictlyBelow: null, atOrBelow: null, midRank: null };
  expect(percentileRanks({ strictlyBelow: 0, equal: 0, total: 0 })).toEqual(nothing);
  expect(percentileRanks({ strictlyBelow: 1, equal: 1, total: null })).toEqual(nothing);
  expect(percentileRanks({ strictlyBelow: null, equal: 1, total: 4 })).toEqual(nothing);
  expect(percentileRanks(standingIn([], 3))).toEqual(nothing);
  expect(percentileRanks(standingIn([1, 2], null))).toEqual(nothing);
  expect(percentileRanks({ strictlyBelow: 1, equal: null, total: 4 })).toEqual({
    ...nothing,
    strictlyBelow: 25,
  });
});

test('decimals that print the same are equal', () => {
  expect(standingIn([0.3, 0.2, 0.4], 0.1 + 0.2)).toEqual({ strictlyBelow: 1, equal: 1, total: 3 });
});

test('against sorting; the mid rank lies half way between the other two', () => {
  const scores = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(scores, fc.integer({ min: -25, max: 25 }), (sample, value) => {
      const ordered = [...sample, value].sort((a, b) => a - b);
      const first = ordered.indexOf(value);
      const last = ordered.lastIndexOf(value);
      const ranks = percentileRanks(standingIn(sample, value));
      expect(ranks.strictlyBelow).toBeCloseTo((100 * first) / sample.length, 9);
      expect(ranks.atOrBelow).toBeCloseTo((100 * last) / sample.length, 9);
      expect(ranks.midRank).toBeCloseTo((ranks.strictlyBelow! + ranks.atOrBelow!) / 2, 9);
    }),
  );
});
