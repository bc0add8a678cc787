import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../statistics/normal.js';
import { tQuantile } from '../statistics/t-quantile.js';
import type { AccuracyQuestion } from './rule-accuracy.js';
import { accuracyRules, mostPoints, ruleAccuracy } from './rule-accuracy.js';

const question: AccuracyQuestion = {
  rule: 'last-k',
  k: 4,
  n: 10,
  trueRatePerWeek: 1.5,
  goalRatePerWeek: 1.5,
  residualSd: 10,
  baseline: 'exact',
  level: 0.8,
  goalWeek: 30,
};

const ask = (changed: Partial<AccuracyQuestion>) => ruleAccuracy({ ...question, ...changed });

/** As a table prints it: a percentage with so many decimals. */
const printed = (share: number | null, decimals: number) => (share! * 100).toFixed(decimals);

describe('science.md 2.5, student truly on the line: a run of k below somewhere in n points', () => {
  test.each([
    [4, 6, '12.5'],
    [4, 8, '18.8'],
    [4, 10, '24.5'],
    [4, 12, '29.9'],
    [4, 15, '37.2'],
    [4, 30, '63.9'],
    [3, 6, '31.3'],
    [3, 8, '41.8'],
    [3, 10, '50.8'],
    [3, 12, '58.4'],
    [3, 15, '67.6'],
    [3, 30, '90.8'],
  ])('k = %d, n = %d: %s %%', (k, n, percent) => {
    const { below, above, neither } = ask({ rule: 'any-k', k, n });
    // The exact share is a fraction of 2^n: halves of the last printed digit are rounded up, as in the table.
    expect(printed(below! + 1e-12, 1)).toBe(percent);
    expect([above, neither]).toEqual([null, null]);
  });
});

describe('science.md 2.5, one look at the last k on goal', () => {
  test.each([
    [3, 0.125],
    [4, 0.0625],
  ])('k = %d from an exact baseline: %d', (k, share) => {
    expect(ask({ k }).below).toBeCloseTo(share, 12);
  });

  test.each([1, 2, 3, 4, 5, 8, 12, 30])('k = %d from a single probe: exactly 1/(k + 1)', (k) => {
    const { below, above } = ask({ k, n: 40, baseline: 'single-probe' });
    expect(Math.abs(below! - 1 / (k + 1))).toBeLessThan(1e-12);
    expect(Math.abs(above! - 1 / (k + 1))).toBeLessThan(1e-12);
  });

  test('k = 4 from the median of three: about 14 %', () => {
    // ∫ 6·Φ(1 − Φ)·Φ⁴ dΦ = 6·(1/6 − 1/7) = 1/7.
    expect(Math.abs(ask({ baseline: 'median-of-three' }).below! - 1 / 7)).toBeLessThan(1e-12);
  });

  test.each([
    ['single-probe', '45'],
    ['median-of-three', '43'],
    ['exact', '37'],
  ] as const)('looking weekly for 15 weeks, k = 4, %s: %s %%', (baseline, percent) => {
    expect(printed(ask({ rule: 'any-k', n: 15, baseline }).below, 0)).toBe(percent);
  });
});

describe('science.md 2.5, percent flagged inadequate, SEE 10, goal 1.5 a week', () => {
  test.each([
    [0, 8, ['48', '65', '94', '83', '54', '47']],
    [0, 10, ['64', '84', '98', '91', '68', '67']],
    [0, 12, ['78', '95', '99', '96', '82', '85']],
    [0, 15, ['91', '99', '100', '99', '95', '98']],
    [0.75, 10, ['30', '57', '85', '75', '43', '36']],
    [1.5, 10, ['6', '25', '50', '50', '20', '12']],
    [2.25, 10, ['0.4', '7', '16', '25', '7', '3']],
  ])('growth %d, n = %d', (trueRatePerWeek, n, row) => {
    for (const [i, rule] of accuracyRules.entries()) {
      const level = rule === 'projection' ? 0.75 : 0.8;
      const percent = ask({ rule, trueRatePerWeek, n, level }).below! * 100;
      // One printed unit (science.md 9): six of the cells were cut off or taken from a simulation.
      const unit = row[i]!.includes('.') ? 0.1 : 1;
      expect(Math.abs(percent - Number(row[i])), rule).toBeLessThan(unit);
    }
  });

  test('the cells that the table does not round as they are', () => {
    const percent = (changed: Partial<AccuracyQuestion>) => (ask(changed).below! * 100).toFixed(2);
    expect(percent({ trueRatePerWeek: 0.75 })).toBe('29.48'); // .7002·.7257·.7502·.7734
    expect(percent({ rule: 'any-k', trueRatePerWeek: 0.75 })).toBe('56.24');
    expect(percent({ rule: 'median-3', trueRatePerWeek: 0.75 })).toBe('84.38');
    expect(percent({ rule: 'ols-bound', trueRatePerWeek: 0 })).toBe('68.78');
    expect(percent({ trueRatePerWeek: 2.25 })).toBe('0.47');
    expect(percent({ rule: 'any-k', trueRatePerWeek: 2.25 })).toBe('7.65');
  });
});

