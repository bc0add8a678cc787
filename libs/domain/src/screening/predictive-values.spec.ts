import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gated, predictiveValues } from './predictive-values.js';

test.each([
  [0.1, 0.8, 0.8, '0.308', '0.973'],
  [0.1, 0.9, 0.9, '0.500', '0.988'],
  [0.2, 0.8, 0.8, '0.500', '0.941'],
  [0.2, 0.9, 0.8, '0.529', '0.970'],
  [0.3, 0.9, 0.9, '0.794', '0.955'],
])('science.md 1.7: base rate %d, Se %d, Sp %d', (baseRate, sensitivity, specificity, ppv, npv) => {
  const values = predictiveValues({ sensitivity, specificity }, baseRate);
  expect(values.ppv!.toFixed(3)).toBe(ppv);
  expect(values.npv!.toFixed(3)).toBe(npv);
});

test('without a base rate, and where nobody is positive or negative, there is no value', () => {
  const half = { sensitivity: 0.5, specificity: 0.5 };
  expect(predictiveValues(half, null)).toEqual({ ...half, ppv: null, npv: null });
  expect(predictiveValues({ sensitivity: 0, specificity: 1 }, 0.2).ppv).toBeNull();
  expect(predictiveValues({ sensitivity: 1, specificity: 0 }, 0.2).npv).toBeNull();
  expect(predictiveValues(half, 0.5)).toMatchObject({ ppv: 0.5, npv: 0.5 });
  expect(predictiveValues(half, 0)).toMatchObject({ ppv: 0, npv: 1 });
  expect(predictiveValues(half, 1)).toMatchObject({ ppv: 1, npv: 0 });
});

test('against a thousand children counted one by one', () => {
  const percent = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(percent, percent, percent, (rate, found, spared) => {
      const atRisk = rate * 100; // of ten thousand
      const others = 10_000 - atRisk;
      const truePositives = (atRisk * found) / 100;
      const trueNegatives = (others * spared) / 100;
      const positives = truePositives + (others - trueNegatives);
      const negatives = trueNegatives + (atRisk - truePositives);
      const { ppv, npv } = predictiveValues(
        { sensitivity: found / 100, specificity: spared / 100 },
        rate / 100,
      );
      if (positives === 0) expect(ppv).toBeNull();
      else expect(ppv).toBeCloseTo(truePositives / positives, 9);
      if (negatives === 0) expect(npv).toBeNull();
      else expect(npv).toBeCloseTo(trueNegatives / negatives, 9);
    }),
  );
});

describe('gates', () => {
  const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100);
  const gates = fc.array(fc.record({ sensitivity: share, specificity: share }), {
    minLength: 1,
    maxLength: 4,
  });

  test('two in series find fewer and alarm less', () => {
    const both = [
      { sensitivity: 0.9, specificity: 0.8 },
      { sensitivity: 0.8, specificity: 0.9 },
    ];
    const and = gated(both, 'and', 0.1);
    expect(and.bound).toBe(true);
    expect(and.sensitivity).toBeCloseTo(0.72, 12);
    expect(and.specificity).toBeCloseTo(0.98, 12);
    expect(and.ppv).toBeCloseTo(0.072 / (0.072 + 0.018), 12);
    const or = gated(both, 'or', null);
    expect(or).toMatchObject({ ppv: null, npv: null });
    expect(or.sensitivity).toBeCloseTo(0.98, 12);
    expect(or.specificity).toBeCloseTo(0.72, 12);
  });

  test('against every pattern of results, one by one', () => {
    /** Probability that the whole is positive, summed over all 2ⁿ patterns of single results. */
    const positive = (each: readonly number[], mode: 'and' | 'or') => {
      let sum = 0;
      for (let pattern = 0; pattern < 2 ** each.length; pattern += 1) {
        const results = each.map((_, i) => Math.floor(pattern / 2 ** i) % 2 === 1);
        const chance = each.reduce((p, share, i) => p * (results[i] ? share : 1 - share), 1);
        if (mode === 'and' ? results.every(Boolean) : results.some(Boolean)) sum += chance;
      }
      return sum;
    };
    fc.assert(
      fc.property(gates, fc.constantFrom('and' as const, 'or' as const), (list, mode) => {
        const whole = gated(list, mode, null);
        expect(whole.sensitivity).toBeCloseTo(
          positive(
            list.map((g) => g.sensitivity),
            mode,
          ),
          9,
        );
        const falseAlarms = positive(
          list.map((g) => 1 - g.specificity),
          mode,
        );
        expect(whole.specificity).toBeCloseTo(1 - falseAlarms, 9);
      }),
    );
  });

  test('a single gate is the screener itself, and its order does not matter', () => {
    fc.assert(
      fc.property(gates, share, (list, baseRate) => {
        const alone = gated([list[0]!], 'and', baseRate);
        const itself = predictiveValues(list[0]!, baseRate);
        expect(alone.sensitivity).toBeCloseTo(itself.sensitivity!, 12);
        expect(alone.specificity).toBeCloseTo(itself.specificity!, 12);
        const turned = gated([...list].reverse(), 'and', null);
        expect(turned.sensitivity).toBeCloseTo(gated(list, 'and', null).sensitivity!, 12);
      }),
    );
  });

  test('no gate, no figure', () => {
    expect(gated([], 'and', 0.1)).toEqual({
      sensitivity: null,
      specificity: null,
      ppv: null,
      npv: null,
      bound: true,
    });
  });
});
