import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, weekdayOf } from '../time.js';
import * as days from './calendar-days.js';
import type { SchoolCalendar } from './school-calendar.js';

const calendar: SchoolCalendar = {
  id: '50000000-0000-4000-8000-000000000001',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years: [
    {
      firstDay: '2025-08-13',
      lastDay: '2026-05-22',
      weekdays: [1, 2, 3, 4, 5],
      closed: [
        { from: '2025-09-01', to: '2025-09-01', kind: 'holiday', name: 'Labor Day' },
        { from: '2025-11-24', to: '2025-11-28', kind: 'break', name: 'Thanksgiving' },
        { from: '2025-12-22', to: '2026-01-02', kind: 'break', name: 'Winter break' },
      ],
      days: [
        { date: '2025-10-10', kind: 'half', name: 'Conferences' },
        { date: '2025-10-13', kind: 'staff_only', name: 'Staff day' },
        { date: '2025-11-26', kind: 'remote', name: 'Remote day in the break' },
      ],
    },
    {
      firstDay: '2026-08-12',
      lastDay: '2027-05-21',
      weekdays: [1, 2, 3, 4, 5],
      closed: [{ from: '2026-09-07', to: '2026-09-07', kind: 'holiday', name: 'Labor Day' }],
      days: [],
    },
  ],
};
const lastYear: SchoolCalendar = { ...calendar, years: calendar.years.slice(0, 1) };

describe('kinds of days', () => {
  test.each([
    ['2025-09-01', 'holiday', false],
    ['2025-09-02', 'instructional', true],
    ['2025-09-06', 'weekend', false],
    ['2025-10-10', 'half', true],
    ['2025-10-13', 'staff_only', false],
    ['2025-11-25', 'break', false],
    ['2025-11-26', 'remote', true],
    ['2026-07-01', 'outside_year', false],
    ['2031-01-01', 'outside_year', false],
  ])('%s is %s', (date, kind, schoolDay) => {
    expect(days.dayKind(calendar, date)).toBe(kind);
    expect(days.isSchoolDay(calendar, date)).toBe(schoolDay);
  });
});

describe('counting school days', () => {
  test('the first day of school is not counted from itself', () => {
    expect(days.schoolDaysBetween(calendar, '2025-08-13', '2025-08-13')).toBe(0);
    expect(days.schoolDaysBetween(calendar, '2025-08-12', '2025-08-13')).toBe(1);
  });

  test('a named day goes before the break around it', () => {
    expect(days.schoolDaysBetween(calendar, '2025-11-21', '2025-11-28')).toBe(1);
    expect(days.nextSchoolDay(calendar, '2025-11-21')).toBe('2025-11-26');
  });

  test('counting goes on over the summer into a known year', () => {
    expect(days.nthSchoolDayAfter(calendar, '2026-05-22', 1)).toBe('2026-08-12');
    expect(days.nthSchoolDayAfter(lastYear, '2026-05-22', 1)).toBeNull();
  });

  test('before, on and after', () => {
    expect(days.onOrAfter(calendar, '2025-09-01')).toBe('2025-09-02');
    expect(days.onOrAfter(calendar, '2025-09-02')).toBe('2025-09-02');
    expect(days.onOrBefore(calendar, '2025-09-01')).toBe('2025-08-29');
    expect(days.previousSchoolDay(calendar, '2025-09-02')).toBe('2025-08-29');
    expect(days.previousSchoolDay(calendar, '2025-08-13')).toBeNull();
  });

  test('six instructional weeks are thirty school days, whatever lies between', () => {
    const end = days.instructionalWeeksAfter(calendar, '2025-11-03', 6)!;
    expect(days.schoolDaysBetween(calendar, '2025-11-03', end)).toBe(30);
  });

  test('the tenth school day of the year', () => {
    const [first] = calendar.years;
    expect(days.nthSchoolDayOfYear(calendar, first!, 1)).toBe('2025-08-13');
    expect(days.nthSchoolDayOfYear(calendar, first!, 10)).toBe('2025-08-26');
    expect(days.nthSchoolDayOfYear(calendar, first!, 500)).toBeNull();
    expect(days.nthSchoolDayOfYear(calendar, calendar.years[1]!, 1)).toBe('2026-08-12');
  });

  test('agrees with counting day by day', () => {
    const anyDay = fc.integer({ min: -40, max: 700 }).map((n) => addDays('2025-08-13', n));
    fc.assert(
      fc.property(anyDay, anyDay, fc.integer({ min: 1, max: 400 }), (from, to, n) => {
        const open = (date: string) => days.isSchoolDay(calendar, date);
        let count = 0;
        for (let d = addDays(from, 1); d <= to; d = addDays(d, 1)) if (open(d)) count++;
        expect(days.schoolDaysBetween(calendar, from, to)).toBe(count);
        const nth = days.nthSchoolDayAfter(calendar, from, n);
        if (nth) {
          expect(open(nth)).toBe(true);
          expect(days.schoolDaysBetween(calendar, from, nth)).toBe(n);
        } else {
          expect(days.schoolDaysBetween(calendar, from, '2027-12-31')).toBeLessThan(n);
        }
      }),
    );
  });
});

describe('school weeks', () => {
  test('a week of holidays is no school week', () => {
    expect(days.schoolWeekOf(calendar, '2025-12-24')).toBeNull();
    expect(days.schoolWeekOf(calendar, '2025-09-04')).toMatchObject({
      monday: '2025-09-01',
      firstDay: '2025-09-02',
      lastDay: '2025-09-05',
      schoolDays: 4,
    });
  });

  test('the next school week leaves the break out', () => {
    expect(days.nthSchoolWeekAfter(calendar, '2025-12-18', 1)?.monday).toBe('2026-01-05');
    expect(days.nthSchoolWeekAfter(calendar, '2025-12-24', 1)?.monday).toBe('2026-01-05');
    expect(days.nthSchoolWeekAfter(lastYear, '2026-05-20', 1)).toBeNull();
  });

  test('a Sunday belongs to the week before it', () => {
    expect(weekdayOf('2025-09-07')).toBe(7);
    expect(days.schoolWeekOf(calendar, '2025-09-07')?.monday).toBe('2025-09-01');
  });
});

describe('the day of a duty', () => {
  test('falls n school days later', () => {
    expect(days.dutyDay(calendar, '2025-08-29', 1)).toBe('2025-09-02');
    expect(days.dutyDay(calendar, '2025-08-30', 0)).toBe('2025-09-02');
  });

  test('does not wait for the next school year', () => {
    expect(days.dutyDay(calendar, '2026-05-20', 10)).toBe('2026-05-22');
    expect(days.dutyDay(lastYear, '2026-05-20', 10)).toBe('2026-05-22');
  });

  test('begun in summer, it belongs to the next known year', () => {
    expect(days.dutyDay(calendar, '2026-06-20', 3)).toBe('2026-08-14');
  });

  test('begun when no school day is left, it is due at once and never before it began', () => {
    expect(days.dutyDay(lastYear, '2026-06-20', 3)).toBe('2026-06-20');
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 700 }), fc.nat(60), (n, after) => {
        const date = addDays('2025-08-13', n);
        expect(daysBetween(date, days.dutyDay(calendar, date, after))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test('a day is due when school ends, in the local time of that season', () => {
  expect(days.dueInstant(calendar, '2025-09-02')).toBe('2025-09-02T21:00:00.000Z');
  expect(days.dueInstant(calendar, '2026-01-05')).toBe('2026-01-05T22:00:00.000Z');
  expect(days.morningInstant(calendar, '2025-09-02')).toBe('2025-09-02T12:30:00.000Z');
});
