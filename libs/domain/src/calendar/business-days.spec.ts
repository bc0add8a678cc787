import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daysFrom, weekday } from '#testing/any-calendar';
import { addDays } from '../time.js';
import { nthBusinessDayAfter } from './business-days.js';

test.each([
  ['a Friday', '2025-09-12', 1, '2025-09-15'],
  ['a Saturday', '2025-09-13', 1, '2025-09-15'],
  ['a Sunday', '2025-09-14', 1, '2025-09-15'],
  ['a Monday', '2025-09-15', 1, '2025-09-16'],
  ['a Monday', '2025-09-15', 4, '2025-09-19'],
  ['a Monday', '2025-09-15', 5, '2025-09-22'],
  ['a Saturday', '2025-09-13', 0, '2025-09-13'],
])('from %s, %s, business day %i is %s', (_, from, n, day) => {
  expect(nthBusinessDayAfter(from, n)).toBe(day);
});

test('holidays do not count, unless they fall on a weekend or before the count', () => {
  const holidays = ['2025-09-16', '2025-09-20', '2025-09-12', '2025-09-16'];
  expect(nthBusinessDayAfter('2025-09-12', 1, holidays)).toBe('2025-09-15');
  expect(nthBusinessDayAfter('2025-09-12', 2, holidays)).toBe('2025-09-17');
  expect(nthBusinessDayAfter('2025-09-12', 5, holidays)).toBe('2025-09-22');
});

test('a holiday on the very day moves it, and over the next holiday too', () => {
  expect(nthBusinessDayAfter('2025-12-23', 2, ['2025-12-26', '2025-12-25'])).toBe('2025-12-29');
  expect(nthBusinessDayAfter('2025-12-23', 0, ['2025-12-23'])).toBe('2025-12-23');
});

test('a large n costs no more than a small one, and ends with the calendar that can be written', () => {
  expect(nthBusinessDayAfter('9999-12-30', 1)).toBe('9999-12-31');
  expect(nthBusinessDayAfter('9999-12-31', 1)).toBeNull();
  expect(nthBusinessDayAfter('9999-12-30', 1, ['9999-12-31'])).toBeNull();
  expect(nthBusinessDayAfter('2025-09-12', Number.MAX_SAFE_INTEGER, ['2025-09-15'])).toBeNull();
});

test('a negative or fractional n has no day', () => {
  expect(nthBusinessDayAfter('2025-09-12', -1)).toBeNull();
  expect(nthBusinessDayAfter('2025-09-12', 1.5)).toBeNull();
});

test('from any day and with any holidays, it agrees with counting day by day', () => {
  const anyDay = fc.integer({ min: 0, max: 800 }).map((n) => addDays('2023-12-01', n));
  fc.assert(
    fc.property(anyDay, fc.nat(300), fc.array(anyDay, { maxLength: 60 }), (from, n, holidays) => {
      const later = daysFrom(addDays(from, 1), addDays(from, 700));
      const business = later.filter((d) => weekday(d) < 6 && !holidays.includes(d));
      expect(nthBusinessDayAfter(from, n, holidays)).toBe(n === 0 ? from : business[n - 1]);
    }),
    { numRuns: 100 },
  );
});
