import fc from 'fast-check';
import { expect, test } from 'vitest';
import { effectOf, type EffectInput } from './effect.js';
import { scales } from './response-ratio.js';

const input = (more: Partial<EffectInput>): EffectInput => ({
  a: [],
  b: [],
  direction: 'increase',
  goal: null,
  scale: 'other',
  alpha: 0.05,
  ...more,
});

/** Every figure, by its path. */
function figuresOf(value: unknown, path = ''): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => figuresOf(inner, `${path}/${key}`))
    : [[path, value]];
}
const notFigures = ['/m', '/n', '/tauBc/alpha'];

test('an empty phase: every figure is there, and null', () => {
  const whole = figuresOf(effectOf(input({ a: [1, 2], b: [3] }))).map(([path]) => path);
  for (const phases of [{}, { a: [1, 2] }, { b: [1, 2] }]) {
    const figures = figuresOf(effectOf(input({ ...phases, scale: 'percentage', goal: 5 })));
    expect(figures.map(([path]) => path)).toEqual(whole);
    for (const [path, figure] of figures)
      if (!notFigures.includes(path)) expect([path, figure]).toEqual([path, null]);
  }
  expect(effectOf(input({ a: [1, 2] }))).toMatchObject({ m: 2, n: 0, tauBc: { alpha: 0.05 } });
});

test('one value in each phase', () => {
  expect(effectOf(input({ a: [3], b: [5], goal: 7 }))).toMatchObject({
    pairs: { better: 1, worse: 0, tied: 0 },
    tau: 1,
    phaseTauB: 1,
    pnd: 1,
    pem: 1,
    pand: 1,
    ird: 1,
    dA: null,
    dPooled: null,
    lrr2: null,
    pogo: 0.5,
    pogoSe: null,
  });
});

test('equal values everywhere: chance, not improvement', () => {
  const figures = effectOf(input({ a: [4, 4, 4], b: [4, 4] }));
  expect(figures).toMatchObject({
    pairs: { better: 0, worse: 0, tied: 6 },
    nap: { value: 0.5 },
    tau: 0,
    phaseTauB: null,
    pnd: 0,
    pem: 0.5,
    meanDifference: 0,
    dA: null,
    dPooled: null,
  });
});

test('nothing but zeros is a mean of 0 in both phases', () => {
  expect(effectOf(input({ a: [0, 0], b: [0, -0], goal: 5, scale: 'count' }))).toMatchObject({
    meanA: 0,
    meanB: 0,
    meanDifference: 0,
    tau: 0,
    tauBc: { slope: 0, intercept: 0, residualTau: 0 },
    lrr1: null,
    pogo: 0,
  });
});

test('sums of decimals are the decimals: .1 + .2 ties with .3', () => {
  const figures = effectOf(input({ a: [0.1 + 0.2, 0.3], b: [0.3, 0.1 * 3] }));
  expect(figures.pairs).toEqual({ better: 0, worse: 0, tied: 4 });
  expect(figures).toMatchObject({ pnd: 0, pem: 0.5, meanDifference: 0, dPooled: null });
});

const number = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -200, max: 200 }).map((tick) => tick / 10),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(0, -0, 1e300, -1e300, 1.7e308, -1.7e308, 1e-300, 5e-324),
);
const values = fc.array(number, { maxLength: 8 });
const anyInput = fc.record({
  a: values,
  b: values,
  direction: fc.constantFrom('increase' as const, 'decrease' as const),
  goal: fc.option(number),
  scale: fc.constantFrom(...scales),
  alpha: fc.constantFrom(0, 0.05, 0.5, 1),
});

test('whatever the numbers, a figure is a finite number or null, and 0 has no sign', () => {
  fc.assert(
    fc.property(anyInput, (asked) => {
      const wrong = figuresOf(effectOf(asked)).filter(
        ([, figure]) =>
          figure !== null &&
          typeof figure !== 'boolean' &&
          (!Number.isFinite(figure) || Object.is(figure, -0)),
      );
      expect(wrong).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

const tenths = fc.array(
  fc.integer({ min: 0, max: 1000 }).map((tick) => tick / 10),
  { minLength: 1, maxLength: 8 },
);
// What looks at the order of the values.
const ofTheOrder = /^\/(tauU|tauUParts|tauBc)/;

test('the order of values changes no other figure, not by its last digit', () => {
  fc.assert(
    fc.property(tenths, tenths, fc.constantFrom(...scales), (a, b, scale) => {
      const asked = input({ a, b, scale, goal: 40 });
      const turned = { ...asked, a: [...a].reverse(), b: [...b].reverse() };
      const others = (one: EffectInput) =>
        figuresOf(effectOf(one)).filter(([path]) => !ofTheOrder.test(path));
      expect(others(turned)).toEqual(others(asked));
    }),
  );
});

test('in another unit the same effect', () => {
  const inUnit = /^\/(meanA|meanB|meanDifference|tauBc\/slope|tauBc\/intercept)$/;
  fc.assert(
    fc.property(tenths, tenths, fc.constantFrom(1e-250, 2 ** -40, 1000, 1e250), (a, b, unit) => {
      const asked = input({ a, b, scale: 'count', goal: 40 });
      const other = {
        ...asked,
        a: a.map((value) => value * unit),
        b: b.map((value) => value * unit),
        goal: 40 * unit,
      };
      const plain = new Map(figuresOf(effectOf(asked)));
      const changed = figuresOf(effectOf(other)).filter(([path, figure]) => {
        const expected = plain.get(path);
        if (typeof expected !== 'number') return figure !== expected;
        const size = inUnit.test(path) ? unit : 1;
        const off = Math.abs((figure as number) - expected * size);
        return off > 1e-9 * size * Math.max(Math.abs(expected), 1);
      });
      expect(changed).toEqual([]);
    }),
  );
});

test('the other direction mirrors the overlap', () => {
  fc.assert(
    fc.property(tenths, tenths, (a, b) => {
      const up = effectOf(input({ a, b }));
      const down = effectOf(input({ a, b, direction: 'decrease' }));
      expect(down.pairs).toEqual({
        better: up.pairs.worse,
        worse: up.pairs.better,
        tied: up.pairs.tied,
      });
      expect(down.tau).toBe(0 - up.tau!);
      expect(down.tauU).toBe(0 - up.tauU!);
      expect(down.pem).toBeCloseTo(1 - up.pem!, 12);
      expect(down.phaseTauB).toBe(up.phaseTauB);
      expect(down.tauBc.residualTauB).toBe(up.tauBc.residualTauB);
      expect(down.tauBc.baselineTrend).toEqual(up.tauBc.baselineTrend);
    }),
  );
});

test('tau is NAP between −1 and 1, and what Tau-BC falls back on', () => {
  fc.assert(
    fc.property(tenths, tenths, (a, b) => {
      const figures = effectOf(input({ a, b, alpha: 0 }));
      expect(figures.tau).toBeCloseTo(2 * figures.nap.value! - 1, 12);
      expect(figures.tauBc).toMatchObject({ corrected: false, value: figures.tau });
    }),
  );
});
