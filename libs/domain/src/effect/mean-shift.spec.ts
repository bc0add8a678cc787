import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effectOf, type EffectInput } from './effect.js';

const effect = (a: readonly number[], b: readonly number[], options: Partial<EffectInput> = {}) =>
  effectOf({ a, b, direction: 'increase', goal: null, scale: 'other', alpha: 0.05, ...options });

// README of the R package SingleCaseES (Pustejovsky, Chen & Swan). Its baseline d (1.703734) carries the correction of a
// phase of seven; the definition here is that of science.md 4.2.
const a = [20, 20, 26, 25, 22, 23];
const b = [28, 25, 24, 27, 30, 30, 29];

test('pooled d and the log response ratio of the example of SingleCaseES', () => {
  const figures = effect(a, b);
  expect(figures.dPooled).toBeCloseTo(1.876247, 6);
  expect(figures.lrr2).toBeCloseTo(0.1953962, 7);
  expect(figures.lrrSe).toBeCloseTo(0.05557723, 8);
});

test('standardised differences by hand', () => {
  // A 2 4 6: mean 4, SD 2. B 7 9: mean 8, SD √2. Pooled variance (8 + 2)/3.
  const figures = effect([2, 4, 6], [7, 9]);
  expect(figures).toMatchObject({ m: 3, n: 2, meanA: 4, meanB: 8, meanDifference: 4 });
  expect(figures.dAUncorrected).toBeCloseTo(2, 15);
  expect(figures.dA).toBeCloseTo((1 - 3 / 7) * 2, 15);
  const g = 4 / Math.sqrt(10 / 3);
  expect(figures.dPooledUncorrected).toBeCloseTo(g, 14);
  expect(figures.dPooled).toBeCloseTo((1 - 3 / 11) * g, 14);
  expect(figures.dPooledUncorrectedSe).toBeCloseTo(Math.sqrt(1 / 3 + 1 / 2 + g ** 2 / 6), 14);
});

test('they are B against A as they stand, whichever direction is better', () => {
  const up = effect([2, 4, 6], [7, 9], { goal: 12, scale: 'percentage' });
  const down = effect([2, 4, 6], [7, 9], { goal: 12, scale: 'percentage', direction: 'decrease' });
  for (const key of ['meanDifference', 'dA', 'dPooled', 'lrr1', 'lrr2', 'lor', 'pogo'] as const)
    expect(down[key]).toBe(up[key]);
});

test('a phase of equal values, or of one, has no SD to divide by', () => {
  const flat = effect([0.1, 0.1, 0.1], [0.2, 0.3]);
  expect(flat).toMatchObject({ meanA: 0.1, dA: null, dAUncorrected: null });
  expect(flat.dPooled).not.toBeNull();
  expect(effect([3, 3], [5, 5])).toMatchObject({ dPooled: null, dPooledUncorrectedSe: null });
  expect(effect([3], [5, 6])).toMatchObject({ dA: null, dAUncorrected: null, dPooled: null });
  const oneB = effect([3, 4], [5]);
  expect(oneB).toMatchObject({ dPooled: null, dPooledUncorrected: null });
  expect(oneB.dAUncorrected).toBeCloseTo(1.5 / Math.SQRT1_2, 14);
  // 1 − 3/(4·2 − 5) = 0: two values correct the difference away.
  expect(Object.is(oneB.dA, 0)).toBe(true);
  expect(Object.is(effect([4, 5], [1]).dA, 0)).toBe(true);
});

test('a difference beyond the range of numbers in SDs is undefined, not Infinity', () => {
  expect(effect([1e-160, 2e-160], [1, 1 + 1e-160]).dPooledUncorrectedSe).toBeNull();
});

test('equal means differ by exactly nothing, in decimals too', () => {
  const figures = effect([0.1, 0.2], [0.15, 0.15], { goal: 1 });
  expect(figures).toMatchObject({ meanDifference: 0, dAUncorrected: 0, lrr1: 0, pogo: 0 });
  expect(effect([0.3, -0.1, -0.2], [1]).meanA).toBe(0);
  // A small difference of large means is no residue.
  expect(effect([1e9, 1e9], [1e9, 1e9 + 1]).meanDifference).toBe(0.5);
});

test('log response ratios by hand', () => {
  // A 2 4: mean 3, variance 2. B 6 6: mean 6, variance 0.
  const figures = effect([2, 4], [6, 6]);
  expect(figures.lrr1).toBeCloseTo(Math.LN2, 15);
  expect(figures.lrr2).toBeCloseTo(Math.LN2 - 2 / (2 * 2 * 9), 15);
  expect(figures.lrrSe).toBeCloseTo(1 / 3, 15);
});