describe('science.md 2.5, one-look three-point rule, goal 1.5: change/raise/maintain %', () => {
  test.each([
    [5, 6, 0, '79.6/0.0/20.4'],
    [5, 6, 1, '32.9/2.9/64.2'],
    [5, 6, 2, '2.9/32.9/64.2'],
    [5, 6, 3, '0.0/79.6/20.4'],
    [5, 10, 0, '98.7/0.0/1.3'],
    [5, 10, 1, '54.1/0.6/45.3'],
    [10, 3, 0, '23.3/5.5/71.2'],
    [10, 6, 0, '45.8/1.1/53.1'],
    [10, 6, 1, '21.4/6.5/72.1'],
    [10, 10, 0, '75.3/0.1/24.7'],
    [10, 10, 1, '30.5/3.5/66.0'],
    [10, 15, 0, '94.5/0.0/5.5'],
    [5, 6, 1.5, '12.5/12.5/75.0'],
    [10, 15, 1.5, '12.5/12.5/75.0'],
  ])('σ = %d, n = %d, growth %d: %s', (residualSd, n, trueRatePerWeek, row) => {
    const { below, above, neither } = ask({ k: 3, residualSd, n, trueRatePerWeek });
    expect([below, above, neither].map((share) => printed(share, 1)).join('/')).toBe(row);
  });
});

describe('other roads to the same figure', () => {
  const rate = fc.double({ min: -3, max: 3, noNaN: true });
  const sd = fc.double({ min: 0.5, max: 20, noNaN: true });

  test('any-k, exact baseline: all 2^n patterns of signs', () => {
    const pattern = fc.record({
      n: fc.integer({ min: 0, max: 9 }),
      k: fc.integer({ min: 1, max: 5 }),
      g: rate,
      sd,
    });
    fc.assert(
      fc.property(pattern, ({ n, k, g, sd }) => {
        let expected = 0;
        for (let mask = 0; mask < 2 ** n; mask++) {
          const signs = Array.from({ length: n }, (_, i) => (mask >> i) & 1);
          if (!signs.join('').includes('1'.repeat(k))) continue;
          expected += signs.reduce((product, below, i) => {
            const p = normalCdf(((1.5 - g) * (i + 1)) / sd);
            return product * (below ? p : 1 - p);
          }, 1);
        }
        const { below } = ask({ rule: 'any-k', n, k, trueRatePerWeek: g, residualSd: sd });
        expect(below).toBeCloseTo(expected, 10);
      }),
    );
  });

  test('a slope with two degrees of freedom: T ≤ x has its own formula', () => {
    // On goal the bound rule is the plain t test: level .8 leaves .2 on each side, whatever n.
    for (const n of [3, 4, 5, 9, 30, 200])
      for (const level of [0.5, 0.8, 0.95, 0.999]) {
        const { below, above } = ask({ rule: 'ols-bound', n, level });
        expect(Math.abs(below! - (1 - level))).toBeLessThan(1e-10);
        expect(Math.abs(above! - (1 - level))).toBeLessThan(1e-10);
      }
  });

  test('on goal a projection at 75 % errs by 12.5 % on each side', () => {
    for (const n of [3, 4, 10, 40]) {
      const { below, above } = ask({ rule: 'projection', n, level: 0.75 });
      expect(Math.abs(below! - 0.125)).toBeLessThan(1e-10);
      expect(Math.abs(above! - 0.125)).toBeLessThan(1e-10);
    }
  });

  test('noncentral t with four points: one dimension by the midpoint rule', () => {
    // df = 2: S² is exponential with mean 1, so S = √(−ln u).
    fc.assert(
      fc.property(rate, sd, fc.double({ min: 0.55, max: 0.95, noNaN: true }), (g, sd, level) => {
        const t = tQuantile(level, 2)!;
        const shift = ((1.5 - g) * Math.sqrt(5)) / sd;
        const cells = 20_000;
        let expected = 0;
        for (let i = 0; i < cells; i++)
          expected += normalCdf(shift - t * Math.sqrt(-Math.log((i + 0.5) / cells))) / cells;
        const { below } = ask({
          rule: 'ols-bound',
          n: 4,
          level,
          trueRatePerWeek: g,
          residualSd: sd,
        });
        expect(Math.abs(below! - expected)).toBeLessThan(5e-6);
      }),
      { numRuns: 20 },
    );
  });

  test('a single probe widens the projection as one more normal error does', () => {
    // P(Z − z/q < x − tS) with z normal is a rescaled noncentral t; for df = 2 by the midpoint rule.
    const [n, level, goalWeek] = [4, 0.75, 30];
    const q = Math.sqrt(1 / n + (goalWeek - 2.5) ** 2 / 5);
    const wide = Math.sqrt(1 + 1 / q ** 2);
    const t = tQuantile((1 + level) / 2, 2)!;
    let expected = 0;
    for (let i = 0; i < 50_000; i++) {
      const s = Math.sqrt(-Math.log((i + 0.5) / 50_000));
      expected += normalCdf(((1.5 * goalWeek) / (10 * q) - t * s) / wide) / 50_000;
    }
    const asked = { rule: 'projection', n, level, goalWeek, trueRatePerWeek: 0 } as const;
    expect(ask({ ...asked, baseline: 'single-probe' }).below).toBeCloseTo(expected, 6);
  });
});

