import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarAndDays, monday, naiveSchoolDays } from '#testing/any-calendar';
import type { SchoolCalendar } from './school-calendar.js';
import { instructionalWeeksBetween, weekBases, weeklyGain } from './weeks.js';

const calendar: SchoolCalendar = {
  id: 'c',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years: [
    {
      firstDay: '2025-08-13',
      lastDay: '2026-05-22',
      weekdays: [1, 2, 3, 4, 5],
      closed: [{ from: '2025-11-24', to: '2025-11-28', kind: 'break', name: 'Thanksgiving' }],
      days: [
        { date: '2025-10-15', kind: 'staff_only', name: 'Staff day' },
        { date: '2025-12-05', kind: 'half', name: 'Conferences' },
      ],
    },
  ],
};

describe('three bases of a week', () => {
  test('over Thanksgiving they differ', () => {
    expect(weekBases(calendar, '2025-11-10', '2025-12-08')).toEqual({
      calendarWeeks: 4,
      instructionalDays: 15,
      instructionalWeeks: 3,
      isoWeeks: 3,
      isoWeeksEndCounted: 4,
    });
  });

  test('an end on a day without school makes no week of its own', () => {
    // Saturday after one week of school; Monday of the week without school.
    expect(weekBases(calendar, '2025-11-17', '2025-11-22')).toMatchObject({
      isoWeeks: 1,
      isoWeeksEndCounted: 1,
    });
    expect(weekBases(calendar, '2025-11-17', '2025-11-24')).toMatchObject({
      isoWeeks: 1,
      isoWeeksEndCounted: 1,
    });
  });

  test('from a day to itself no week passes, but its own is counted with its end', () => {
    expect(weekBases(calendar, '2025-11-17', '2025-11-17')).toEqual({
      calendarWeeks: 0,
      instructionalDays: 0,
      instructionalWeeks: 0,
      isoWeeks: 0,
      isoWeeksEndCounted: 1,
    });
    expect(weekBases(calendar, '2025-11-24', '2025-11-24').isoWeeksEndCounted).toBe(0);
  });

  test('a day without school in the middle of a week makes no week by itself', () => {
    expect(weekBases(calendar, '2025-10-15', '2025-10-15').isoWeeksEndCounted).toBe(0);
    expect(weekBases(calendar, '2025-10-14', '2025-10-15')).toMatchObject({
      isoWeeks: 1,
      isoWeeksEndCounted: 1,
    });
    expect(weekBases(calendar, '2025-10-15', '2025-10-16')).toMatchObject({
      isoWeeks: 0,
      isoWeeksEndCounted: 1,
    });
  });

  test('beyond the known years there are days and no school', () => {
    expect(weekBases(calendar, '2026-06-01', '2026-06-15')).toMatchObject({
      calendarWeeks: 2,
      instructionalDays: 0,
      isoWeeks: 0,
      isoWeeksEndCounted: 0,
    });
    expect(weekBases(calendar, '2025-07-01', '2025-08-13')).toMatchObject({
      instructionalDays: 1,
      isoWeeks: 0,
      isoWeeksEndCounted: 1,
    });
  });

  test('of any calendar and any two days, they agree with counting day by day', () => {
    fc.assert(
      fc.property(calendarAndDays, ([any, one, other]) => {
        const [from, to] = [one, other].sort() as [string, string];
        const open = naiveSchoolDays(any);
        const weeksOf = (days: string[]) => new Set(days.map(monday)).size;
        const passed = open.filter((d) => from < d && d <= to).length;
        expect(weekBases(any, from, to)).toEqual({
          calendarWeeks: (Date.parse(to) - Date.parse(from)) / 86_400_000 / 7,
          instructionalDays: passed,
          instructionalWeeks: passed / 5,
          isoWeeks: weeksOf(open.filter((d) => from <= d && d < to)),
          isoWeeksEndCounted: weeksOf(open.filter((d) => from <= d && d <= to)),
        });
        expect(instructionalWeeksBetween(any, from, to)).toBe(passed / 5);
        expect(instructionalWeeksBetween(any, to, from)).toBe((0 - passed) / 5);
      }),
      { numRuns: 100 },
    );
  });
});

test('on a time axis, school days before the start lie before zero', () => {
  expect(instructionalWeeksBetween(calendar, '2025-11-17', '2025-12-03')).toBe(1.4);
  expect(instructionalWeeksBetween(calendar, '2025-12-03', '2025-11-17')).toBe(-1.4);
  expect(Object.is(instructionalWeeksBetween(calendar, '2025-12-03', '2025-12-03'), 0)).toBe(true);
  expect(Object.is(instructionalWeeksBetween(calendar, '2026-07-02', '2026-07-01'), 0)).toBe(true);
});

describe('a gain a week', () => {
  const bases = weekBases(calendar, '2025-11-10', '2025-12-08');

  test('is another number in each basis', () => {
    expect(weeklyGain(6, bases)).toEqual({
      perCalendarWeek: 1.5,
      perInstructionalWeek: 2,
      perIsoWeek: 2,
    });
    expect(weeklyGain(0, bases)).toEqual({
      perCalendarWeek: 0,
      perInstructionalWeek: 0,
      perIsoWeek: 0,
    });
  });

  test('is undefined without a gain, and where no week has passed', () => {
    const none = { perCalendarWeek: null, perInstructionalWeek: null, perIsoWeek: null };
    expect(weeklyGain(null, bases)).toEqual(none);
    expect(weeklyGain(6, weekBases(calendar, '2025-11-17', '2025-11-17'))).toEqual(none);
    expect(weeklyGain(6, weekBases(calendar, '2026-06-01', '2026-06-15'))).toEqual({
      ...none,
      perCalendarWeek: 3,
    });
  });
});
