import { describe, expect, test } from 'vitest';
import { dualDiscrepancy, fuchsCuts } from './dual-discrepancy.js';

describe('low and slow', () => {
  const word = fuchsCuts['grade-1-word-identification'];
  const passage = fuchsCuts['grade-2-passage-reading'];

  // science.md 9, example 12 (Jenkins, RTI Action Network).
  test('word identification 28 with 1.5 a week does not respond', () => {
    expect(dualDiscrepancy({ level: 28, growthPerWeek: 1.5 }, word, 'increase')).toEqual({
      levelDiscrepant: true,
      growthDiscrepant: true,
      discrepant: true,
    });
  });

  test.each([
    [30, 1.5, false],
    [28, 1.8, false],
    [29, 1.7, true],
    [31, 0.2, false],
    [5, 2.5, false],
  ])('level %d, growth %d: %s', (level, growthPerWeek, discrepant) => {
    expect(dualDiscrepancy({ level, growthPerWeek }, word, 'increase').discrepant).toBe(discrepant);
  });

  test('grade 2 passage reading: under 60 and under 1.0', () => {
    const of = (level: number, growthPerWeek: number) =>
      dualDiscrepancy({ level, growthPerWeek }, passage, 'increase').discrepant;
    expect([of(59, 0.9), of(60, 0.9), of(59, 1)]).toEqual([true, false, false]);
  });

  test('where lower is better, high and falling slowly', () => {
    const cuts = { level: 6, growthPerWeek: -0.5 };
    const of = (level: number, growthPerWeek: number) =>
      dualDiscrepancy({ level, growthPerWeek }, cuts, 'decrease').discrepant;
    expect([of(7, -0.4), of(7, -0.5), of(6, 0)]).toEqual([true, false, false]);
  });

  test('what is unknown decides nothing, what is known may', () => {
    const of = (level: number | null, growthPerWeek: number | null) =>
      dualDiscrepancy({ level, growthPerWeek }, word, 'increase').discrepant;
    expect([of(28, null), of(null, 1.5), of(null, null)]).toEqual([null, null, null]);
    expect([of(40, null), of(null, 2)]).toEqual([false, false]);
  });
});