describe('a median of three probes under a projection', () => {
  // The median's place in its distribution is Beta(2, 2): mean over u with weight 6u(1 − u), and over S as above.
  const cells = 300;
  const places = Array.from({ length: cells }, (_, i) => (i + 0.5) / cells);
  const errors = places.map((u) => ({ error: normalQuantile(u)!, weight: 6 * u * (1 - u) }));
  const spreads = places.map((u) => Math.sqrt(-Math.log(u)));

  test.each([
    [2, 0],
    [2, 2.5],
    [8, 1],
    [30, 0],
    [30, 2],
  ])(
    'at week %d, growth %d: over the widths of both errors by the midpoint rule',
    (goalWeek, growth) => {
      const [n, level, sd] = [4, 0.75, 4];
      const q = Math.sqrt(1 / n + (goalWeek - 2.5) ** 2 / 5);
      const t = tQuantile((1 + level) / 2, n - 2)!;
      const chance = (difference: number) => {
        const shift = (difference * goalWeek) / (sd * q);
        let sum = 0;
        for (const s of spreads)
          for (const { error, weight } of errors)
            sum += weight * normalCdf(shift - t * s + error / q);
        return sum / cells ** 2;
      };
      const asked = { rule: 'projection', n, level, goalWeek, residualSd: sd } as const;
      const { below, above } = ask({
        ...asked,
        trueRatePerWeek: growth,
        baseline: 'median-of-three',
      });
      expect(Math.abs(below! - chance(1.5 - growth))).toBeLessThan(3e-4);
      expect(Math.abs(above! - chance(growth - 1.5))).toBeLessThan(3e-4);
    },
  );
});

describe('whatever is asked', () => {
  const hundredths = fc.integer({ min: -400, max: 400 }).map((rate) => rate / 100);
  const questions = fc.record({
    rule: fc.constantFrom(...accuracyRules),
    k: fc.integer({ min: 1, max: 6 }),
    n: fc.integer({ min: 0, max: 40 }),
    trueRatePerWeek: hundredths,
    goalRatePerWeek: hundredths,
    residualSd: fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 40, noNaN: true })),
    baseline: fc.constantFrom('exact', 'single-probe', 'median-of-three'),
    level: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
    goalWeek: fc.integer({ min: 1, max: 60 }),
  });

  test('probabilities are probabilities and add up to 1', () => {
    fc.assert(
      fc.property(questions, (asked) => {
        const { below, above, neither } = ruleAccuracy(asked);
        for (const share of [below, above, neither])
          if (share !== null) expect(share >= 0 && share <= 1 + 1e-12).toBe(true);
        if (above !== null) expect(Math.abs(below! + above + neither! - 1)).toBeLessThan(1e-12);
        else expect(neither).toBeNull();
      }),
      { numRuns: 150 },
    );
  });

  test('turning every sign swaps below and above', () => {
    fc.assert(
      fc.property(questions, (asked) => {
        const turned = {
          ...asked,
          trueRatePerWeek: -asked.trueRatePerWeek,
          goalRatePerWeek: -asked.goalRatePerWeek,
        };
        const [one, other] = [ruleAccuracy(asked), ruleAccuracy(turned)];
        if (one.above === null) return;
        expect([other.below, other.above]).toEqual([one.above, one.below]);
      }),
      { numRuns: 100 },
    );
  });

  test('who grows faster is called below less often, above more often', () => {
    fc.assert(
      fc.property(questions, fc.double({ min: 0, max: 3, noNaN: true }), (asked, more) => {
        const slow = ruleAccuracy(asked);
        const fast = ruleAccuracy({ ...asked, trueRatePerWeek: asked.trueRatePerWeek + more });
        if (slow.below === null) return;
        expect(fast.below!).toBeLessThanOrEqual(slow.below + 1e-10);
        if (slow.above !== null) expect(fast.above!).toBeGreaterThanOrEqual(slow.above - 1e-10);
      }),
      { numRuns: 100 },
    );
  });

  test('the unit of the measure does not matter', () => {
    fc.assert(
      fc.property(questions, fc.double({ min: 0.01, max: 100, noNaN: true }), (asked, unit) => {
        const other = ruleAccuracy({
          ...asked,
          trueRatePerWeek: asked.trueRatePerWeek * unit,
          goalRatePerWeek: asked.goalRatePerWeek * unit,
          residualSd: asked.residualSd * unit,
        });
        const one = ruleAccuracy(asked);
        for (const key of ['below', 'above', 'neither'] as const)
          if (one[key] === null) expect(other[key]).toBeNull();
          else expect(Math.abs(other[key]! - one[key])).toBeLessThan(1e-10);
      }),
      { numRuns: 100 },
    );
  });
});

