import fc from 'fast-check';
import { expect, test } from 'vitest';
import { median } from './median.js';

// science.md 9, examples 8 (experts123), 9 (North Clackamas) and 10 (UND SPED 557).
test('the published medians', () => {
  expect(median([30, 49, 23, 41, 59])).toBe(41);
  expect(median([56, 58, 53, 57])).toBe(56.5);
  expect(median([87, 81, 80, 89, 90, 82])).toBe(84.5);
  expect(median([80, 81, 82, 88, 89, 90])).toBe(85);
  expect(median([33, 45, 36, 42, 44])).toBe(42);
  expect(median([52, 60, 58, 64, 68])).toBe(60);
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

test('a median is what sorting and counting to the middle gives, whatever the order', () => {
  const scores = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1 });
  fc.assert(
    fc.property(scores, (values) => {
      const asked = [...values];
      const left = [...values];
      const takeEnds = () => {
        left.splice(left.indexOf(Math.max(...left)), 1);
        left.splice(left.indexOf(Math.min(...left)), 1);
      };
      while (left.length > 2) takeEnds();
      expect(median(asked)).toBeCloseTo(left.reduce((sum, v) => sum + v, 0) / left.length, 9);
      expect(median([...asked].reverse())).toBe(median(asked));
      expect(asked).toEqual(values);
    }),
  );
});

test('two huge scores have a middle too', () => {
  expect(median([1.6e308, 1.6e308])).toBe(1.6e308);
  expect(median([-1.6e308, 1.6e308])).toBe(0);
});
