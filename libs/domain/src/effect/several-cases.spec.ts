import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effectOf, type EffectInput } from './effect.js';
import { severalCasesOf } from './several-cases.js';

const input = (a: readonly number[], b: readonly number[]): EffectInput => ({
  a,
  b,
  direction: 'increase',
  goal: null,
  scale: 'other',
  alpha: 0.05,
});

test('the mean of the cases and the pooled overlap are two figures', () => {
  // Case 1: 1 point of 4 overlaps, IRD .5. Case 2: none of 10, IRD 1.
  const cases = [input([1, 2], [2, 3]), input([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])];
  const answer = severalCasesOf(cases);
  expect(answer.cases).toEqual(cases.map(effectOf));
  expect(answer.mean).toEqual({
    nap: (0.875 + 1) / 2,
    tau: (0.75 + 1) / 2,
    pnd: 0.75,
    ird: 0.75,
    meanDifference: 3,
  });
  // m = n = 7: 1 − 14²/98·(1/14).
  expect(answer.pooled).toEqual({
    points: 14,
    overlapping: 1,
    pand: 13 / 14,
    ird: 6 / 7,
  });
});

test('a case without a phase is not left out of the mean unseen', () => {
  const answer = severalCasesOf([input([1, 2], [3, 4]), input([1, 2], [])]);
  expect(answer.cases[0]!.tau).toBe(1);
  expect(answer.cases[1]!.tau).toBeNull();
  expect(answer.mean).toEqual({ nap: null, tau: null, pnd: null, ird: null, meanDifference: null });
  expect(answer.pooled).toEqual({ points: 6, overlapping: null, pand: null, ird: null });
});

test('no cases: nothing to take a mean of', () => {
  expect(severalCasesOf([])).toEqual({
    cases: [],
    mean: { nap: null, tau: null, pnd: null, ird: null, meanDifference: null },
    pooled: { points: 0, overlapping: null, pand: null, ird: null },
  });
});

const values = fc.array(
  fc.integer({ min: 0, max: 100 }).map((tick) => tick / 10),
  { minLength: 1, maxLength: 6 },
);
const someCases = fc.array(
  fc.tuple(values, values).map(([a, b]) => input(a, b)),
  { minLength: 1, maxLength: 6 },
);

test('six equal cases have their common figure as mean, to the last digit', () => {
  const { mean } = severalCasesOf(Array.from({ length: 6 }, () => input([1], [2])));
  expect(mean).toEqual({ nap: 1, tau: 1, pnd: 1, ird: 1, meanDifference: 1 });
});

test('one case is its own mean and its own pool', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const { mean, pooled, cases } = severalCasesOf([input(a, b)]);
      expect(mean.nap).toBe(cases[0]!.nap.value);
      expect(mean.meanDifference).toBe(cases[0]!.meanDifference);
      expect(pooled.pand).toBe(cases[0]!.pand);
      expect(pooled.ird).toBe(cases[0]!.ird);
    }),
  );
});

test('the mean is plain, the pool sums points, and neither knows the order of the cases', () => {
  fc.assert(
    fc.property(someCases, (cases) => {
      const { mean, pooled } = severalCasesOf(cases);
      const alone = cases.map(effectOf);
      const sum = (of: (i: number) => number) => cases.reduce((total, _, i) => total + of(i), 0);
      expect(mean.tau).toBeCloseTo(sum((i) => alone[i]!.tau!) / cases.length, 12);
      expect(mean.ird).toBeCloseTo(sum((i) => alone[i]!.ird!) / cases.length, 12);
      expect(mean.pnd).toBeCloseTo(sum((i) => alone[i]!.pnd!) / cases.length, 12);
      const points = (i: number) => cases[i]!.a.length + cases[i]!.b.length;
      const removed = sum((i) => Math.round((1 - alone[i]!.pand!) * points(i)));
      expect(pooled).toMatchObject({ points: sum(points), overlapping: removed });
      const backwards = severalCasesOf([...cases].reverse());
      expect(backwards.mean).toEqual(mean);
      expect(backwards.pooled).toEqual(pooled);
    }),
  );
});
