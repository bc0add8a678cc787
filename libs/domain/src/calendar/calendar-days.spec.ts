import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarAndDays, naiveSchoolDays } from '#testing/any-calendar';
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

describe('of any calendar and any two days, read day by day', () => {
  const asked = (ask: (opinion: Opinion) => void) =>
    fc.assert(
      fc.property(calendarAndDays, fc.integer({ min: 1, max: 250 }), ([any, from, to], n) =>
        ask({ any, from, to, n, open: naiveSchoolDays(any) }),
      ),
      { numRuns: 100 },
    );
  type Opinion = { any: SchoolCalendar; from: string; to: string; n: number; open: string[] };

  test('how many school days lie between, with and without the first', () => {
    asked(({ any, from, to, open }) => {
      const after = open.filter((d) => from < d && d <= to);
      const both = open.filter((d) => from <= d && d <= to);
      expect(days.schoolDaysBetween(any, from, to)).toBe(after.length);
      expect(days.schoolDaysIn(any, from, to)).toBe(both.length);
    });
  });

  test('the n-th school day after a day, and from it on', () => {
    asked(({ any, from, n, open }) => {
      const later = open.filter((d) => d > from);
      const here = open.filter((d) => d >= from);
      expect(days.nthSchoolDayAfter(any, from, n)).toBe(later[n - 1] ?? null);
      expect(days.nthSchoolDayAfter(any, from, 0)).toBe(here[0] ?? null);
      expect(days.nthSchoolDayFrom(any, from, n)).toBe(here[n - 1] ?? null);
      expect(days.nextSchoolDay(any, from)).toBe(later[0] ?? null);
      expect(days.onOrAfter(any, from)).toBe(here[0] ?? null);
      expect(days.instructionalWeeksAfter(any, from, n % 30)).toBe(
        (n % 30 === 0 ? here[0] : later[(n % 30) * 5 - 1]) ?? null,
      );
    });
  });

  test('the school day before a day, and the last up to it', () => {
    asked(({ any, from, open }) => {
      expect(days.previousSchoolDay(any, from)).toBe(open.filter((d) => d < from).at(-1) ?? null);
      expect(days.onOrBefore(any, from)).toBe(open.filter((d) => d <= from).at(-1) ?? null);
    });
  });

  test('the n-th school day of each year', () => {
    asked(({ any, n, open }) => {
      for (const year of any.years) {
        const own = open.filter((d) => year.firstDay <= d && d <= year.lastDay);
        expect(days.nthSchoolDayOfYear(any, year, n)).toBe(own[n - 1] ?? null);
        expect(days.nthSchoolDayOfYear(any, year, own.length)).toBe(own.at(-1) ?? null);
        expect(days.nthSchoolDayOfYear(any, year, own.length + 1)).toBeNull();
      }
    });
  });

  test('the day of a duty, and the last school day that it may be', () => {
    asked(({ any, from, n, open }) => {
      const own = any.years.find((y) => from <= y.lastDay) ?? any.years.at(-1)!;
      const last = open.filter((d) => d <= own.lastDay).at(-1) ?? null;
      expect(days.lastSchoolDayFor(any, from)).toBe(last);
      const nth = open.filter((d) => d > from)[n - 1];
      const inTime = nth !== undefined && last !== null && nth <= last ? nth : last;
      const none = last === null || last < from;
      expect(days.dutyDay(any, from, n)).toBe(none ? from : inTime);
    });
  });
});

describe('what cannot be counted', () => {
  test('a day that the known years do not reach is null, never a guess', () => {
    expect(days.nthSchoolDayAfter(calendar, '2025-09-01', 1_000_000)).toBeNull();
    expect(days.nthSchoolDayAfter(calendar, '2025-09-01', Number.MAX_SAFE_INTEGER)).toBeNull();
    expect(days.nextSchoolDay(calendar, '2027-05-21')).toBeNull();
    expect(days.onOrAfter(calendar, '2027-05-22')).toBeNull();
    expect(days.onOrBefore(calendar, '2025-08-12')).toBeNull();
    expect(days.instructionalWeeksAfter(lastYear, '2026-05-01', 4)).toBeNull();
  });

  test('there is no school day before the first', () => {
    const [first] = calendar.years;
    expect(days.nthSchoolDayOfYear(calendar, first!, 0)).toBeNull();
    expect(days.nthSchoolDayOfYear(calendar, calendar.years[1]!, 0)).toBeNull();
    expect(days.nthSchoolDayOfYear(calendar, calendar.years[1]!, -1)).toBeNull();
    expect(days.nthSchoolDayFrom(calendar, '2025-09-02', 0)).toBeNull();
    expect(days.nthSchoolDayFrom(calendar, '2025-09-02', -1)).toBeNull();
    expect(days.nthSchoolDayFrom(calendar, '2025-09-02', 1)).toBe('2025-09-02');
  });

  test('between days in the wrong order lie no school days', () => {
    expect(days.schoolDaysBetween(calendar, '2025-09-05', '2025-09-02')).toBe(0);
    expect(days.schoolDaysIn(calendar, '2025-09-05', '2025-09-04')).toBe(0);
    expect(days.schoolDaysIn(calendar, '2025-09-05', '2025-09-05')).toBe(1);
  });

  test('without a known year a duty is due on the day on which it began', () => {
    const nothing = { ...calendar, years: [] };
    expect(days.lastSchoolDayFor(nothing, '2025-09-02')).toBeNull();
    expect(days.dutyDay(nothing, '2025-09-02', 3)).toBe('2025-09-02');
    expect(days.schoolDaysIn(nothing, '2025-01-01', '2025-12-31')).toBe(0);
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

  test('before the first known week the count begins with it; behind the last there is none', () => {
    expect(days.nthSchoolWeekAfter(calendar, '2025-07-01', 1)?.monday).toBe('2025-08-11');
    expect(days.nthSchoolWeekAfter(calendar, '2025-08-11', 1)?.monday).toBe('2025-08-18');
    expect(days.nthSchoolWeekAfter(calendar, '2031-01-01', 1)).toBeNull();
    expect(days.nthSchoolWeekAfter({ ...calendar, years: [] }, '2025-09-01', 1)).toBeNull();
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

test('the last school day of a duty', () => {
  expect(days.lastSchoolDayFor(calendar, '2025-09-02')).toBe('2026-05-22');
  expect(days.lastSchoolDayFor(calendar, '2026-06-20')).toBe('2027-05-21');
  expect(days.lastSchoolDayFor(calendar, '2027-07-01')).toBe('2027-05-21');
  expect(days.dutyDay(calendar, '2026-05-22', 0)).toBe('2026-05-22');
  expect(days.dutyDay(calendar, '2026-05-22', 1)).toBe('2026-05-22');
  expect(days.dutyDay(calendar, '2026-05-21', 1)).toBe('2026-05-22');
});

test('a day is due when school ends, in the local time of that season', () => {
  expect(days.dueInstant(calendar, '2025-09-02')).toBe('2025-09-02T21:00:00.000Z');
  expect(days.dueInstant(calendar, '2026-01-05')).toBe('2026-01-05T22:00:00.000Z');
  expect(days.morningInstant(calendar, '2025-09-02')).toBe('2025-09-02T12:30:00.000Z');
});
