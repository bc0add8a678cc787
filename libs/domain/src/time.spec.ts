import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayNumber, daysBetween, isLocalDate, weekdayOf } from './time.js';

const dayMs = 86_400_000;

test('days are numbered as the runtime numbers them, over the whole Gregorian calendar', () => {
  const day = fc.date({
    min: new Date('0000-01-01'),
    max: new Date('9999-12-31'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(day, (at) => {
      const text = at.toISOString().slice(0, 10);
      expect(dayNumber(text)).toBe(Date.parse(text) / dayMs);
      expect(isLocalDate(text)).toBe(true);
    }),
  );
});

test('every day from 1896 to 2104 follows the day before it', () => {
  let date = '1896-01-01';
  for (let n = dayNumber(date); date < '2104-12-31'; n++) {
    expect(dayNumber(date)).toBe(n);
    date = addDays(date, 1);
  }
});

describe('a day that does not exist', () => {
  test.each([
    '2025-02-29',
    '1900-02-29',
    '2024-02-30',
    '2025-04-31',
    '2025-13-01',
    '2025-00-10',
    '2025-01-00',
    '2025-1-01',
    '25-01-01',
    '2025/01/01',
    '2025-01-1x',
    ' 2025-01-01',
    '',
    '2025-01-01T00:00:00Z',
    '+02025-01-01',
    '２０２５-01-01',
  ])('%s', (text) => {
    expect(isLocalDate(text)).toBe(false);
    expect(() => dayNumber(text)).toThrow(RangeError);
  });

  test('every text of the right shape is a day just where the runtime says so', () => {
    const number = (max: number) => fc.integer({ min: 0, max });
    const padded = (n: number, length: number) => String(n).padStart(length, '0');
    fc.assert(
      fc.property(number(9999), number(13), number(32), (y, m, d) => {
        const text = `${padded(y, 4)}-${padded(m, 2)}-${padded(d, 2)}`;
        const read = new Date(`${text}T00:00:00.000Z`);
        const real = !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
        expect(isLocalDate(text)).toBe(real);
      }),
    );
  });
});

test('weekdays and distances', () => {
  expect(weekdayOf('2026-11-24')).toBe(2);
  expect(weekdayOf('1969-12-28')).toBe(7);
  expect(daysBetween('2025-09-08', '2026-04-06')).toBe(210);
  expect(daysBetween('2026-04-06', '2025-09-08')).toBe(-210);
});
