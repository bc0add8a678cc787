import { describe, expect, test } from 'vitest';
import { calculate, InputProblem } from './calculation.js';
import { gap } from './gap.js';

const answer = (document: unknown) =>
  JSON.parse(calculate(gap, JSON.stringify(document))) as Record<string, unknown>;

const nothing = {
  gap: null,
  ratio: null,
  significant: null,
  neededRatePerWeek: null,
  weeksToGoal: null,
};

// interfaces.md 2.1: the example there.
const example = {
  expected: 88,
  current: 52,
  weeksLeft: 12,
  attainedRatePerWeek: 1.1,
  direction: 'increase',
  significantRatio: 2,
  inclusive: false,
};

test('expected 88, current 52', () => {
  expect(answer(example)).toEqual({
    gap: 36,
    ratio: 88 / 52,
    significant: false,
    neededRatePerWeek: 3,
    weeksToGoal: 36 / 1.1,
  });
});

test('the defaults are those of the example', () => {
  const { direction: _, significantRatio: __, inclusive: ___, ...rest } = example;
  expect(answer(rest)).toEqual(answer(example));
});

test('every part may be left out', () => {
  expect(answer({})).toEqual(nothing);
  expect(answer({ expected: 88 })).toEqual(nothing);
  expect(answer({ current: null, expected: 88, weeksLeft: 12 })).toEqual(nothing);
  expect(answer({ expected: 88, current: 44 })).toEqual({
    ...nothing,
    gap: 44,
    ratio: 2,
    significant: false,
  });
});

test('the options reach the figures', () => {
  const twice = { expected: 88, current: 44 };
  expect(answer({ ...twice, inclusive: true })['significant']).toBe(true);
  expect(answer({ ...twice, significantRatio: 1.9 })['significant']).toBe(true);
  expect(answer({ ...twice, direction: 'decrease' })['ratio']).toBe(0.5);
});

describe('an input that cannot be', () => {
  test.each([
    [{ ...example, expected: '88' }, '/expected'],
    [{ ...example, significantRatio: 0 }, '/significantRatio'],
    [{ ...example, direction: 'sideways' }, '/direction'],
    [{ ...example, inclusive: 'no' }, '/inclusive'],
    [{ ...example, weeks: 12 }, '/weeks'],
  ])('%j is refused at %s', (document, where) => {
    const ask = () => calculate(gap, JSON.stringify(document));
    expect(ask).toThrow(InputProblem);
    expect(ask).toThrow(expect.objectContaining({ where }));
  });
});
