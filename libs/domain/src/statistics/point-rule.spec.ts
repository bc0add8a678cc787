import { expect, test } from 'vitest';
import { addDays, daysBetween } from '../time.js';
import { pointRule } from './point-rule.js';

const dates = (signs: string) =>
  Array.from(signs, (sign, i) => ({
    on: addDays('2025-09-15', 7 * i),
    sign: sign as '+' | '-' | '0',
  }));
const rule = { k: 4, minPoints: 6, enoughWeeks: true, maxGap: 21, gapBetween: daysBetween };

test.each([
  ['+---------', 'change', 9],
  ['+-++------', 'change', 6],
  ['++++++++++', 'raise', 10],
  ['+-+-+--+--', 'continue', 2],
  ['++--0-----', 'change', 5],
  ['++---0----', 'change', 4],
  ['+++---0---', 'continue', 3],
  ['-----0', 'continue', 0],
  ['-----', 'too_few', 5],
])('%s → %s', (signs, result, run) => {
  expect(pointRule(dates(signs), rule)).toEqual({ k: 4, result, run });
});

test('a missed week does not break a run, a long gap does', () => {
  const points = dates('++----');
  const missedOne = points.map((p, i) => (i > 3 ? { ...p, on: addDays(p.on, 7) } : p));
  const gone = points.map((p, i) => (i > 3 ? { ...p, on: addDays(p.on, 15) } : p));
  expect(pointRule(missedOne, rule).result).toBe('change');
  expect(pointRule(gone, rule)).toMatchObject({ result: 'continue', run: 2 });
});

test('three weeks must have passed', () => {
  expect(pointRule(dates('------'), { ...rule, enoughWeeks: false }).result).toBe('too_few');
});

test('no points at all', () => {
  expect(pointRule([], rule)).toEqual({ k: 4, result: 'too_few', run: 0 });
});