describe('at the edges', () => {
  test('a run longer than the series cannot occur', () => {
    expect(ask({ n: 3 })).toEqual({ below: 0, above: 0, neither: 1 });
    expect(ask({ n: 3, residualSd: 0, trueRatePerWeek: 0 })).toMatchObject({ below: 0 });
    expect(ask({ n: 0, baseline: 'single-probe' })).toEqual({ below: 0, above: 0, neither: 1 });
    expect(ask({ rule: 'any-k', n: 3, baseline: 'single-probe' }).below).toBe(0);
  });

  test('a median of three needs three points, a slope two, an interval three', () => {
    const none = { below: null, above: null, neither: null };
    expect(ask({ rule: 'median-3', n: 2 })).toEqual(none);
    expect(ask({ rule: 'ols-point', n: 1 })).toEqual(none);
    expect(ask({ rule: 'ols-bound', n: 2 })).toEqual(none);
    expect(ask({ rule: 'projection', n: 2 })).toEqual(none);
    expect(ask({ rule: 'median-3', n: 3 }).below).toBeCloseTo(0.5, 12);
    expect(ask({ rule: 'ols-point', n: 2 }).below).toBeCloseTo(0.5, 12);
  });

  test('one-sided bounds under one half would cross: undefined', () => {
    expect(ask({ rule: 'ols-bound', level: 0.49 }).below).toBeNull();
    expect(ask({ rule: 'ols-bound', level: 0.5 }).neither).toBeCloseTo(0, 10);
  });

  test.each(accuracyRules)('without any error %s says where the student is', (rule) => {
    const sure = { rule, residualSd: 0 };
    const all = rule === 'any-k' ? null : 1;
    const no = rule === 'any-k' ? null : 0;
    expect(ask({ ...sure, trueRatePerWeek: 1 })).toEqual({ below: 1, above: no, neither: no });
    expect(ask({ ...sure, trueRatePerWeek: 2 })).toEqual({ below: 0, above: all, neither: no });
    // 0.1 + 0.2 is on a line of 0.3: the decimals are meant.
    const on = { trueRatePerWeek: 0.1 + 0.2, goalRatePerWeek: 0.3 };
    expect(ask({ ...sure, ...on })).toEqual({ below: 0, above: no, neither: all });
  });

  test('a longest series, and rates out of all proportion, are still probabilities', () => {
    for (const rule of accuracyRules)
      for (const [trueRatePerWeek, goalRatePerWeek, residualSd] of [
        [1.5, 1.5, 10],
        [1.4, 1.5, 10],
        [-1e300, 1e300, 1e-300],
        [1e300, 1e300, 1e-300],
      ] as const) {
        const asked = { rule, n: mostPoints, trueRatePerWeek, goalRatePerWeek, residualSd };
        const { below } = ask({ ...asked, baseline: 'median-of-three' });
        expect(below! >= 0 && below! <= 1 + 1e-12).toBe(true);
      }
    expect(ask({ rule: 'any-k', k: 12, n: mostPoints }).below).toBeGreaterThan(0.1);
  });
});
