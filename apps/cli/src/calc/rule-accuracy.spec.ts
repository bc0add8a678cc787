import { describe, expect, test } from 'vitest';
import { calculate } from './calculation.js';
import { ruleAccuracyCalculation } from './rule-accuracy.js';

const asked = {
  rule: 'last-k',
  k: 4,
  n: 10,
  trueRatePerWeek: 1.5,
  goalRatePerWeek: 1.5,
  residualSd: 10,
  baseline: 'exact',
};
const ask = (changed: object) =>
  JSON.parse(
    calculate(ruleAccuracyCalculation, JSON.stringify({ ...asked, ...changed })),
  ) as Record<'below' | 'above' | 'neither', number | null>;

describe('calc rule-accuracy', () => {
  test('the share of students on goal whose last four points all lie below the line', () => {
    expect(ask({}).below).toBeCloseTo(0.0625, 12);
    expect(ask({ baseline: 'single-probe' }).below).toBeCloseTo(0.2, 12);
    expect(ask({ rule: 'any-k' })).toMatchObject({ above: null, neither: null });
  });

  test('what is left out is as in the default rule: runs of four, 80 % bound, 75 % interval, week 30', () => {
    expect(ask({ k: undefined })).toEqual(ask({}));
    const bound = { rule: 'ols-bound' };
    expect(ask(bound)).toEqual(ask({ ...bound, level: 0.8 }));
    const projection = { rule: 'projection', trueRatePerWeek: 1 };
    expect(ask(projection)).toEqual(ask({ ...projection, level: 0.75, goalWeek: 30 }));
  });

  test('too few points: the run cannot occur, the interval is undefined', () => {
    expect(ask({ n: 3 })).toEqual({ below: 0, above: 0, neither: 1 });
    expect(ask({ n: 2, rule: 'projection' })).toEqual({ below: null, above: null, neither: null });
  });

  test.each([
    [{ rule: 'gut-feeling' }, '/rule'],
    [{ k: 0 }, '/k'],
    [{ k: 2.5 }, '/k'],
    [{ n: -1 }, '/n'],
    [{ n: 1_000_000 }, '/n'],
    [{ n: '10' }, '/n'],
    [{ trueRatePerWeek: null }, '/trueRatePerWeek'],
    [{ residualSd: -1 }, '/residualSd'],
    [{ baseline: 'two-probes' }, '/baseline'],
    [{ level: 0 }, '/level'],
    [{ level: 1 }, '/level'],
    [{ rule: 'ols-bound', level: 0.3 }, '/level'],
    [{ goalWeek: 0 }, '/goalWeek'],
    [{ colour: 'blue' }, '/colour'],
  ])('%j is refused with its place', (changed, where) => {
    expect(() => ask(changed)).toThrow(expect.objectContaining({ where }) as Error);
  });
});
