import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anyCalendar,
  calendarAndDays,
  daysFrom,
  monday,
  naiveKind,
  naiveSchoolDay,
  naiveSchoolDays,
} from '#testing/any-calendar';
import {
  dayKind,
  isSchoolDay,
  nthSchoolDayAfter,
  nthSchoolWeekAfter,
  schoolDaysIn,
  schoolWeekOf,
  yearOf,
} from './calendar-days.js';
import { indexOf } from './calendar-index.js';
import type { CalendarYear, SchoolCalendar } from './school-calendar.js';

const of = (...years: CalendarYear[]): SchoolCalendar => ({
  id: 'c',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years,
});
const year = (firstDay: string, lastDay: string, more: Partial<CalendarYear> = {}) => ({
  firstDay,
  lastDay,
  weekdays: [1, 2, 3, 4, 5],
  closed: [],
  days: [],
  ...more,
});

test('of any calendar, each day is what the calendar says of it, read day by day', () => {
  fc.assert(
    fc.property(calendarAndDays, ([calendar, date]) => {
      expect(dayKind(calendar, date)).toBe(naiveKind(calendar, date));
      expect(isSchoolDay(calendar, date)).toBe(naiveSchoolDay(calendar, date));
      expect(yearOf(calendar, date)).toBe(
        calendar.years.find((y) => y.firstDay <= date && date <= y.lastDay) ?? null,
      );
    }),
    { numRuns: 100 },
  );
});

test('of any calendar, the index has every school day once and in order', () => {
  fc.assert(
    fc.property(anyCalendar, (calendar) => {
      expect(indexOf(calendar).schoolDays).toEqual(naiveSchoolDays(calendar));
    }),
    { numRuns: 100 },
  );
});

test('of any calendar, the school weeks are the weeks with a school day, numbered from 0', () => {
  fc.assert(
    fc.property(anyCalendar, (calendar) => {
      const byWeek = Map.groupBy(naiveSchoolDays(calendar), monday);
      const weeks = [...byWeek].map(([start, days], ordinal) => ({
        ordinal,
        monday: start,
        firstDay: days[0],
        lastDay: days.at(-1),
        schoolDays: days.length,
      }));
      expect(indexOf(calendar).weeks).toEqual(weeks);
    }),
    { numRuns: 100 },
  );
});

test('the week of any day, and the n-th school week after it, read day by day', () => {
  fc.assert(
    fc.property(calendarAndDays, fc.integer({ min: 1, max: 60 }), ([calendar, date], n) => {
      const mondays = [...new Set(naiveSchoolDays(calendar).map(monday))];
      const own = mondays.includes(monday(date)) ? monday(date) : undefined;
      expect(schoolWeekOf(calendar, date)?.monday).toBe(own);
      const later = mondays.filter((start) => start > monday(date));
      expect(nthSchoolWeekAfter(calendar, date, n)?.monday).toBe(later[n - 1]);
    }),
    { numRuns: 100 },
  );
});

test('a calendar is laid out once', () => {
  const calendar = of(year('2025-08-13', '2026-05-22'));
  expect(indexOf(calendar)).toBe(indexOf(calendar));
});

test('years are known in their order, whatever the order in which they are written', () => {
  const [one, two] = [year('2025-08-13', '2026-05-22'), year('2026-08-12', '2027-05-21')];
  expect(indexOf(of(two, one)).schoolDays).toEqual(indexOf(of(one, two)).schoolDays);
  expect(indexOf(of(two, one)).years).toEqual([one, two]);
});

test('a calendar without years knows no day', () => {
  expect(indexOf(of())).toMatchObject({ schoolDays: [], weeks: [], firstDate: null });
  expect(dayKind(of(), '2025-09-01')).toBe('outside_year');
});

test('a year without school days has days but no weeks', () => {
  const none = of(
    year('2025-08-13', '2025-12-19', {
      closed: [{ from: '2025-08-01', to: '2025-12-31', kind: 'emergency_closure', name: '' }],
    }),
  );
  expect(indexOf(none)).toMatchObject({ schoolDays: [], weeks: [] });
  expect(dayKind(none, '2025-09-01')).toBe('emergency_closure');
  expect(schoolWeekOf(none, '2025-09-01')).toBeNull();
  expect(nthSchoolDayAfter(none, '2025-09-01', 1)).toBeNull();
  expect(schoolDaysIn(none, '2025-08-01', '2025-12-31')).toBe(0);
});

test('a year of one day, a Sunday, is the only school day of its week', () => {
  const sunday = of(year('2025-08-17', '2025-08-17', { weekdays: [6, 7] }));
  expect(indexOf(sunday).schoolDays).toEqual(['2025-08-17']);
  expect(schoolWeekOf(sunday, '2025-08-11')).toEqual({
    ordinal: 0,
    monday: '2025-08-11',
    firstDay: '2025-08-17',
    lastDay: '2025-08-17',
    schoolDays: 1,
  });
  expect(schoolWeekOf(sunday, '2025-08-18')).toBeNull();
});

test('the next year may begin in the week in which this one ends', () => {
  const both = of(year('2025-08-04', '2026-06-09'), year('2026-06-11', '2027-06-08'));
  expect(daysFrom('2026-06-08', '2026-06-12').map((date) => dayKind(both, date))).toEqual([
    'instructional',
    'instructional',
    'outside_year',
    'instructional',
    'instructional',
  ]);
  expect(schoolWeekOf(both, '2026-06-10')).toMatchObject({ schoolDays: 4 });
});

test('the first and the last day that can be written belong to a calendar like any other', () => {
  expect(indexOf(of(year('9999-12-27', '9999-12-31'))).schoolDays).toEqual(
    daysFrom('9999-12-27', '9999-12-30').concat('9999-12-31'),
  );
  expect(indexOf(of(year('0000-01-01', '0000-01-03'))).schoolDays).toEqual(['0000-01-03']);
});
