import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import { addDays, daysBetween, weekdayOf } from '../time.js';
import { timeAxis, weeksBetween, type WeekBasis } from './time-axis.js';

const calendar: SchoolCalendar = {
  id: 'calendar',
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
        { from: '2025-11-24', to: '2025-11-28', kind: 'break', name: 'Fall break' },
        { from: '2025-12-22', to: '2026-01-02', kind: 'break', name: 'Winter break' },
        { from: '2026-01-19', to: '2026-01-19', kind: 'holiday', name: '' },
      ],
      days: [
        { date: '2025-10-11', kind: 'half', name: 'A Saturday' },
        { date: '2025-10-13', kind: 'staff_only', name: '' },
      ],
    },
  ],
};

const weeks = (basis: WeekBasis, from: string, to: string) =>
  weeksBetween(timeAxis(basis, calendar)!, from, to);

// science.md 7: weeks have three bases, and a rate is told in its own.
test.each([
  // Monday to Monday, a week of school between.
  ['2025-09-08', '2025-09-15', 1, 1, 1],
  // Over the winter break: three weeks on the wall, one of school.
  ['2025-12-15', '2026-01-05', 3, 1, 1],
  // From a Friday to the next Monday: its school day, and the week of the Friday.
  ['2025-09-12', '2025-09-15', 3 / 7, 0.2, 1],
  ['2025-11-24', '2025-11-30', 6 / 7, 0, 0],
  // Summer counts nothing.
  ['2026-05-22', '2026-08-01', 71 / 7, 0, 1],
  ['2025-09-15', '2025-09-08', -1, -1, -1],
  ['2025-09-15', '2025-09-15', 0, 0, 0],
])('%s to %s', (from, to, byDays, bySchoolDays, byIsoWeeks) => {
  expect(weeks('calendar', from, to)).toBe(byDays);
  expect(weeks('instructional', from, to)).toBe(bySchoolDays);
  expect(weeks('iso', from, to)).toBe(byIsoWeeks);
});

test('without a calendar there are only calendar weeks', () => {
  expect(timeAxis('calendar', null)).not.toBeNull();
  expect(timeAxis('instructional', null)).toBeNull();
  expect(timeAxis('iso', null)).toBeNull();
});

describe('against somebody who walks the year day by day', () => {
  const hasSchool = (date: string) => {
    const [year] = calendar.years;
    if (date < year!.firstDay || date > year!.lastDay) return false;
    const named = year!.days.find((day) => day.date === date);
    if (named) return named.kind === 'half';
    return weekdayOf(date) <= 5 && !year!.closed.some((c) => date >= c.from && date <= c.to);
  };
  const mondayOf = (date: string) => addDays(date, 1 - weekdayOf(date));
  const days = fc
    .tuple(fc.integer({ min: 0, max: 330 }), fc.integer({ min: 0, max: 330 }))
    .map((pair) => pair.sort((a, b) => a - b).map((n) => addDays('2025-08-01', n)));

  test('school days and school weeks', () => {
    fc.assert(
      fc.property(days, ([from, to]) => {
        let after = 0;
        const mondays = new Set<string>();
        for (let day = from!; day <= to!; day = addDays(day, 1)) {
          if (day > from! && hasSchool(day)) after++;
          if (day < to! && hasSchool(day)) mondays.add(mondayOf(day));
        }
        expect(weeks('instructional', from!, to!)).toBe(after / 5);
        expect(weeks('iso', from!, to!)).toBe(mondays.size);
        expect(weeks('calendar', from!, to!)).toBe(daysBetween(from!, to!) / 7);
        expect(weeks('instructional', to!, from!)).toBe(0 - after / 5);
      }),
    );
  });
});

test('from a day to itself, in the middle of a week, no week of school has passed', () => {
  expect(weeks('iso', '2025-09-17', '2025-09-17')).toBe(0);
  expect(weeks('iso', '2025-09-17', '2025-09-18')).toBe(1);
});

test('each axis says what its weeks are', () => {
  const bases = ['calendar', 'instructional', 'iso'] as const;
  expect(bases.map((basis) => timeAxis(basis, calendar)!.basis)).toEqual(bases);
});
