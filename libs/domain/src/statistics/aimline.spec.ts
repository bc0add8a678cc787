import { expect, test } from 'vitest';
import { aimlineAt, medianOfLastThree, positionOf, signOf } from './aimline.js';

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
  expect(aimlineAt({ ...line, goal: line.baseline }, '2025-09-08')).toBeNull();
});

test('a point on the line is on it in spite of binary fractions', () => {
  const tenths = {
    baseline: { on: '2025-09-08', value: 0 },
    goal: { on: '2025-11-17', value: 1 },
  };
  expect(positionOf(tenths, { on: '2025-09-29', value: 0.1 + 0.2 })).toBe('on');
  expect(positionOf(tenths, { on: '2025-09-29', value: 0.3001 })).toBe('above');
});

test('the better side depends on the direction', () => {
  expect(signOf('above', 'increase')).toBe('+');
  expect(signOf('above', 'decrease')).toBe('-');
  expect(signOf('on', 'decrease')).toBe('0');
});

test('the median of the last three is held against the line at the middle date', () => {
  const occasions = [
    { on: '2025-10-06', value: 99 },
    { on: '2025-11-03', value: 44 },
    { on: '2025-11-10', value: 46 },
    { on: '2025-11-17', value: 45 },
  ];
  expect(medianOfLastThree(occasions, line)).toMatchObject({
    value: 45,
    on: '2025-11-10',
    aimline: 55.5,
    result: 'below',
  });
  expect(medianOfLastThree(occasions.slice(0, 2), line)).toBeNull();
});
