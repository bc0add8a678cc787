import fc from 'fast-check';
import { expect, test } from 'vitest';
import { absenceOf } from './chronic-absence.js';

const usual = { threshold: 0.1, minimumEnrolledDays: 10 };

test('example 19: absent 3 of 30 enrolled days is chronic, 2 of 30 is not', () => {
  expect(absenceOf({ absent: 3, enrolled: 30 }, usual)).toEqual({ share: 0.1, chronic: true });
  expect(absenceOf({ absent: 2, enrolled: 30 }, usual).chronic).toBe(false);
});

test.each([
  [1, 9, 10, null],
  [1, 10, 10, true],
  [4, 30, 31, null],
  [4, 31, 31, true],
  [1, 1, 0, true],
])('absent %i of %i with a minimum of %i days: %s', (absent, enrolled, minimum, chronic) => {
  const answer = absenceOf({ absent, enrolled }, { ...usual, minimumEnrolledDays: minimum });
  expect(answer).toEqual({ share: absent / enrolled, chronic });
});

test('no days enrolled, or a count missing: no share, whatever the minimum', () => {
  for (const [absent, enrolled] of [
    [0, 0],
    [null, 30],
    [3, null],
  ] as const)
    expect(absenceOf({ absent, enrolled }, { threshold: 0.1, minimumEnrolledDays: 0 })).toEqual({
      share: null,
      chronic: null,
    });
});

test('half days count as halves; the tenth is exact for every length of a year', () => {
  expect(absenceOf({ absent: 4.5, enrolled: 45 }, usual).chronic).toBe(true);
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 400 }), fc.nat(800), (enrolled, halves) => {
      fc.pre(halves <= 2 * enrolled);
      const chronic = 10 * halves >= 2 * enrolled;
      expect(absenceOf({ absent: halves / 2, enrolled }, usual).chronic).toBe(chronic);
    }),
  );
});
