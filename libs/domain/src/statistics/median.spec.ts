import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baselineOf, median } from './median.js';

test('the published medians', () => {
  expect(median([30, 49, 23, 41, 59])).toBe(41);
  expect(median([56, 58, 53, 57])).toBe(56.5);
  expect(median([87, 81, 80, 89, 90, 82])).toBe(84.5);
});

test('a median has as many values under it as over it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const m = median(values)!;
      expect(values.filter((v) => v < m).length).toBeLessThanOrEqual(values.length / 2);
      expect(values.filter((v) => v > m).length).toBeLessThanOrEqual(values.length / 2);
    }),
  );
});

test('of nothing there is no median', () => {
  expect(median([])).toBeNull();
});

test('a baseline of one probe is flagged', () => {
  expect(baselineOf([38, 45, 42])).toEqual({ median: 42, flags: [] });
  expect(baselineOf([38])).toEqual({ median: 38, flags: ['single_probe_baseline'] });
  expect(baselineOf([])).toBeNull();
});
