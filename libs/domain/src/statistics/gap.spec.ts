import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapOf, isReachable, type GapInputs } from './gap.js';

const now = { weeksLeft: 12, attainedRatePerWeek: 1.1, direction: 'increase' as const };
const nothing = {
  gap: null,
  ratio: null,
  significant: null,
  neededRatePerWeek: null,
  weeksToGoal: null,
};

describe('gap worksheets', () => {
  test('expected 15, current 4 (science.md 9, example 6: TASP Tennessee worksheet)', () => {
    expect(gapOf({ ...now, expected: 15, current: 4 })).toMatchObject({
      ratio: 3.75,
      significant: true,
    });
  });

  test('needed rates (examples 3, aimsweb training, and 7, fastactionedu)', () => {
    const needed = (current: number, expected: number, weeksLeft: number) =>
      gapOf({ ...now, expected, current, weeksLeft }).neededRatePerWeek;
    expect(needed(58, 92, 15)).toBeCloseTo(2.27, 2);
    expect(needed(35, 90, 20)).toBeCloseTo(2.75, 12);
  });

  test('expected 88, current 52, twelve weeks left at 1.1 a week (interfaces.md 2.1)', () => {
    const gap = gapOf({ ...now, expected: 88, current: 52 });
    expect(gap).toMatchObject({ gap: 36, significant: false, neededRatePerWeek: 3 });
    expect(gap.weeksToGoal).toBeCloseTo(36 / 1.1, 9);
  });
});

describe('the edge of significance', () => {
  test('a ratio of 2 is significant only where that is included', () => {
    const twice = { ...now, expected: 20, current: 10 };
    expect(gapOf(twice).significant).toBe(false);
    expect(gapOf({ ...twice, inclusive: true }).significant).toBe(true);
    expect(gapOf({ ...twice, expected: 20.1 }).significant).toBe(true);
    expect(gapOf({ ...twice, expected: 0.6, current: 0.1 + 0.2 }).significant).toBe(false);
    expect(gapOf({ ...twice, significantRatio: 1.5 }).significant).toBe(true);
  });

  test('a denominator of 0 has no ratio and is significant', () => {
    expect(gapOf({ ...now, expected: 20, current: 0 })).toMatchObject({
      gap: 20,
      ratio: null,
      significant: true,
    });
    expect(gapOf({ ...now, expected: 0, current: 5, direction: 'decrease' })).toMatchObject({
      gap: -5,
      ratio: null,
      significant: true,
    });
  });

  test('where lower is better the ratio is turned round, the gap is not', () => {
    const down = { ...now, expected: 4, current: 10, direction: 'decrease' as const };
    expect(gapOf({ ...down, attainedRatePerWeek: -0.5 })).toEqual({
      gap: -6,
      ratio: 2.5,
      significant: true,
      neededRatePerWeek: -0.5,
      weeksToGoal: 12,
    });
  });
});

describe('undefined is an answer', () => {
  const there = { ...now, expected: 88, current: 52 };

  test.each([0, -1, null])('%s weeks left: no needed rate', (weeksLeft) => {
    expect(gapOf({ ...there, weeksLeft }).neededRatePerWeek).toBeNull();
  });

  test.each([0, -1, null])('growth of %s: never there', (attainedRatePerWeek) => {
    expect(gapOf({ ...there, attainedRatePerWeek }).weeksToGoal).toBeNull();
  });

  test('a goal that is reached is no weeks away, whichever way the scores go', () => {
    for (const attainedRatePerWeek of [1, -1]) {
      const { gap, weeksToGoal } = gapOf({ ...there, current: 88, attainedRatePerWeek });
      expect([gap, weeksToGoal].every((zero) => Object.is(zero, 0))).toBe(true);
    }
  });

  test('without one of the two scores there is no gap', () => {
    expect(gapOf({ ...there, expected: null })).toEqual(nothing);
    expect(gapOf({ ...there, current: null })).toEqual(nothing);
  });

  test('what no number can hold', () => {
    expect(gapOf({ ...there, expected: 1e300, current: 1e-300 })).toMatchObject({
      ratio: null,
      significant: true,
    });
    expect(gapOf({ ...there, expected: 1e300, current: -1e-300 }).significant).toBe(false);
    expect(gapOf({ ...there, expected: 1.7e308, current: -1.7e308 }).gap).toBeNull();
  });

  test('every figure is a number or null, whatever the input', () => {
    const any = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));
    const inputs = fc.record({
      expected: any,
      current: any,
      weeksLeft: any,
      attainedRatePerWeek: any,
      direction: fc.constantFrom('increase', 'decrease'),
    }) as fc.Arbitrary<GapInputs>;
    fc.assert(
      fc.property(inputs, (input) => {
        for (const value of Object.values(gapOf(input)))
          if (typeof value === 'number') {
            expect(Number.isFinite(value)).toBe(true);
            expect(Object.is(value, -0)).toBe(false);
          }
      }),
    );
  });

  test('by cross-multiplication of whole scores', () => {
    const score = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(score, score, score, score, (expected, current, weeks, rate) => {
        const inputs = { expected, current, weeksLeft: weeks, attainedRatePerWeek: rate };
        const up = gapOf({ ...inputs, direction: 'increase' });
        expect(up.significant).toBe(expected > 2 * current);
        expect(gapOf({ ...inputs, direction: 'decrease' }).significant).toBe(
          current > 2 * expected,
        );
        expect(up.neededRatePerWeek! * weeks).toBeCloseTo(expected - current, 9);
        if (expected < current) expect(up.weeksToGoal).toBeNull();
        else expect(up.weeksToGoal! * rate).toBeCloseTo(expected - current, 9);
      }),
    );
  });
});

// science.md 2.1, 2.7: a needed rate of at most twice the typical growth of peers.
test.each([
  [2, 1, 'increase', true],
  [2.01, 1, 'increase', false],
  [0.2 * 3, 0.3, 'increase', true],
  [-2, -1, 'decrease', true],
  [-2.01, -1, 'decrease', false],
  [1, 0, 'increase', null],
  [1, -1, 'increase', null],
  [null, 1, 'increase', null],
  [1, null, 'decrease', null],
] as const)(
  'a needed rate of %s where %s is typical (%s): %s',
  (needed, typical, direction, is) => {
    expect(isReachable(needed, typical, direction)).toBe(is);
  },
);

describe('what no ratio tells', () => {
  const now0 = { weeksLeft: null, attainedRatePerWeek: null, direction: 'increase' } as const;

  test('a current score of 0 is significant whatever is expected', () => {
    for (const expected of [20, 0, -5])
      expect(gapOf({ ...now0, expected, current: 0 })).toMatchObject({
        ratio: null,
        significant: true,
      });
  });

  test('to include the mark itself does not include what lies under it', () => {
    const under = { ...now0, expected: 19, current: 10, inclusive: true };
    expect(gapOf(under).significant).toBe(false);
  });
});

test('twice a typical growth of half a word is one word', () => {
  expect(isReachable(1, 0.5, 'increase')).toBe(true);
  expect(isReachable(1.1, 0.5, 'increase')).toBe(false);
});
