import { describe, expect, test } from 'vitest';
import { addDays } from '#domain/time';
import { calculate, InputProblem } from './calculation.js';
import { calendarInput, longestCalendarDays } from './calendar-input.js';

const year = { firstDay: '2024-08-14', lastDay: '2025-05-23' };
const read = (calendar: unknown) =>
  JSON.parse(calculate({ input: calendarInput, answer: (read) => read }, JSON.stringify(calendar)));
function wrong(calendar: unknown): string[] {
  try {
    read(calendar);
  } catch (error) {
    if (error instanceof InputProblem) return [error.code, error.where, error.message];
    throw error;
  }
  throw new Error('it was accepted');
}

test('the calendar of the interface becomes two school years', () => {
  expect(
    read({
      ...year,
      weekdays: [1, 2, 3, 4, 5],
      closed: ['2024-09-02', { from: '2024-11-25', to: '2024-11-29' }],
      days: [{ date: '2024-10-11', kind: 'half' }],
      nextYear: { firstDay: '2025-08-13', lastDay: '2026-05-22', closed: [] },
    }),
  ).toMatchObject({
    years: [
      {
        ...year,
        weekdays: [1, 2, 3, 4, 5],
        closed: [
          { from: '2024-09-02', to: '2024-09-02', kind: 'holiday' },
          { from: '2024-11-25', to: '2024-11-29', kind: 'break' },
        ],
        days: [{ date: '2024-10-11', kind: 'half' }],
      },
      { firstDay: '2025-08-13', weekdays: [1, 2, 3, 4, 5], days: [] },
    ],
    nextYearFirstDay: '2025-08-13',
  });
});

test('two dates are enough, and what may be left out has its default', () => {
  expect(read(year)).toMatchObject({
    years: [{ ...year, weekdays: [1, 2, 3, 4, 5], closed: [], days: [] }],
    nextYearFirstDay: null,
  });
});

test('the first day of the next year alone makes no day of it countable', () => {
  const calendar = read({ ...year, nextYearFirstDay: '2025-08-13' });
  expect(calendar.years).toHaveLength(1);
  expect(calendar.nextYearFirstDay).toBe('2025-08-13');
});

test('a span may say its kind, and days beyond the year are no fault', () => {
  const closed = [{ from: '2025-07-01', to: '2025-07-04', kind: 'staff_only', name: 'Workdays' }];
  const days = [{ date: '2025-06-02', kind: 'remote' }];
  expect(read({ ...year, closed, days }).years[0]).toMatchObject({ closed, days });
});

test('equal calendars of two lines are one, others are not', () => {
  expect(calendarInput.parse(year)).toBe(calendarInput.parse({ ...year, closed: [] }));
  expect(calendarInput.parse(year)).not.toBe(
    calendarInput.parse({ ...year, closed: ['2024-09-02'] }),
  );
  for (let n = 1; n <= 150; n++)
    expect(calendarInput.parse({ ...year, lastDay: addDays(year.lastDay, n) }).years[0]).toEqual({
      ...calendarInput.parse(year).years[0],
      lastDay: addDays(year.lastDay, n),
    });
});