test('a mean of 0 or a value under 0 has no log ratio; one value has no correction', () => {
  const none = { lrr1: null, lrr2: null, lrrSe: null };
  expect(effect([0, 0], [1, 2])).toMatchObject(none);
  expect(effect([1, 2], [0, 0])).toMatchObject(none);
  expect(effect([1, 2], [9, -1])).toMatchObject(none);
  expect(effect([-1, 9], [1, 2])).toMatchObject(none);
  expect(effect([2], [4, 5])).toMatchObject({ lrr1: Math.log(2.25), lrr2: null, lrrSe: null });
  expect(effect([2, 3], [5])).toMatchObject({ lrr1: Math.LN2, lrr2: null, lrrSe: null });
  expect(effect([0, 1], [1, 2]).lrr2).not.toBeNull();
});

test('of counts and rates the ratio turns, D = −I; of other scales there is neither', () => {
  for (const scale of ['count', 'rate'] as const) {
    const up = effect(a, b, { scale });
    const down = effect(a, b, { scale, direction: 'decrease' });
    expect(up.lrrI).toBe(up.lrr2);
    expect(up.lrrD).toBe(-up.lrr2!);
    expect(down.lrrI).toBe(-up.lrr2!);
    expect(down.lrrD).toBe(up.lrr2);
    for (const { lrrISe, lrrDSe } of [up, down]) {
      expect(lrrISe).toBe(up.lrrSe);
      expect(lrrDSe).toBe(up.lrrSe);
    }
    const same = effect([2, 2], [2, 2], { scale });
    expect(Object.is(same.lrrI, 0) && Object.is(same.lrrD, 0)).toBe(true);
  }
  expect(effect(a, b)).toMatchObject({ lrrI: null, lrrISe: null, lrrD: null, lrrDSe: null });
  expect(effect([2], [3], { scale: 'count' })).toMatchObject({ lrrI: null, lrrD: null });
});

test('of percentages and proportions I and D are two ratios: of what is done and of what is left', () => {
  const done = [20, 40];
  const more = [60, 70];
  const left = effect([80, 60], [40, 30]);
  const up = effect(done, more, { scale: 'percentage' });
  const down = effect(done, more, { scale: 'percentage', direction: 'decrease' });
  expect(up).toMatchObject({
    lrrI: up.lrr2,
    lrrISe: up.lrrSe,
    lrrD: left.lrr2,
    lrrDSe: left.lrrSe,
  });
  expect(down).toMatchObject({
    lrrI: left.lrr2,
    lrrISe: left.lrrSe,
    lrrD: up.lrr2,
    lrrDSe: up.lrrSe,
  });
  const asShares = effect([0.2, 0.4], [0.6, 0.7], { scale: 'proportion' });
  expect(asShares.lrrI).toBeCloseTo(up.lrrI!, 14);
  expect(asShares.lrrD).toBeCloseTo(up.lrrD!, 14);
  // Nothing is left of 100 %.
  expect(effect([50, 60], [100, 100], { scale: 'percentage' })).toMatchObject({ lrrD: null });
  expect(effect([50, 60], [100, 110], { scale: 'percentage' })).toMatchObject({ lrrD: null });
});

test('log odds by hand, the same of percentages and proportions', () => {
  // A .2 .4: p .3, s² .02. B .6 .8: p .7, s² .02.
  const shares = effect([0.2, 0.4], [0.6, 0.8], { scale: 'proportion' });
  const spread = 0.02 / (2 * 0.21 ** 2);
  expect(shares.lor).toBeCloseTo(2 * Math.log(7 / 3) - spread * 0.4, 13);
  expect(shares.lorSe).toBeCloseTo(Math.sqrt(2 * spread), 13);
  const percents = effect([20, 40], [60, 80], { scale: 'percentage' });
  expect(percents.lor).toBeCloseTo(shares.lor!, 13);
  expect(percents.lorSe).toBeCloseTo(shares.lorSe!, 13);
});

test('no log odds of 0 or 1, of one value, or of anything but proportions', () => {
  const none = { lor: null, lorSe: null };
  const scale = 'proportion';
  expect(effect([0, 0], [0.5, 0.6], { scale })).toMatchObject(none);
  expect(effect([0.5, 0.6], [1, 1], { scale })).toMatchObject(none);
  expect(effect([0.5], [0.5, 0.6], { scale })).toMatchObject(none);
  expect(effect([0.5, 0.6], [0.5], { scale })).toMatchObject(none);
  expect(effect([0.2, 0.4], [0.6, 0.8], { scale: 'rate' })).toMatchObject(none);
  expect(effect([1.2, 1.4], [0.6, 0.8], { scale })).toMatchObject(none);
  // 70 % and 130 %: their mean is 100 %.
  expect(effect([70, 130], [60, 80], { scale: 'percentage' })).toMatchObject(none);
});

