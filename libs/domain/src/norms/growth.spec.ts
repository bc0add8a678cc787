import { expect, test } from 'vitest';
import type { Grade } from '../measure/measure.js';
import { fuchs1993, growthIn, ncii13405 } from './growth.js';

// As printed, science.md 1.8: columns are grades 1 to 6.
const printed = {
  mean: '2.10|1.46|1.08|.84|.49|.32',
  sd: '.80|.69|.52|.30|.28|.33',
  realistic: '2.0|1.5|1.0|.85|.5|.3',
  ambitious: '3.0|2.0|1.5|1.1|.8|.65',
};
const slopes =
  '.109/.647/1.607|.616/1.025/1.570|.565/.948/1.445|.336/.800/1.194|.260/.833/1.437|.218/.688/1.310';

test('growth in oral reading is as Fuchs and colleagues printed it', () => {
  for (const [key, cells] of Object.entries(printed))
    for (const [i, cell] of cells.split('|').entries())
      expect(growthIn(String(i + 1) as Grade)).toMatchObject({ [key]: Number(cell) });
  expect(fuchs1993.rows).toHaveLength(6);
});

test('an ambitious rate is about the mean and a standard deviation', () => {
  for (const { mean, sd, ambitious } of fuchs1993.rows)
    expect(Math.abs(mean + sd - ambitious)).toBeLessThan(0.2);
});

test('a grade without a row has no growth, rather than none', () => {
  for (const grade of ['PK', 'K', '7', '12'] as const)
    expect(growthIn(grade)).toEqual({ mean: null, sd: null, realistic: null, ambitious: null });
});

test('the slopes of the NCII chart are as printed, and differ widely from 1993 in grade 1', () => {
  expect(ncii13405.rows.map((row) => row.slopes)).toEqual(
    slopes.split('|').map((cell) => cell.split('/').map(Number)),
  );
  expect(ncii13405.rows[0].slopes[1]).toBeLessThan(growthIn('1').mean! / 3);
});