describe('what cannot be is told with its place', () => {
  test.each<[string, object, string, string]>([
    ['a day that does not exist', { lastDay: '2025-02-29' }, 'invalid_input', '/lastDay'],
    ['no first day', { firstDay: undefined }, 'missing', '/firstDay'],
    ['an end before the beginning', { lastDay: '2024-08-13' }, 'year_inverted', '/lastDay'],
    ['weekday 0', { weekdays: [0, 1] }, 'invalid_input', '/weekdays/0'],
    ['weekday 8', { weekdays: [1, 8] }, 'invalid_input', '/weekdays/1'],
    ['half a weekday', { weekdays: [1.5] }, 'invalid_input', '/weekdays/0'],
    ['no weekday', { weekdays: [] }, 'invalid_input', '/weekdays'],
    ['a closed day that does not exist', { closed: ['2024-11-31'] }, 'invalid_input', '/closed/0'],
    [
      'a span whose end does not exist',
      { closed: ['2024-09-02', { from: '2024-11-25', to: '2024-11-31' }] },
      'invalid_input',
      '/closed/1/to',
    ],
    ['a span without end', { closed: [{ from: '2024-11-25' }] }, 'missing', '/closed/0/to'],
    [
      'a span that ends before it begins',
      { closed: [{ from: '2024-11-29', to: '2024-11-25' }] },
      'span_inverted',
      '/closed/0/to',
    ],
    [
      'a closed span with school',
      { closed: [{ from: '2024-11-25', to: '2024-11-29', kind: 'half' }] },
      'invalid_input',
      '/closed/0/kind',
    ],
    ['a number among the closed days', { closed: [20240902] }, 'invalid_input', '/closed/0'],
    [
      'an unknown kind of day',
      { days: [{ date: '2024-10-11', kind: 'snow' }] },
      'invalid_input',
      '/days/0/kind',
    ],
    ['a day without kind', { days: [{ date: '2024-10-11' }] }, 'invalid_input', '/days/0/kind'],
    [
      'a day of two kinds',
      {
        days: [
          { date: '2024-10-11', kind: 'half' },
          { date: '2024-10-11', kind: 'half' },
          { date: '2024-10-11', kind: 'break' },
        ],
      },
      'day_twice',
      '/days/2/kind',
    ],
    ['an unknown key', { holidays: [] }, 'unknown_key', '/holidays'],
    [
      'a next year that begins on the last day of this one',
      { nextYearFirstDay: '2025-05-23' },
      'years_overlap',
      '/nextYearFirstDay',
    ],
    [
      'a next year before this one is over',
      { nextYear: { firstDay: '2025-05-01', lastDay: '2026-05-01' } },
      'years_overlap',
      '/nextYear/firstDay',
    ],
    [
      'an inverted next year',
      { nextYear: { firstDay: '2025-08-13', lastDay: '2025-08-12' } },
      'year_inverted',
      '/nextYear/lastDay',
    ],
    [
      'two first days of the next year',
      {
        nextYear: { firstDay: '2025-08-13', lastDay: '2026-05-22' },
        nextYearFirstDay: '2025-08-14',
      },
      'next_year_unclear',
      '/nextYearFirstDay',
    ],
    ['a year of 7,000 years', { lastDay: '9999-12-31' }, 'calendar_too_long', '/lastDay'],
    [
      'a next year in another millennium',
      { nextYear: { firstDay: '9000-08-13', lastDay: '9001-05-22' } },
      'calendar_too_long',
      '/nextYear/lastDay',
    ],
  ])('%s', (_, change, code, where) => {
    expect(wrong({ ...year, ...change }).slice(0, 2)).toEqual([code, where]);
  });

  test('in a sentence', () => {
    expect(wrong({ ...year, lastDay: '2024-08-13' })[2]).toBe(
      'The year ends on 2024-08-13, before it begins on 2024-08-14.',
    );
    expect(wrong({ ...year, weekdays: [0] })[2]).toBe(
      'Name at least one weekday, 1 = Monday to 7 = Sunday.',
    );
    expect(wrong({ ...year, closed: [7] })[2]).toContain('A closed day is a date, or a span');
    expect(wrong('summer')[2]).toBe('A school year is an object with firstDay and lastDay.');
  });
});

test('a calendar is as long as the limit and not a day longer', () => {
  const lastDay = addDays(year.firstDay, longestCalendarDays - 1);
  expect(read({ ...year, lastDay }).years[0].lastDay).toBe(lastDay);
  expect(wrong({ ...year, lastDay: addDays(lastDay, 1) })[0]).toBe('calendar_too_long');
});

test('a year of one day, and of weekends only, is a year', () => {
  expect(read({ firstDay: '2024-08-14', lastDay: '2024-08-14' }).years).toHaveLength(1);
  expect(read({ ...year, weekdays: [6, 7] }).years[0].weekdays).toEqual([6, 7]);
});
