import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarAndDays, daysFrom, naiveKind, naiveSchoolDay } from '#testing/any-calendar';
import { addDays } from '../time.js';
import type { SchoolCalendar } from './school-calendar.js';
import { daysWithoutBreaks } from './school-breaks.js';

const calendar: SchoolCalendar = {
  id: 'c',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years: [
    {
      firstDay: '2025-08-13', // a Wednesday
      lastDay: '2026-05-22', // a Friday
      weekdays: [1, 2, 3, 4, 5],
      closed: [{ from: '2025-12-22', to: '2026-01-02', kind: 'break', name: 'Winter break' }],
      days: [
        { date: '2025-10-13', kind: 'staff_only', name: 'Staff day' },
        { date: '2025-10-17', kind: 'half', name: 'Conferences' },
        { date: '2025-10-20', kind: 'remote', name: 'Remote' },
        { date: '2025-10-27', kind: 'holiday', name: 'Holiday' },
        { date: '2025-11-03', kind: 'emergency_closure', name: 'Ice' },
      ],
    },
  ],
};

describe('days without breaks', () => {
  test.each([
    ['a week with its weekend', '2025-09-08', '2025-09-15', 7],
    ['a half and a remote day are school', '2025-10-14', '2025-10-21', 7],
    ['one staff day is left out, the weekend before it is not', '2025-10-10', '2025-10-14', 3],
    ['a holiday is left out', '2025-10-24', '2025-10-28', 3],
    ['a closure is left out', '2025-10-31', '2025-11-04', 3],
    // Two closed weeks and the weekend between them; the weekends around them count.
    ['the winter break', '2025-12-19', '2026-01-05', 5],
    ['into the break', '2025-12-19', '2025-12-30', 2],
    ['to a weekend inside the break, which may yet end with it', '2025-12-19', '2025-12-28', 4],
    ['from inside the break', '2025-12-24', '2026-01-05', 3],
    ['from a weekend inside the break', '2025-12-27', '2025-12-30', 1],
    ['from a day to itself', '2025-09-08', '2025-09-08', 0],
    ['to an earlier day', '2025-09-15', '2025-09-08', 0],
  ])('%s', (_, from, to, days) => {
    expect(daysWithoutBreaks(calendar, from, to)).toBe(days);
  });

  test('what no known year covers is one long break', () => {
    expect(daysWithoutBreaks(calendar, '2026-05-21', '2026-09-01')).toBe(1);
    expect(daysWithoutBreaks(calendar, '2025-06-01', '2025-08-13')).toBe(1);
    expect(daysWithoutBreaks(calendar, '2025-08-12', '2025-08-13')).toBe(1);
    expect(daysWithoutBreaks(calendar, '2026-06-01', '2026-09-01')).toBe(0);
    expect(daysWithoutBreaks({ ...calendar, years: [] }, '2025-09-01', '2025-09-30')).toBe(0);
    expect(daysWithoutBreaks(calendar, '2025-01-01', '2025-02-01')).toBe(0);
  });

  test('a mistyped year costs nothing', () => {
    expect(daysWithoutBreaks(calendar, '0001-01-01', '9999-12-31')).toBe(
      daysWithoutBreaks(calendar, '2025-08-12', '2026-05-23'),
    );
  });

  test('of any calendar and any two days, it agrees with asking each day whether a break lies around it', () => {
    fc.assert(
      fc.property(calendarAndDays, ([any, one, other]) => {
        const [from, to] = [one, other].sort() as [string, string];
        const days = from < to ? daysFrom(addDays(from, 1), to) : [];
        const school = days.map((d) => naiveSchoolDay(any, d));
        const weekend = days.map((d) => naiveKind(any, d) === 'weekend');
        // A weekend day is inside a break if, both ways, a closed day comes before any school day.
        const closedNext = (i: number, step: 1 | -1): boolean => {
          let at = i + step;
          while (weekend[at]) at += step;
          return at in days && !school[at];
        };
        const counted = days.filter(
          (_, i) => school[i] || (weekend[i] && !(closedNext(i, 1) && closedNext(i, -1))),
        );
        expect(daysWithoutBreaks(any, from, to)).toBe(counted.length);
      }),
      { numRuns: 100 },
    );
  });
});
