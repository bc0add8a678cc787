import { expect, test } from 'vitest';
import { ols } from './ols.js';
import { project } from './projection.js';

const weekly = (values: readonly number[]) => values.map((value, i) => ({ t: i + 1, value }));

const options = { level: 0.75, seeFloor: 5 };

// science.md 9, decision A: goal 30 weeks out.
test.each([
  [0, 50.685, 4.943, 44.554, 56.815],
  [5, 50.685, 13.579, 33.842, 67.527],
])('with a floor of %f', (seeFloor, value, se, low, high) => {
  const fit = ols(weekly([44, 41, 46, 43, 45, 42, 47, 44, 46, 45]));
  const projection = project(fit, 30, { level: 0.75, seeFloor })!;
  expect(projection.value).toBeCloseTo(value, 3);
  expect(projection.se).toBeCloseTo(se, 3);
  expect(projection.low).toBeCloseTo(low, 2);
  expect(projection.high).toBeCloseTo(high, 2);
});

test('no fit, no projection; two points, no interval', () => {
  expect(project(null, 30, options)).toBeNull();
  expect(project(ols(weekly([10, 12])), 30, options)).toEqual({
    value: 68,
    se: null,
    t: null,
    low: null,
    high: null,
    level: 0.75,
  });
});

test('equal values fall back on the floor', () => {
  expect(project(ols(weekly([9, 9, 9, 9, 9, 9])), 30, options)!.se).toBeGreaterThan(5);
});
