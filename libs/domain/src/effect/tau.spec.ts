import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderOf, phaseTauB } from './kendall.js';
import { pairsOf } from './pairs.js';
import { tauOf } from './tau.js';

const tau = (
  a: readonly number[],
  b: readonly number[],
  direction: 'increase' | 'decrease' = 'increase',
) => tauOf({ a, b }, pairsOf({ a, b }, direction).counts, direction);
const tauB = (a: readonly number[], b: readonly number[]) =>
  phaseTauB(a.length, b.length, orderOf([...a, ...b]));

// Reference page of Tau_U of the R package SingleCaseES (Pustejovsky, Chen & Swan).
const a = [20, 20, 26, 25, 22, 23];
const b = [28, 25, 24, 27, 30, 30, 29];

test('the example of SingleCaseES', () => {
  expect(tau(a, b).tauU).toBeCloseTo(0.7380952, 7);
  expect(tau(a, b).tau).toBeCloseTo(2 * 0.9166667 - 1, 6);
});

test('every part of Tau-U by hand', () => {
  // A rises 1 2 3, B falls 5 4: S_AB = 6, S_AA = 3, S_BB = −1.
  expect(tau([1, 2, 3], [5, 4])).toEqual({
    tau: 1,
    tauU: 0.5,
    tauUParts: {
      sAB: 6,
      sAA: 3,
      sBB: -1,
      trendA: 1,
      trendB: -1,
      plusTrendB: 5 / 7,
      plusTrendBMinusTrendA: 0.2,
    },
  });
});

test('Tau-U is not bounded by 1: a falling baseline under a high phase', () => {
  expect(tau([3, 2, 1], [9]).tauU).toBe(2);
});

test('a phase of one value has no trend', () => {
  expect(tau([3], [4, 5]).tauUParts).toMatchObject({ sAA: 0, trendA: null, sBB: 1, trendB: 1 });
  expect(tau([3, 4], [5]).tauUParts).toMatchObject({ sBB: 0, trendB: null, plusTrendB: 1 });
  expect(tau([3], [5]).tau).toBe(1);
});

test('tau-b of values with phase: ties lower the bound, not the figure', () => {
  // 1 1 | 2 2: S = 4, untied pairs of values 4, of phases 4.
  expect(tauB([1, 1], [2, 2])).toBe(1);
  // 1 2 | 2 3: S = 3, untied 5 and 4.
  expect(tauB([1, 2], [2, 3])).toBeCloseTo(3 / Math.sqrt(20), 15);
  expect(tauB([2, 2], [2])).toBeNull();
});

const few = { minLength: 1, maxLength: 9 };
// Tenths: 0.1 + 0.2 and 0.3 must be one value, which the whole numbers behind them are.
const phases = fc.tuple(
  fc.array(fc.integer({ min: -6, max: 6 }), few),
  fc.array(fc.integer({ min: -6, max: 6 }), few),
);
const tenths = (values: readonly number[]) => values.map((value) => value / 10);
const sign = (x: number, y: number) => (y > x ? 1 : y < x ? -1 : 0);
const within = (values: readonly number[]) =>
  values.flatMap((x, i) => values.slice(i + 1).map((y) => sign(x, y) as number));
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

test('the parts are those of all pairs, counted upward in either direction', () => {
  fc.assert(
    fc.property(phases, fc.boolean(), ([as, bs], down) => {
      const turn = down ? -1 : 1;
      const m = as.length;
      const n = bs.length;
      const sAB = turn * total(as.flatMap((x) => bs.map((y) => sign(x, y))));
      const sAA = turn * total(within(as));
      const sBB = turn * total(within(bs));
      const pairs = (k: number) => (k * (k - 1)) / 2;
      const figures = tau(tenths(as), tenths(bs), down ? 'decrease' : 'increase');
      const near = (actual: number | null, expected: number) =>
        expect(Math.abs(actual! - expected)).toBeLessThan(1e-12);
      near(figures.tau, sAB / (m * n));
      near(figures.tauU, (sAB - sAA) / (m * n));
      near(figures.tauUParts.sAB, sAB);
      near(figures.tauUParts.sAA, sAA);
      near(figures.tauUParts.sBB, sBB);
      if (m > 1) near(figures.tauUParts.trendA, sAA / pairs(m));
      if (n > 1) near(figures.tauUParts.trendB, sBB / pairs(n));
      near(figures.tauUParts.plusTrendB, (sAB + sBB) / (m * n + pairs(n)));
      near(figures.tauUParts.plusTrendBMinusTrendA, (sAB + sBB - sAA) / pairs(m + n));
    }),
  );
});

test('tau-b with phase is that of all pairs of values and phases, and does not turn', () => {
  fc.assert(
    fc.property(phases, ([as, bs]) => {
      const all = [...as.map((y) => ({ y, x: 0 })), ...bs.map((y) => ({ y, x: 1 }))];
      const pairs = all.flatMap((p, i) => all.slice(i + 1).map((q) => [p, q] as const));
      const untied = (of: 'x' | 'y') => pairs.filter(([p, q]) => p[of] !== q[of]).length;
      const s = total(pairs.map(([p, q]) => sign(p.x, q.x) * sign(p.y, q.y)));
      const figure = tauB(tenths(as), tenths(bs));
      if (untied('y') === 0) expect(figure).toBeNull();
      else expect(figure).toBeCloseTo(s / Math.sqrt(untied('x') * untied('y')), 12);
    }),
  );
});
