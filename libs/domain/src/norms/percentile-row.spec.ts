import { describe, expect, test } from 'vitest';
import type { Grade } from '../measure/measure.js';
import { row } from './norm-table.js';
import { percentileRow } from './percentile-row.js';
import { hasbrouckTindal2006 } from './tables/hasbrouck-tindal-2006.js';
import { hasbrouckTindal2017 } from './tables/hasbrouck-tindal-2017.js';

const percentiles = [10, 25, 50, 75, 90];

test('the 50th percentile of grade 3 over the year', () => {
  expect(percentileRow(hasbrouckTindal2017, 'orf-wcpm', '3', 50)).toEqual({
    fall: 83,
    winter: 97,
    spring: 112,
    averageWeeklyImprovement: 0.90625,
    weeks: 32,
  });
});

test('grade 1 has no fall norm: sixteen weeks from winter', () => {
  expect(percentileRow(hasbrouckTindal2017, 'orf-wcpm', '1', 50)).toEqual({
    fall: null,
    winter: 29,
    spring: 60,
    averageWeeklyImprovement: 1.9375,
    weeks: 16,
  });
});

describe('the printed column agrees at one decimal, but for the three cells that science.md 1.1 lists', () => {
  test.each([
    ['5', 10, 1.1875, 1.9],
    ['6', 50, 0.4375, 0.3],
    ['1', 10, 0.5625, 0.5],
  ] as const)('grade %s, %ith percentile', (grade, percentile, computed, printed) => {
    const { averageWeeklyImprovement } = percentileRow(
      hasbrouckTindal2017,
      'orf-wcpm',
      grade,
      percentile,
    );
    expect(averageWeeklyImprovement).toBe(computed);
    expect(Math.abs(computed - printed)).toBeGreaterThan(0.05);
  });
});

test('every cell of both tables is the gain over its weeks, counted in 32nds', () => {
  for (const table of [hasbrouckTindal2006, hasbrouckTindal2017])
    for (const row of table.rows)
      for (const [i, percentile] of percentiles.entries()) {
        const answer = percentileRow(table, 'orf-wcpm', row.grade, percentile);
        const gainIn32nds = row.fall
          ? row.spring![i]! - row.fall[i]!
          : 2 * (row.spring![i]! - row.winter![i]!);
        expect(answer.averageWeeklyImprovement! * 32).toBe(gainIn32nds);
        expect(answer.weeks).toBe(row.grade === '1' ? 16 : 32);
      }
});

test('what is not printed is null, never interpolated', () => {
  const nothing = {
    fall: null,
    winter: null,
    spring: null,
    averageWeeklyImprovement: null,
    weeks: null,
  };
  for (const grade of ['K', '7', '12'] as Grade[])
    expect(percentileRow(hasbrouckTindal2017, 'orf-wcpm', grade, 50)).toEqual(nothing);
  for (const percentile of [0, 11, 49.5, 100, -10, Number.NaN])
    expect(percentileRow(hasbrouckTindal2017, 'orf-wcpm', '3', percentile)).toEqual(nothing);
});

test('without a spring norm there is no improvement', () => {
  const rows = [
    row('orf-wcpm', '3', [1, 2, 3, 4, 5], null, null),
    row('orf-wcpm', '4', null, [1, 2, 3, 4, 5], null),
  ];
  const table = { ...hasbrouckTindal2017, rows };
  expect(percentileRow(table, 'orf-wcpm', '3', 50)).toMatchObject({
    fall: 3,
    averageWeeklyImprovement: null,
    weeks: 32,
  });
  expect(percentileRow(table, 'orf-wcpm', '4', 50)).toMatchObject({
    winter: 3,
    averageWeeklyImprovement: null,
    weeks: 16,
  });
});
