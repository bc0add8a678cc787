import { describe, expect, test } from 'vitest';
import { RuleBroken } from '../rule-broken.js';
import { measureOf, measures, mustBeOnScale } from './catalogue.js';

describe('the catalogue of measures', () => {
  test('finds each by its key, and none by another', () => {
    for (const measure of measures) expect(measureOf(measure.key)).toBe(measure);
    expect(new Set(measures.map(({ key }) => key)).size).toBe(measures.length);
    expect(measureOf('cbm/nothing')).toBeUndefined();
  });

  test.each([
    ['cico/weekly-percent', 0, true],
    ['cico/weekly-percent', 100, true],
    ['cico/weekly-percent', 100.5, false],
    ['cico/weekly-percent', -0.5, false],
    ['dibels-8/orf-accuracy', 101, false],
    ['cbm/orf', 0, true],
    ['cbm/orf', -1, false],
    ['cbm/orf', 400, true],
    ['nwea-map/reading-rit', -5, true],
    ['of-another-version', -5, true],
  ])('%s has the score %d: %s', (measure, value, possible) => {
    const check = () => mustBeOnScale(measure, value);
    if (possible) expect(check).not.toThrow();
    else expect(check).toThrow(RuleBroken);
  });
});
