import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../time.js';
import { goalByRate, intraIndividualGoal, rounded, type GrowthEstimator } from './goal.js';

// science.md 9, examples 4 (graphprogress) and 5 (5y1 goal sheet, which prints 118).
test('goals by rate, as published', () => {
  expect(goalByRate(20, 1.5, 36, 'half_up')).toBe(74);
  expect(goalByRate(20, 1.1, 36, 'none')).toBeCloseTo(59.6, 9);
  expect(goalByRate(20, 1.1, 36, 'half_up')).toBe(60);
  expect(goalByRate(93, 0.8, 32, 'none')).toBeCloseTo(118.6, 9);
  expect(goalByRate(93, 0.8, 32, 'half_up')).toBe(119);
  expect(goalByRate(93, 0.8, 32, 'down')).toBe(118);
});

describe('rounding', () => {
  test.each([
    [59.5, 60, 59],
    [59.49999999999999, 60, 59],
    [59.49, 59, 59],
    [1.005 * 100, 101, 100],
    [0.1 * 3 * 10, 3, 3],
    [-2.5, -2, -3],
    [-0.2, 0, -1],
    [0.5, 1, 0],
    [1e10 + 0.25, 1e10, 1e10],
    [1e300, 1e300, 1e300],
    [2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 1],
  ])('%d: half up %d, down %d', (value, up, down) => {
    expect(Object.is(rounded(value, 'half_up'), up)).toBe(true);
    expect(Object.is(rounded(value, 'down'), down)).toBe(true);
    expect(rounded(value, 'none')).toBe(value);
  });

  test('hundredths round as they do on paper, also where arithmetic left residue', () => {
    const cents = fc.integer({ min: 0, max: 10_000_000 });
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        const onPaper = Math.trunc((a + b + 50) / 100);
        expect(rounded(a / 100 + b / 100, 'half_up')).toBe(onPaper);
        expect(rounded(a / 100 + b / 100, 'down')).toBe(Math.trunc((a + b) / 100));
      }),
    );
  });
});

describe('a goal by the student’s own growth', () => {
  // science.md 9, example 11 (NCSPM manual; the printed 10.72 comes from a slope rounded to .29).
  const weeklyScores = [3, 2, 5, 6, 5, 5, 7, 4];
  const ask = (
    estimator: GrowthEstimator,
    scores = weeklyScores,
    more: { weeks?: number | null; direction?: 'increase' | 'decrease' } = {},
  ) => {
    const occasions = scores.map((value, i) => ({ on: addDays('2025-09-08', 7 * i), value }));
    const timed = occasions.map(({ value }, i) => ({ t: i, value }));
    const how = { estimator, factor: 1.5, weeks: 14, direction: 'increase', rounding: 'none' };
    return intraIndividualGoal(occasions, timed, { ...how, ...more } as never);
  };

  test.each([
    ['tukey-n-minus-1', 2 / 7, 10.625],
    ['tukey-median-x', 0.4, 13.025],
    ['ols', 0.369, 12.375],
  ] as const)('%s', (estimator, slope, goal) => {
    const own = ask(estimator);
    expect(own.baseline).toBe(4.625);
    expect(own.slopePerWeek).toBeCloseTo(slope, 3);
    expect(own.goal).toBeCloseTo(goal, 3);
  });

  test('seven weeks are too few, and say so by having no goal', () => {
    const own = ask('ols', weeklyScores.slice(0, 7));
    expect(own.goal).toBeNull();
    expect(own.baseline).toBeCloseTo(33 / 7, 12);
    expect(own.slopePerWeek).not.toBeNull();
  });

  test('no growth, or growth the wrong way, is not usable', () => {
    expect(ask('ols', [5, 5, 5, 5, 5, 5, 5, 5])).toMatchObject({ slopePerWeek: 0, goal: null });
    const falling = [...weeklyScores].reverse();
    expect(ask('ols', falling).goal).toBeNull();
    expect(ask('ols', falling, { direction: 'decrease' }).goal).toBeCloseTo(-3.125, 9);
    expect(ask('ols', weeklyScores, { direction: 'decrease' }).goal).toBeNull();
  });

  test('without dates there is a baseline and no goal; without scores nothing', () => {
    expect(ask('ols', weeklyScores, { weeks: null }).goal).toBeNull();
    expect(ask('tukey-median-x', [])).toEqual({ baseline: null, slopePerWeek: null, goal: null });
  });
});

test('a goal of millions rounds as one of tens, and a zero has no sign', () => {
  expect(rounded(4194303.499999998, 'half_up')).toBe(4194304);
  expect(rounded(4194303.49, 'half_up')).toBe(4194303);
  expect(Object.is(rounded(-0, 'none'), 0)).toBe(true);
});
