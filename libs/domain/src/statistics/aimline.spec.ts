import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../time.js';
import { aimlineAt, drawn, medianOfLastThree, positionOf, signOf } from './aimline.js';

const line = {
  baseline: { on: '2025-09-08', value: 42 },
  goal: { on: '2026-04-06', value: 87 },
};

test('is straight, and never goes on past its goal', () => {
  expect(aimlineAt(line, '2025-09-08')).toBe(42);
  expect(aimlineAt(line, '2025-09-15')).toBeCloseTo(43.5, 12);
  expect(aimlineAt(line, '2026-04-06')).toBe(87);
  expect(aimlineAt(line, '2026-04-07')).toBeNull();
  expect(aimlineAt(line, '2025-09-07')).toBeNull();
});

test('there is none where the goal is not later than the baseline', () => {
  expect(aimlineAt({ ...line, goal: line.baseline }, '2025-09-08')).toBeNull();
  const backwards = { baseline: line.goal, goal: line.baseline };
  expect(aimlineAt(backwards, '2025-12-01')).toBeNull();
});

test('a point on the line is on it in spite of binary fractions', () => {
  const tenths = {
    baseline: { on: '2025-09-08', value: 0 },
    goal: { on: '2025-11-17', value: 1 },
  };
  expect(positionOf(tenths, { on: '2025-09-29', value: 0.1 + 0.2 })).toBe('on');
  expect(positionOf(tenths, { on: '2025-09-29', value: 0.3001 })).toBe('above');
  expect(positionOf(tenths, { on: '2025-12-29', value: 0.3 })).toBeNull();
});

test('a line down through 0 is 0 there, and a score of 0 is on it', () => {
  // 0.6 + (-0.2 - 0.6) · (21/28) leaves 1e-17 in binary fractions.
  const down = {
    baseline: { on: '2025-09-08', value: 0.6 },
    goal: { on: '2025-10-06', value: -0.2 },
  };
  expect(drawn(down, undefined, 'kept')('2025-09-29')).not.toBe(0);
  expect(aimlineAt(down, '2025-09-29')).toBe(0);
  expect(positionOf(down, { on: '2025-09-29', value: 0 })).toBe('on');
});

test('every scored tenth on a line of tenths is on it, every other is not', () => {
  const tenths = fc.integer({ min: -500, max: 500 });
  fc.assert(
    fc.property(
      tenths,
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(40),
      (from, perWeek, weeks, at) => {
        fc.pre(at <= weeks);
        const on = addDays('2025-09-08', 7 * at);
        const drawnLine = {
          baseline: { on: '2025-09-08', value: from / 10 },
          goal: { on: addDays('2025-09-08', 7 * weeks), value: (from + perWeek * weeks) / 10 },
        };
        const exact = from + perWeek * at;
        expect(positionOf(drawnLine, { on, value: exact / 10 })).toBe('on');
        expect(positionOf(drawnLine, { on, value: (exact + 1) / 10 })).toBe('above');
        expect(positionOf(drawnLine, { on, value: (exact - 1) / 10 })).toBe('below');
      },
    ),
  );
});

test('a line that no number can hold is undefined', () => {
  const huge = {
    baseline: { on: '2025-09-08', value: -1.7e308 },
    goal: { on: '2026-04-06', value: 1.7e308 },
  };
  expect(aimlineAt(huge, '2025-12-01')).toBeNull();
});

test('the better side depends on the direction', () => {
  expect(signOf('above', 'increase')).toBe('+');
  expect(signOf('below', 'increase')).toBe('-');
  expect(signOf('above', 'decrease')).toBe('-');
  expect(signOf('below', 'decrease')).toBe('+');
  expect(signOf('on', 'decrease')).toBe('0');
});

describe('the median of the last three', () => {
  const occasions = [
    { on: '2025-10-06', value: 99 },
    { on: '2025-11-03', value: 44 },
    { on: '2025-11-10', value: 46 },
    { on: '2025-11-17', value: 45 },
  ];

  test('is held against the line at the middle date, or at the last if that is pinned', () => {
    expect(medianOfLastThree(occasions, line)).toEqual({
      value: 45,
      on: '2025-11-10',
      aimline: 55.5,
      result: 'below',
    });
    expect(medianOfLastThree(occasions, line, { date: 'last' })).toEqual({
      value: 45,
      on: '2025-11-17',
      aimline: 57,
      result: 'below',
    });
  });

  test('the two dates can tell two stories', () => {
    const between = occasions.map((o) => ({ ...o, value: 56 }));
    expect(medianOfLastThree(between, line)!.result).toBe('above');
    expect(medianOfLastThree(between, line, { date: 'last' })!.result).toBe('below');
  });

  test('needs three occasions; without a line it is only a score', () => {
    expect(medianOfLastThree(occasions.slice(0, 2), line)).toBeNull();
    expect(medianOfLastThree(occasions, null)).toEqual({
      value: 45,
      on: '2025-11-10',
      aimline: null,
      result: null,
    });
  });
});
