import fc from 'fast-check';
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

test('a gap of exactly 21 days is none, of 22 is one, and a break does not count', () => {
  const points = dates('++----');
  const apart = (days: number) =>
    points.map((p, i) => (i > 3 ? { ...p, on: addDays(p.on, days - 7) } : p));
  expect(pointRule(apart(21), rule).run).toBe(4);
  expect(pointRule(apart(22), rule).run).toBe(2);
  const withoutBreak = (from: string, to: string) => daysBetween(from, to) - 14;
  expect(pointRule(apart(35), { ...rule, gapBetween: withoutBreak }).run).toBe(4);
  expect(pointRule(apart(36), { ...rule, gapBetween: withoutBreak }).run).toBe(2);
});

test('a point without an aimline ends a run', () => {
  const points = dates('------').map((p, i) => (i === 2 ? { ...p, sign: null } : p));
  expect(pointRule(points, rule).run).toBe(3);
  expect(pointRule([...points, { on: '2025-11-10', sign: null }], rule).run).toBe(0);
});

test('k decides, three or four', () => {
  expect(pointRule(dates('++++++---'), { ...rule, k: 3 }).result).toBe('change');
  expect(pointRule(dates('++++++---'), rule).result).toBe('continue');
});

test('against somebody who cuts the course into runs', () => {
  const course = fc.array(
    fc.record({
      sign: fc.constantFrom('+', '-', '0', null),
      after: fc.integer({ min: 1, max: 40 }),
    }),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(course, fc.integer({ min: 1, max: 5 }), fc.nat(8), (steps, k, minPoints) => {
      let on = '2025-09-08';
      const runs: { sign: string | null; length: number }[] = [];
      const points = steps.map(({ sign, after }) => {
        on = addDays(on, after);
        const last = runs.at(-1);
        const goesOn = last && sign !== null && sign !== '0' && last.sign === sign && after <= 21;
        if (goesOn) last.length++;
        else runs.push({ sign, length: 1 });
        return { on, sign: sign as '+' | '-' | '0' | null };
      });
      const last = runs.at(-1);
      const counts = last !== undefined && (last.sign === '+' || last.sign === '-');
      const run = counts ? last.length : 0;
      const speaks = last?.sign === '-' ? 'change' : 'raise';
      const result = points.length < minPoints ? 'too_few' : run >= k ? speaks : 'continue';
      expect(pointRule(points, { ...rule, k, minPoints })).toEqual({ k, result, run });
    }),
  );
});
