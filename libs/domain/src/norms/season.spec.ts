import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../time.js';
import { seasonOn, type SeasonWindow } from './season.js';

const windows: readonly SeasonWindow[] = [
  { season: 'fall', opensOn: '2025-09-08', closesOn: '2025-09-26' },
  { season: 'winter', opensOn: '2026-01-12', closesOn: '2026-01-30' },
  { season: 'spring', opensOn: '2026-05-04', closesOn: '2026-05-22' },
];

test.each([
  ['2025-09-08', 'fall', []],
  ['2025-09-26', 'fall', []],
  ['2025-09-27', 'fall', ['out_of_window']],
  ['2025-08-01', 'fall', ['out_of_window']],
  ['2025-11-19', 'fall', ['out_of_window']], // 54 days after fall, 54 before winter
  ['2025-11-20', 'winter', ['out_of_window']],
  ['2026-05-22', 'spring', []],
  ['2026-07-01', 'spring', ['out_of_window']],
])('a score of %s is read as %s %j', (date, season, flags) => {
  expect(seasonOn(date, windows)).toEqual({ season, flags });
  expect(seasonOn(date, [...windows].reverse())).toEqual({ season, flags });
});

test('the season is the window’s, not the month’s', () => {
  const late = [{ season: 'fall', opensOn: '2025-12-01', closesOn: '2025-12-12' }] as const;
  expect(seasonOn('2025-12-05', late)).toEqual({ season: 'fall', flags: [] });
});

test('a district without windows has no season', () => {
  expect(seasonOn('2025-09-10', [])).toBeNull();
});

test('against walking day by day outward from the date', () => {
  fc.assert(
    fc.property(fc.integer({ min: -60, max: 360 }), (offset) => {
      const date = addDays('2025-09-01', offset);
      let found: { season: string; flags: string[] } | null = null;
      for (let away = 0; !found; away += 1)
        for (const day of [addDays(date, -away), addDays(date, away)]) {
          const within = windows.find((w) => w.opensOn <= day && day <= w.closesOn);
          if (within && !found)
            found = { season: within.season, flags: away === 0 ? [] : ['out_of_window'] };
        }
      expect(seasonOn(date, windows)).toEqual(found);
    }),
  );
});
