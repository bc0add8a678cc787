import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { goalReached, responseOf, type ResponseInputs } from './response.js';

const interval = (low: number, value: number, high: number) => ({
  low,
  value,
  high,
  se: 1,
  t: 1,
  level: 0.75,
});
const bare = (value: number) => ({ value, low: null, high: null, se: null, t: null, level: 0.75 });
const asked: ResponseInputs = {
  delivered: true,
  n: 10,
  minPoints: 8,
  decideFrom: 12,
  projection: interval(70, 80, 90),
  needsInterval: true,
  direction: 'increase',
};

// science.md 2.6, in its order.
describe('the default rule', () => {
  test.each([
    ['a plan that was not delivered', { delivered: false }, 'not_interpretable', null],
    ['… even with too few points', { delivered: false, n: 2 }, 'not_interpretable', null],
    ['seven points', { n: 7 }, 'insufficient_data', null],
    ['all under the goal', { projection: interval(60, 70, 79.9) }, 'inadequate', null],
    ['all over the goal', { projection: interval(80.1, 90, 99) }, 'exceeds', null],
    ['the goal inside', {}, 'uncertain', null],
    ['the goal on the upper end', { projection: interval(60, 70, 80) }, 'uncertain', null],
    ['the goal on the lower end', { projection: interval(80, 90, 99) }, 'uncertain', null],
    ['eleven points', { n: 11 }, 'uncertain', null],
    ['twelve points, on the goal', { n: 12 }, 'on_track', 'low'],
    ['twelve, under it', { n: 12, projection: interval(70, 79.9, 90) }, 'inadequate', 'low'],
    ['twelve, over it', { n: 12, projection: interval(70, 80.1, 90) }, 'on_track', 'low'],
    ['twelve, all under', { n: 12, projection: interval(60, 70, 79.9) }, 'inadequate', null],
    ['no trend', { projection: null }, 'insufficient_data', null],
    ['a trend without its interval', { projection: bare(80) }, 'insufficient_data', null],
    ['a robust trend', { projection: bare(50), needsInterval: false }, 'uncertain', null],
    [
      'a robust trend of twelve',
      { projection: bare(50), needsInterval: false, n: 12 },
      'inadequate',
      'low',
    ],
  ] as const)('%s: %s', (_, more, outcome, confidence) => {
    expect(responseOf({ ...asked, ...more }, 80)).toEqual({ outcome, confidence });
  });

  test('without a goal there is no outcome, but too few points are too few', () => {
    expect(responseOf(asked, null)).toEqual({ outcome: null, confidence: null });
    expect(responseOf({ ...asked, n: 3 }, null).outcome).toBe('insufficient_data');
    expect(responseOf({ ...asked, delivered: false }, null).outcome).toBe('not_interpretable');
  });

  test('where lower is better everything is turned round, and the data are not', () => {
    const value = fc.integer({ min: -50, max: 50 });
    const n = fc.integer({ min: 6, max: 14 });
    fc.assert(
      fc.property(value, fc.nat(20), value, n, (middle, margin, goal, points) => {
        const up = {
          ...asked,
          n: points,
          projection: interval(middle - margin, middle, middle + margin),
        };
        const down = {
          ...up,
          direction: 'decrease' as const,
          projection: interval(0 - middle - margin, 0 - middle, 0 - middle + margin),
        };
        expect(responseOf(down, 0 - goal)).toEqual(responseOf(up, goal));
      }),
    );
  });
});

// science.md 2.8: goal reached early.
describe('the goal is met', () => {
  const course = (...values: number[]) =>
    values.map((value, i) => ({ on: `2025-10-0${i + 1}`, value }));

  test('by three occasions in a row at or beyond it, up to the last', () => {
    expect(goalReached(course(70, 80, 80, 81), 80, 'increase', 3)).toBe(true);
    expect(goalReached(course(80, 80, 81, 79), 80, 'increase', 3)).toBe(false);
    expect(goalReached(course(80, 81), 80, 'increase', 3)).toBe(false);
    expect(goalReached(course(0.1 + 0.2), 0.3, 'decrease', 1)).toBe(true);
    expect(goalReached(course(9, 5, 4, 5), 5, 'decrease', 3)).toBe(true);
    expect(goalReached(course(5, 4, 6), 5, 'decrease', 3)).toBe(false);
    expect(goalReached([], 5, 'decrease', 3)).toBe(false);
  });
});

test('eight of eight points are enough', () => {
  expect(responseOf({ ...asked, n: 8 }, 80).outcome).toBe('uncertain');
});

test('where lower is better, an interval that ends on the goal covers it', () => {
  const down = { ...asked, direction: 'decrease' as const };
  expect(responseOf({ ...down, projection: interval(80, 85, 90) }, 80).outcome).toBe('uncertain');
  expect(responseOf({ ...down, projection: interval(70, 75, 80) }, 80).outcome).toBe('uncertain');
});
