import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LocalDate } from '../time.js';
import { baselineOf, isStale } from './baseline.js';

test('a baseline of one probe is flagged', () => {
  expect(baselineOf([38, 45, 42])).toEqual({ median: 42, flags: [] });
  expect(baselineOf([38])).toEqual({ median: 38, flags: ['single_probe_baseline'] });
  expect(baselineOf([])).toBeNull();
});

// science.md 2.1: "more than 3 weeks".
test.each([
  ['2025-09-22', false],
  ['2025-09-29', false],
  ['2025-09-30', true],
  ['2025-09-01', false],
])('a baseline of 8 September, used first on %s, is stale after three weeks: %s', (on, stale) => {
  expect(isStale('2025-09-08', on, 21)).toBe(stale);
});

test('without a date, a first use or a limit nothing is stale', () => {
  expect(isStale(null, '2026-01-01', 21)).toBe(false);
  expect(isStale('2025-09-08', null, 21)).toBe(false);
  expect(isStale('2025-09-08', '2026-01-01', null)).toBe(false);
});

test('days are counted one by one, over every turn of month and year', () => {
  const day = fc.date({
    min: new Date('2019-01-01'),
    max: new Date('2032-12-31'),
    noInvalidDate: true,
  });
  const dateOf = (at: Date) => at.toISOString().slice(0, 10) as LocalDate;
  fc.assert(
    fc.property(day, fc.nat(400), fc.nat(400), (from, later, limit) => {
      const to = new Date(from);
      for (let n = 0; n < later; n += 1) to.setUTCDate(to.getUTCDate() + 1);
      expect(isStale(dateOf(from), dateOf(to), limit)).toBe(later > limit);
    }),
  );
});
