import { expect, test } from 'vitest';
import { endpointSlope } from './endpoint.js';

const between = (t1: number, first: number, t2: number, last: number) =>
  endpointSlope([
    { t: t1, value: first },
    { t: (t1 + t2) / 2, value: 1000 },
    { t: t2, value: last },
  ]);

test.each([
  // science.md 9, example 1 (IRIS Center, RTI maths module p. 6).
  [1, 12, 8, 20, 8 / 7],
  // Example 2 (FastBridge/eduCLIMBER; printed 1.91, truncated).
  [0, 75, 12, 98, 23 / 12],
  // Examples 3 (aimsweb training, printed 2.27) and 7 (fastactionedu): the rate that is needed.
  [0, 58, 15, 92, 34 / 15],
  [0, 35, 20, 90, 2.75],
])('week %d: %d, week %d: %d', (t1, first, t2, last, slope) => {
  expect(between(t1, first, t2, last)).toBeCloseTo(slope, 12);
});

// science.md 9, "Full decisions".
test.each([
  ['A', 44, 45, 0.1111],
  ['B', 58, 68, 1.1111],
  ['C', 43, 60, 1.8889],
  ['D', 32, 42, 1.1111],
])('the worked series %s', (_, first, last, slope) => {
  expect(between(1, first, 10, last)).toBeCloseTo(slope, 4);
});

test('needs two different dates', () => {
  expect(endpointSlope([])).toBeNull();
  expect(endpointSlope([{ t: 1, value: 5 }])).toBeNull();
  expect(between(1, 5, 1, 9)).toBeNull();
  expect(between(0, -1.7e308, 1 / 7, 1.7e308)).toBeNull();
});

test('equal ends have slope 0', () => {
  expect(between(0, 0.1 + 0.2, 5, 0.3)).toBe(0);
});
