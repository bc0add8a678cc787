import { describe, expect, test } from 'vitest';
import type { CalendarYear, SchoolCalendar } from '../calendar/school-calendar.js';
import { countWithExclusions } from './count.js';
import type { Span } from './exclusions.js';
import { exclusionsOf } from './exclusions.js';
import type { SchoolYears } from './school-years.js';
import {
  knownFrom,
  knownThrough,
  nthSchoolDay,
  placeOf,
  schoolDaysLeft,
  schoolDaysThrough,
  schoolYears,
} from './school-years.js';

const year = (
  firstDay: string,
  lastDay: string,
  more: Partial<CalendarYear> = {},
): CalendarYear => ({
  firstDay,
  lastDay,
  weekdays: [1, 2, 3, 4, 5],
  closed: [],
  days: [],
  ...more,
});
const calendarOf = (...years: CalendarYear[]): SchoolCalendar => ({
  id: '',
  version: 1,
  timeZone: 'UTC',
  dayStarts: '00:00',
  dayEnds: '23:59',
  years,
});
const one = year('2024-08-14', '2025-05-23');
const two = year('2025-08-13', '2026-05-22');
const years = (calendar: SchoolCalendar, next: string | null = null): SchoolYears =>
  schoolYears(calendar, next)!;

describe('what is known of the school years', () => {
  test('nothing, of a calendar without a year or without a calendar', () => {
    expect(schoolYears(null, '2025-08-13')).toBeNull();
    expect(schoolYears(calendarOf(), null)).toBeNull();
  });

  test('the years in their order, and a first day only if it lies behind them', () => {
    expect(years(calendarOf(two, one)).years).toEqual([one, two]);
    expect(years(calendarOf(one), '2025-08-13').nextFirstDay).toBe('2025-08-13');
    expect(years(calendarOf(one), '2025-05-23').nextFirstDay).toBeNull();
    expect(years(calendarOf(one, two), '2025-08-13').nextFirstDay).toBeNull();
  });

  test('from four months before the first day through the last', () => {
    expect(knownFrom(years(calendarOf(one, two)))).toBe('2024-04-16');
    expect(knownThrough(years(calendarOf(one, two)))).toBe('2026-05-22');
    expect(knownThrough(years(calendarOf(one), '2025-08-13'))).toBe('2025-08-13');
  });
});

test.each([
  ['2024-04-15', { in: 'unknown' }],
  ['2024-04-16', { in: 'year', year: one, nextFirstDay: '2025-08-13' }],
  ['2024-08-14', { in: 'year', year: one, nextFirstDay: '2025-08-13' }],
  ['2025-05-23', { in: 'year', year: one, nextFirstDay: '2025-08-13' }],
  ['2025-05-24', { in: 'summer', nextFirstDay: '2025-08-13' }],
  ['2025-08-12', { in: 'summer', nextFirstDay: '2025-08-13' }],
  ['2025-08-13', { in: 'year', year: two, nextFirstDay: '2026-08-12' }],
  ['2026-05-22', { in: 'year', year: two, nextFirstDay: '2026-08-12' }],
  ['2026-05-23', { in: 'summer', nextFirstDay: '2026-08-12' }],
  ['2026-08-11', { in: 'summer', nextFirstDay: '2026-08-12' }],
  ['2026-08-12', { in: 'unknown' }],
])('%s lies %j', (date, place) => {
  expect(placeOf(years(calendarOf(one, two), '2026-08-12'), date)).toEqual(place);
});

test('after the last known year there is summer, for as long as nobody has said when it ends', () => {
  expect(placeOf(years(calendarOf(one)), '2026-12-01')).toEqual({
    in: 'summer',
    nextFirstDay: null,
  });
});

