import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tauBcOf } from './tau-bc.js';

const tauBc = (
  a: readonly number[],
  b: readonly number[],
  options: { tau?: number; direction?: 'increase' | 'decrease'; alpha?: number } = {},
) => tauBcOf({ a, b }, { tau: 0.123, direction: 'increase', alpha: 0.05, ...options });

test('a baseline that rises as fast as the phase after it leaves no effect', () => {
  const figures = tauBc([1, 2, 3, 4, 5, 6], [7, 8, 9, 10]);
  expect(figures).toMatchObject({ corrected: true, slope: 1, intercept: 0, value: 0 });
  // Every value is on the baseline's own line, so all residuals tie and tau-b has no denominator.
  expect(figures).toMatchObject({ residualTau: 0, residualTauB: null, residualTauBSe: null });
});

test('values on the baseline’s line tie in tenths and in large numbers too', () => {
  for (const [step, start] of [
    [0.1, 0.1],
    [0.3, -0.7],
    [0.7, 1234567.1],
  ] as const) {
    const line = (t: number) => Number((start + step * t).toFixed(1));
    const times = Array.from({ length: 12 }, (_, i) => i + 1);
    const figures = tauBc(times.slice(0, 7).map(line), times.slice(7).map(line));
    expect(figures.corrected).toBe(true);
    expect(figures.residualTau).toBe(0);
    expect(figures.residualTauB).toBeNull();
  }
});

test('a line through 0 has the intercept 0, a level one the slope 0, without residue', () => {
  expect(tauBc([-0.9, -1.8, -2.7], [1]).intercept).toBe(0);
  // Slopes −1/10 and 1/10 lie in the middle.
  expect(tauBc([0.3, 0.2, 0.1, 0.6], [1]).slope).toBe(0);
  expect(tauBc([0.5, 0.7, 0.8, 0.2], [1]).slope).toBe(0);
});

test('a flat baseline is not corrected: the value is plain tau, the residual figures stand beside it', () => {
  const figures = tauBc([3, 1, 2, 3, 1, 2], [5, 6, 7, 8], { tau: 1 });
  expect(figures.corrected).toBe(false);
  expect(figures.value).toBe(1);
  expect(figures.residualTau).not.toBeNull();
  expect(figures.residualTauB).not.toBeNull();
});

test('what is left is turned by direction, tau-b and the test of the baseline are not', () => {
  const up = tauBc([6, 5, 4, 3, 2], [9, 9, 9]);
  const down = tauBc([6, 5, 4, 3, 2], [9, 9, 9], { direction: 'decrease' });
  expect(up).toMatchObject({ corrected: true, residualTau: 1, value: 1 });
  expect(down).toMatchObject({ corrected: true, residualTau: -1, value: -1 });
  expect(down.residualTauB).toBe(up.residualTauB);
  expect(down.baselineTrend).toEqual(up.baselineTrend);
  expect(up.baselineTrend.s).toBe(-10);
});

test('the test of the baseline by hand: 20 20 26 25 22 23', () => {
  // S = 4, one tie: variance (6·5·17 − 2·1·9)/18 = 492/18; tau-b = 4/√(14·15).
  const { baselineTrend } = tauBc([20, 20, 26, 25, 22, 23], [28]);
  expect(baselineTrend.s).toBe(4);
  expect(baselineTrend.tauB).toBeCloseTo(4 / Math.sqrt(210), 15);
  expect(baselineTrend.z).toBeCloseTo(4 / Math.sqrt(492 / 18), 15);
  expect(baselineTrend.zContinuity).toBeCloseTo(3 / Math.sqrt(492 / 18), 15);
  // 2·Φ(−.765092…) and 2·Φ(−.573819…), thirty digits.
  expect(baselineTrend.p).toBeCloseTo(0.444216730138606, 13);
  expect(baselineTrend.pContinuity).toBeCloseTo(0.56609026181685, 13);
});

test('p without continuity correction decides, and p equal to alpha corrects nothing', () => {
  // 1 2 3 4: z = 6/√(26/3) = 2.038, p = .0415; with continuity 1.698, p = .0894.
  const rising = tauBc([1, 2, 3, 4], [9]);
  expect(rising.baselineTrend.p).toBeLessThan(0.05);
  expect(rising.baselineTrend.pContinuity).toBeGreaterThan(0.05);
  expect(rising.corrected).toBe(true);
  const p = rising.baselineTrend.p!;
  expect(tauBc([1, 2, 3, 4], [9], { alpha: p }).corrected).toBe(false);
  expect(tauBc([1, 2, 3, 4], [9], { alpha: p * 1.0000001 }).corrected).toBe(true);
});