test('percent of goal obtained by hand', () => {
  // From 4 towards 12: 8 is half of the way. SE √(4/3 + 2/2 + ¼·4/3)/8.
  const figures = effect([2, 4, 6], [7, 9], { goal: 12 });
  expect(figures.pogo).toBe(0.5);
  expect(figures.pogoSe).toBeCloseTo(Math.sqrt(4 / 3 + 1 + 1 / 3) / 8, 15);
  // A goal under the baseline is reached downward.
  expect(effect([8, 8], [4, 4], { goal: 0, direction: 'decrease' }).pogo).toBe(0.5);
  expect(effect([8, 8], [10, 10], { goal: 4 }).pogo).toBe(-0.5);
});

test('no goal, or a goal that the baseline has reached: no percent of it', () => {
  const none = { pogo: null, pogoSe: null };
  expect(effect([2, 4], [7, 9])).toMatchObject(none);
  expect(effect([0.1, 0.2], [7, 9], { goal: 0.15 })).toMatchObject(none);
  expect(effect([2], [3], { goal: 4 })).toMatchObject({ pogo: 0.5, pogoSe: null });
  expect(effect([2, 3], [3], { goal: 4 }).pogoSe).toBeNull();
});

const few = { minLength: 2, maxLength: 10 };
const percents = fc.array(
  fc.integer({ min: 0, max: 1000 }).map((tick) => tick / 10),
  few,
);

test('all of them from the textbook’s sums', () => {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value * value, 0) / (values.length - 1) -
    (mean(values) ** 2 * values.length) / (values.length - 1);
  const spread = (values: readonly number[]) => new Set(values).size > 1;
  const near = (actual: number | null, expected: number) =>
    expect(Math.abs(actual! - expected)).toBeLessThan(1e-7 * (1 + Math.abs(expected)));
  fc.assert(
    fc.property(percents, percents, fc.integer({ min: 0, max: 100 }), (as, bs, goal) => {
      const [m, n] = [as.length, bs.length];
      const [meanA, meanB] = [mean(as), mean(bs)];
      const [varA, varB] = [variance(as), variance(bs)];
      const figures = effect(as, bs, { scale: 'percentage', goal });
      near(figures.meanA, meanA);
      near(figures.meanB, meanB);
      near(figures.meanDifference, meanB - meanA);
      if (spread(as)) near(figures.dAUncorrected, (meanB - meanA) / Math.sqrt(varA));
      if (spread(as) || spread(bs)) {
        const pooled = ((m - 1) * varA + (n - 1) * varB) / (m + n - 2);
        near(figures.dPooledUncorrected, (meanB - meanA) / Math.sqrt(pooled));
      }
      if (meanA > 0 && meanB > 0) {
        near(figures.lrr1, Math.log(meanB) - Math.log(meanA));
        near(
          figures.lrr2,
          Math.log(meanB / meanA) + varB / (2 * n * meanB ** 2) - varA / (2 * m * meanA ** 2),
        );
        near(figures.lrrSe! ** 2, varA / (m * meanA ** 2) + varB / (n * meanB ** 2));
      }
      const [pA, pB] = [meanA / 100, meanB / 100];
      if (pA > 0.01 && pA < 0.99 && pB > 0.01 && pB < 0.99) {
        const [sA, sB] = [varA / 1e4, varB / 1e4];
        const [oA, oB] = [pA ** 2 * (1 - pA) ** 2, pB ** 2 * (1 - pB) ** 2];
        near(
          figures.lor,
          Math.log(pB / (1 - pB)) -
            Math.log(pA / (1 - pA)) -
            (sB * (2 * pB - 1)) / (2 * n * oB) +
            (sA * (2 * pA - 1)) / (2 * m * oA),
        );
        near(figures.lorSe! ** 2, sA / (m * oA) + sB / (n * oB));
      }
      if (Math.abs(goal - meanA) > 0.01) {
        const pogo = (meanB - meanA) / (goal - meanA);
        near(figures.pogo, pogo);
        near(
          figures.pogoSe! ** 2,
          (varA / m + varB / n + (pogo ** 2 * varA) / m) / (goal - meanA) ** 2,
        );
      }
    }),
  );
});
