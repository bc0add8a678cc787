import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from './compare.js';
import { theilSen } from './theil-sen.js';

const weekly = (values: readonly number[]) => values.map((value, i) => ({ t: i + 1, value }));
// science.md 9, "Full decisions": weekly points, baseline at t = 0.
const a = weekly([44, 41, 46, 43, 45, 42, 47, 44, 46, 45]);
const b = weekly([58, 57, 61, 63, 62, 60, 63, 65, 66, 68]);
const c = weekly([43, 45, 44, 49, 50, 52, 51, 56, 57, 60]);
const d = weekly([32, 30, 38, 33, 41, 35, 36, 44, 38, 42]);
const points = fc.array(
  fc.record({ t: fc.integer({ min: 0, max: 40 }), value: fc.integer({ min: 0, max: 200 }) }),
  { minLength: 3, maxLength: 30 },
);

test.each([
  ['A', a, 0.25],
  ['B', b, 1],
  ['C', c, 1.8333],
  ['D', d, 1],
] as const)('the worked series %s', (_, series, slope) => {
  expect(theilSen(series)!.slope).toBeCloseTo(slope, 4);
});

test('one spoiled probe does not move it', () => {
  expect(theilSen(weekly([10, 11, 12, 13, 99, 15, 16]))).toEqual({ slope: 1, intercept: 9 });
});

test('half of the pairs rise faster than the Theil–Sen slope, half slower', () => {
  fc.assert(
    fc.property(points, (ps) => {
      const line = theilSen(ps);
      if (!line) {
        expect(new Set(ps.map((p) => p.t)).size).toBe(1);
        return;
      }
      let faster = 0;
      let slower = 0;
      for (const p of ps)
        for (const q of ps)
          if (q.t > p.t) {
            const side = compare(q.value - p.value, line.slope * (q.t - p.t), 1);
            if (side > 0) faster++;
            if (side < 0) slower++;
          }
      const pairs = ps.flatMap((p) => ps.filter((q) => q.t > p.t)).length;
      expect(Math.max(faster, slower)).toBeLessThanOrEqual(pairs / 2);
    }),
  );
});

/** Every pair as a fraction of whole numbers, put in order by cross-multiplication: nothing is divided before the end. */
function slopesInOrder(ps: readonly { t: number; value: number }[]) {
  const pairs = ps.flatMap((p) =>
    ps.filter((q) => q.t > p.t).map((q) => ({ rise: q.value - p.value, run: q.t - p.t })),
  );
  return pairs.sort((x, y) => x.rise * y.run - y.rise * x.run);
}

test('the slope is the middle pair, or midway between the middle two; the line splits the points', () => {
  fc.assert(
    fc.property(points, (ps) => {
      const line = theilSen(ps);
      const pairs = slopesInOrder(ps);
      if (!line) {
        expect(pairs).toEqual([]);
        return;
      }
      const low = pairs[Math.ceil(pairs.length / 2) - 1]!;
      const high = pairs[Math.floor(pairs.length / 2)]!;
      expect(line.slope).toBeCloseTo((low.rise / low.run + high.rise / high.run) / 2, 9);
      const above = ps.filter((p) => p.value > line.intercept + line.slope * p.t + 1e-9).length;
      const below = ps.filter((p) => p.value < line.intercept + line.slope * p.t - 1e-9).length;
      expect(Math.max(above, below)).toBeLessThanOrEqual(ps.length / 2);
    }),
  );
});

test('a line that no number can hold is undefined', () => {
  const huge = [-1.7e308, 1.7e308].map((value, i) => ({ t: i / 7, value }));
  expect(theilSen(huge)).toBeNull();
});

test('no points, one point, one date: undefined', () => {
  expect(theilSen([])).toBeNull();
  expect(theilSen([{ t: 1, value: 5 }])).toBeNull();
  expect(theilSen([...weekly([5]), ...weekly([9])])).toBeNull();
});