test('one step against the trend: no trend left after the correction for continuity, and no sign of 0', () => {
  const { baselineTrend } = tauBc([1, 3, 2], [5]);
  expect(baselineTrend.zContinuity).toBe(0);
  expect(baselineTrend.pContinuity).toBe(1);
  const falling = tauBc([3, 1, 2], [5]).baselineTrend;
  expect(falling.s).toBe(-1);
  expect(Object.is(falling.zContinuity, 0)).toBe(true);
  expect(tauBc([1, 2, 2, 1], [5]).baselineTrend).toMatchObject({ s: 0, z: 0, p: 1, tauB: 0 });
});

test('a baseline of one value has no line and no test; of equal values a flat line and no test', () => {
  const none = { tauB: null, z: null, p: null, zContinuity: null, pContinuity: null };
  expect(tauBc([4], [5, 6])).toEqual({
    value: 0.123,
    corrected: false,
    alpha: 0.05,
    residualTau: null,
    residualTauB: null,
    residualTauBSe: null,
    slope: null,
    intercept: null,
    baselineTrend: { s: 0, ...none },
  });
  expect(tauBc([4, 4, 4], [5, 6])).toMatchObject({
    corrected: false,
    value: 0.123,
    slope: 0,
    intercept: 4,
    residualTau: 1,
    baselineTrend: { s: 0, ...none },
  });
});

// A second opinion in whole numbers: values are tenths, every slope a whole number of 2·lcm(1…8)-ths of a tenth.
const LCM = 840;
const middle = (values: readonly number[]) => {
  const sorted = [...values].sort((x, y) => x - y);
  const k = sorted.length;
  return (sorted[Math.floor((k - 1) / 2)]! + sorted[Math.floor(k / 2)]!) / 2;
};
const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const phases = fc.tuple(
  fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 2, maxLength: 8 }),
  fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 8 }),
);

test('line, residuals and their ties are those of exact arithmetic', () => {
  fc.assert(
    fc.property(phases, ([as, bs]) => {
      const m = as.length;
      const n = bs.length;
      const slopes = as.flatMap((x, i) =>
        as.slice(i + 1).map((y, k) => ((y - x) * 2 * LCM) / (k + 1)),
      );
      const slope = middle(slopes);
      expect(Number.isInteger(slope)).toBe(true);
      const left = [...as, ...bs].map((value, i) => value * 2 * LCM - slope * (i + 1));
      const between = left.slice(0, m).flatMap((x) => left.slice(m).map((y) => Math.sign(y - x)));
      const pairs = left.flatMap((x, i) => left.slice(i + 1).map((y) => Math.sign(y - x)));
      const untied = pairs.filter((s) => s !== 0).length;
      const figures = tauBc(
        as.map((value) => value / 10),
        bs.map((value) => value / 10),
      );
      expect(figures.slope).toBeCloseTo(slope / (20 * LCM), 12);
      expect(figures.intercept).toBeCloseTo(middle(left.slice(0, m)) / (20 * LCM), 12);
      expect(figures.residualTau).toBeCloseTo(total(between) / (m * n), 12);
      if (untied === 0) expect(figures.residualTauB).toBeNull();
      else {
        const tauB = total(between) / Math.sqrt(untied * m * n);
        expect(figures.residualTauB).toBeCloseTo(tauB, 12);
        expect(figures.residualTauBSe).toBeCloseTo(Math.sqrt((2 * (1 - tauB ** 2)) / (m + n)), 7);
      }
      expect(figures.value).toBe(figures.corrected ? figures.residualTau : 0.123);
    }),
  );
});

test('the variance of the baseline’s S is that over all orders of its values', () => {
  // Under no trend every order is as likely: mean 0, variance the mean square of S over all permutations.
  const permutations = (values: readonly number[]): number[][] =>
    values.length === 0
      ? [[]]
      : values.flatMap((value, i) =>
          permutations(values.filter((_, k) => k !== i)).map((rest) => [value, ...rest]),
        );
  const s = (values: readonly number[]) =>
    total(values.flatMap((x, i) => values.slice(i + 1).map((y) => Math.sign(y - x))));
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 6 }),
      (values) => {
        const squares = permutations(values).map((order) => s(order) ** 2);
        const variance = total(squares) / squares.length;
        const { z } = tauBc(values, [1]).baselineTrend;
        if (variance === 0) expect(z).toBeNull();
        else expect(z).toBeCloseTo(s(values) / Math.sqrt(variance), 12);
      },
    ),
    { numRuns: 60 },
  );
});