describe('school days', () => {
  const known = years(calendarOf(one), '2025-08-13');

  test('the first day of the next year is one, and the last that is known', () => {
    expect(nthSchoolDay(known, '2025-05-21', 2)).toBe('2025-05-23');
    expect(nthSchoolDay(known, '2025-05-21', 3)).toBe('2025-08-13');
    expect(nthSchoolDay(known, '2025-05-21', 4)).toBeNull();
    expect(nthSchoolDay(known, '2025-08-12', 1)).toBe('2025-08-13');
    expect(nthSchoolDay(known, '2025-08-13', 1)).toBeNull();
    expect(nthSchoolDay(years(calendarOf(one)), '2025-05-21', 3)).toBeNull();
  });

  test('the summer before the first year is known, what lies before it is not', () => {
    expect(nthSchoolDay(known, '2024-04-16', 1)).toBe('2024-08-14');
    expect(nthSchoolDay(known, '2024-04-15', 1)).toBeNull();
  });

  test('through a day', () => {
    expect(schoolDaysThrough(known, '2025-05-21', '2025-08-12')).toBe(2);
    expect(schoolDaysThrough(known, '2025-05-21', '2025-08-13')).toBe(3);
    expect(schoolDaysThrough(known, '2025-08-13', '2025-08-20')).toBe(0);
    expect(schoolDaysThrough(years(calendarOf(one)), '2025-05-21', '2025-08-20')).toBe(2);
  });

  test('left in the year', () => {
    expect(schoolDaysLeft(known, '2025-05-21', true)).toBe(2);
    expect(schoolDaysLeft(known, '2025-05-21', false)).toBe(1);
    expect(schoolDaysLeft(known, '2025-05-23', false)).toBe(0);
    expect(schoolDaysLeft(known, '2025-06-20', true)).toBe(0);
    expect(schoolDaysLeft(known, '2025-08-13', true)).toBeNull();
    expect(schoolDaysLeft(known, '2024-04-15', true)).toBeNull();
  });
});

describe('days that are not counted', () => {
  const breaksOf = (known: SchoolYears, starts = '2024-08-14', weekends = false) =>
    exclusionsOf(
      known,
      { kind: 'calendar-days-with-exclusions', days: 60, excludes: 'breaks', moreThan: 5 },
      weekends ? 'with-adjoining-weekends' : 'first-to-last-closed-day',
      starts,
    );
  const summersOf = (known: SchoolYears) =>
    exclusionsOf(
      known,
      { kind: 'calendar-days-with-exclusions', days: 60, excludes: 'summer' },
      undefined,
      '2024-08-14',
    );
  const spans = ({ spans: all }: { spans: readonly Span[] }) =>
    all.map(({ from, to }) => [from, to]);

  test('the summer between two years, from weekday to weekday or with its weekends', () => {
    const known = years(calendarOf(one, two));
    expect(breaksOf(known)).toMatchObject({ knownThrough: '2026-05-22' });
    expect(spans(breaksOf(known))).toEqual([['2025-05-26', '2025-08-12']]);
    expect(spans(breaksOf(known, '2024-08-14', true))).toEqual([['2025-05-24', '2025-08-12']]);
  });

  test('the summer before the first year, for a clock that starts before there is school', () => {
    expect(spans(breaksOf(years(calendarOf(one)), '2024-08-13'))).toEqual([
      ['2024-04-16', '2024-08-13'],
    ]);
    expect(spans(breaksOf(years(calendarOf(one)), '2024-08-14'))).toEqual([]);
  });

  test('a year that begins in the middle of a break lengthens the summer before it', () => {
    const late = year('2024-08-14', '2025-05-23', {
      closed: [{ from: '2024-08-14', to: '2024-08-16', kind: 'break', name: '' }],
    });
    expect(spans(breaksOf(years(calendarOf(late)), '2024-08-15'))).toEqual([
      ['2024-04-16', '2024-08-16'],
    ]);
  });

  test('a first day that alone is known ends the summer, and is the last day that is known', () => {
    const known = years(calendarOf(one), '2025-08-13');
    expect(breaksOf(known)).toMatchObject({ knownThrough: '2025-08-13' });
    expect(spans(breaksOf(known))).toEqual([['2025-05-26', '2025-08-12']]);
  });

  test('a next year that begins in the week after, or in the same week, leaves no break', () => {
    expect(breaksOf(years(calendarOf(one), '2025-05-28'))).toEqual({
      spans: [],
      knownThrough: '2025-05-28',
    });
    const midweek = year('2024-08-14', '2025-05-21');
    expect(breaksOf(years(calendarOf(midweek), '2025-05-22'))).toEqual({
      spans: [],
      knownThrough: '2025-05-22',
    });
  });

  test('a break that nobody has seen the end of is not known', () => {
    const closing = year('2024-08-14', '2025-05-23', {
      closed: [{ from: '2025-05-12', to: '2025-05-23', kind: 'break', name: '' }],
    });
    expect(breaksOf(years(calendarOf(closing)))).toEqual({ spans: [], knownThrough: '2025-05-09' });
    const shut = {
      ...one,
      closed: [{ from: '2024-08-14', to: '2025-05-23', kind: 'break', name: '' }],
    } as const;
    expect(breaksOf(years(calendarOf(shut))).knownThrough).toBe('2024-04-15');
  });

  test('closed weekdays are those of their year: six Fridays off are no break where there is no school on Fridays', () => {
    const gap = { from: '2025-01-06', to: '2025-01-14', kind: 'break', name: '' } as const;
    const fourDays = year('2024-08-14', '2025-05-22', { weekdays: [1, 2, 3, 4], closed: [gap] });
    expect(spans(breaksOf(years(calendarOf(fourDays))))).toEqual([['2025-01-06', '2025-01-14']]);
    const five = { ...gap, to: '2025-01-13' };
    expect(spans(breaksOf(years(calendarOf({ ...fourDays, closed: [five] }))))).toEqual([]);
    // In the second year there is school from Monday to Saturday: Monday to Saturday off are six days.
    const sixDays = year('2025-08-13', '2026-05-22', {
      weekdays: [1, 2, 3, 4, 5, 6],
      closed: [{ from: '2025-11-24', to: '2025-11-29', kind: 'break', name: '' }],
    });
    expect(spans(breaksOf(years(calendarOf(one, sixDays))))).toEqual([
      ['2025-05-26', '2025-08-12'],
      ['2025-11-24', '2025-11-29'],
    ]);
  });

  test('summers from the day after the last through the day before the first', () => {
    const before = ['2024-04-16', '2024-08-13'];
    expect(spans(summersOf(years(calendarOf(one, two))))).toEqual([
      before,
      ['2025-05-24', '2025-08-12'],
    ]);
    expect(summersOf(years(calendarOf(one, two))).knownThrough).toBe('2026-05-22');
    expect(spans(summersOf(years(calendarOf(one))))).toEqual([before]);
    expect(summersOf(years(calendarOf(one))).knownThrough).toBe('2025-05-23');
    expect(spans(summersOf(years(calendarOf(one), '2025-05-24')))).toEqual([before]);
    // Sixty days behind a first day lie in its year, whenever that ends.
    expect(summersOf(years(calendarOf(one), '2025-08-13')).knownThrough).toBe('2025-10-12');
  });
});

test('a span is taken from the day after the start, and only as far as the count comes', () => {
  const span = (from: string, to: string): Span => ({ from, to, why: '' });
  const count = (starts: string, days: number, ...spans: Span[]) => {
    const found = countWithExclusions(starts, days, { spans, knownThrough: '2025-01-31' });
    return found && [found.due, found.excluded.map(({ from, to }) => `${from}/${to}`).join()];
  };
  const week = span('2025-01-06', '2025-01-10');
  expect(count('2025-01-01', 4, week)).toEqual(['2025-01-05', '']);
  expect(count('2025-01-01', 5, week)).toEqual(['2025-01-11', '2025-01-06/2025-01-10']);
  expect(count('2025-01-06', 1, week)).toEqual(['2025-01-11', '2025-01-07/2025-01-10']);
  expect(count('2025-01-09', 1, week)).toEqual(['2025-01-11', '2025-01-10/2025-01-10']);
  expect(count('2025-01-10', 1, week)).toEqual(['2025-01-11', '']);
  expect(count('2025-01-01', 5, week, span('2025-01-12', '2025-01-13'))).toEqual([
    '2025-01-11',
    '2025-01-06/2025-01-10',
  ]);
  expect(count('2025-01-01', 6, week, span('2025-01-12', '2025-01-13'))).toEqual([
    '2025-01-14',
    '2025-01-06/2025-01-10,2025-01-12/2025-01-13',
  ]);
  expect(count('2025-01-01', 30)).toEqual(['2025-01-31', '']);
  expect(count('2025-01-01', 31)).toBeNull();
});
