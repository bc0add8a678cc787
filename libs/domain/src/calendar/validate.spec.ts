import { describe, expect, test } from 'vitest';
import { addDays } from '../time.js';
import type { CalendarDraft } from './commands.js';
import type { CalendarYear } from './school-calendar.js';
import { calendarProblems, longestYear } from './validate.js';

const year: CalendarYear = {
  firstDay: '2025-08-18',
  lastDay: '2026-05-29',
  weekdays: [1, 2, 3, 4, 5],
  closed: [{ from: '2025-11-26', to: '2025-11-28', kind: 'break', name: 'Thanksgiving' }],
  days: [{ date: '2025-10-10', kind: 'half', name: 'Conferences' }],
};
const draft: CalendarDraft = {
  timeZone: 'America/Denver',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years: [year],
};
const of = (change: Partial<CalendarDraft>) => calendarProblems({ ...draft, ...change });
const inYear = (change: Partial<CalendarYear>) => of({ years: [{ ...year, ...change }] });
const closed = (from: string, to: string, kind: CalendarYear['closed'][number]['kind'] = 'break') =>
  inYear({ closed: [{ from, to, kind, name: 'Winter break' }] });

test('a calendar that can be has no problems', () => {
  expect(of({})).toEqual([]);
  expect(inYear({ closed: [], days: [] })).toEqual([]);
});

describe('a day that does not exist is told alone, where it stands', () => {
  test.each<[string, Partial<CalendarYear>]>([
    ['/years/0/firstDay', { firstDay: '2025-02-29' }],
    ['/years/0/lastDay', { lastDay: '2025-02-29' }],
    ['/years/0/closed/0/from', { closed: [{ ...year.closed[0]!, from: '2025-02-29' }] }],
    ['/years/0/closed/0/to', { closed: [{ ...year.closed[0]!, to: '2025-02-29' }] }],
    ['/years/0/days/1/date', { days: [year.days[0]!, { ...year.days[0]!, date: '2025-02-29' }] }],
  ])('%s', (where, change) => {
    // The weekdays are wrong as well, but a calendar with days that do not exist cannot be read any further.
    expect(inYear({ ...change, weekdays: [] })).toEqual([
      {
        code: 'calendar-date-does-not-exist',
        where,
        message: '2025-02-29 is no day; write YYYY-MM-DD.',
      },
    ]);
  });

  test('also in the second year', () => {
    const years = [year, { ...year, firstDay: '2026-08-00' }];
    expect(of({ years }).map(({ where }) => where)).toEqual(['/years/1/firstDay']);
  });
});

describe('zone and hours', () => {
  test('name an IANA zone', () => {
    expect(of({ timeZone: 'America/Nowhere' })).toEqual([
      {
        code: 'calendar-time-zone-unknown',
        where: '/timeZone',
        message: 'Name an IANA zone.',
      },
    ]);
  });

  test.each([
    ['16:00', '07:30'],
    ['08:00', '08:00'],
    ['7:30', '16:00'],
    ['07:30', '24:00'],
    ['07:60', '16:00'],
    ['07:30', '16:00:00'],
    ['x07:30', '16:00'],
    ['07:30', '96:00'],
  ])('%s to %s is no school day', (dayStarts, dayEnds) => {
    expect(of({ dayStarts, dayEnds })).toEqual([
      {
        code: 'calendar-hours-inverted',
        where: '/dayEnds',
        message: 'dayStarts and dayEnds are HH:MM, and a day ends after it starts.',
      },
    ]);
  });

  test('from midnight to the last minute is one', () => {
    expect(of({ dayStarts: '00:00', dayEnds: '23:59' })).toEqual([]);
    expect(of({ dayStarts: '19:00', dayEnds: '20:00' })).toEqual([]);
  });
});

describe('years', () => {
  test('there is at least one', () => {
    expect(of({ years: [] })).toEqual([
      {
        code: 'calendar-without-year',
        where: '/years',
        message: 'A calendar has at least one year.',
      },
    ]);
  });

  test('the next begins after this one is over', () => {
    const next = (firstDay: string) =>
      of({ years: [year, { ...year, firstDay, lastDay: '2027-05-28', closed: [], days: [] }] });
    expect(next('2026-05-29')).toEqual([
      {
        code: 'calendar-years-overlap',
        where: '/years/1/firstDay',
        message: 'The year begins on 2026-05-29, but the one before it lasts until 2026-05-29.',
      },
    ]);
    expect(next('2026-06-01')).toEqual([]);
  });

  test('one that ends before it begins is told alone', () => {
    expect(inYear({ lastDay: '2025-08-17', weekdays: [] })).toEqual([
      {
        code: 'calendar-year-inverted',
        where: '/years/0/lastDay',
        message: 'The year ends on 2025-08-17, before it begins on 2025-08-18.',
      },
    ]);
    expect(inYear({ firstDay: '2025-08-18', lastDay: '2025-08-18', closed: [], days: [] })).toEqual(
      [],
    );
  });

  test('one is at most as long as a year may be', () => {
    const lasting = (days: number) =>
      inYear({ lastDay: addDays(year.firstDay, days - 1), weekdays: [1, 2, 3, 4, 5, 6, 7] });
    expect(lasting(longestYear)).toEqual([]);
    expect(lasting(longestYear + 1)).toEqual([
      {
        code: 'calendar-year-too-long',
        where: '/years/0/lastDay',
        message: 'A school year has at most 400 days.',
      },
    ]);
  });

  test.each([[[]], [[0, 1]], [[1, 8]], [[1, 1, 2]], [[1.5]], [[1, 2, 3, 4, 5, 5]]])(
    'weekdays %j are unclear',
    (weekdays) => {
      expect(inYear({ weekdays })).toEqual([
        {
          code: 'calendar-weekdays-unclear',
          where: '/years/0/weekdays',
          message: 'Name each school weekday once, 1 = Monday to 7 = Sunday.',
        },
      ]);
    },
  );

  test('Monday and Sunday are weekdays', () => {
    expect(inYear({ weekdays: [7, 1, 5] })).toEqual([]);
  });

  test('begin and end with a school day', () => {
    const edge = (where: string, date: string) => ({
      code: 'calendar-edge-without-school',
      where,
      message: `There is no school on ${date}; a year begins and ends with a school day.`,
    });
    expect(inYear({ firstDay: '2025-08-17', lastDay: '2026-05-30' })).toEqual([
      edge('/years/0/firstDay', '2025-08-17'),
      edge('/years/0/lastDay', '2026-05-30'),
    ]);
    // Not asked of a calendar that has other problems.
    expect(inYear({ firstDay: '2025-08-17', weekdays: [1, 1] }).map(({ code }) => code)).toEqual([
      'calendar-weekdays-unclear',
    ]);
  });
});

describe('closed spans', () => {
  const outside = {
    code: 'calendar-span-outside-year',
    where: '/years/0/closed/0',
    message: 'Winter break lies outside the year.',
  };

  test('end where they begin or later', () => {
    expect(closed('2025-12-22', '2025-12-21')).toEqual([
      {
        code: 'calendar-span-inverted',
        where: '/years/0/closed/0/to',
        message: 'The span ends on 2025-12-21, before it begins on 2025-12-22.',
      },
    ]);
    expect(closed('2025-12-22', '2025-12-22')).toEqual([]);
  });

  test('lie within the year, with both ends', () => {
    expect(closed('2025-08-17', '2025-08-19')).toEqual([outside]);
    expect(closed('2026-05-28', '2026-05-30')).toEqual([outside]);
    expect(closed('2026-07-01', '2026-07-02')).toEqual([outside]);
    expect(closed('2025-08-19', '2026-05-28')).toEqual([]);
  });

  test.each(['instructional', 'half', 'remote'] as const)('are never %s', (kind) => {
    expect(closed('2025-12-22', '2025-12-23', kind)).toEqual([
      {
        code: 'calendar-closed-with-school',
        where: '/years/0/closed/0/kind',
        message: `A ${kind} day is a school day; name it under days.`,
      },
    ]);
  });

  test('may be outside and of the wrong kind at once', () => {
    expect(closed('2026-07-01', '2026-07-02', 'half').map(({ code }) => code)).toEqual([
      'calendar-span-outside-year',
      'calendar-closed-with-school',
    ]);
  });
});

describe('named days', () => {
  const day = (date: string) => ({ date, kind: 'half' as const, name: 'Conferences' });

  test('lie within the year', () => {
    expect(inYear({ days: [day('2026-05-30')] })).toEqual([
      {
        code: 'calendar-day-outside-year',
        where: '/years/0/days/0/date',
        message: '2026-05-30 lies outside the year.',
      },
    ]);
    expect(inYear({ days: [day('2025-08-18'), day('2026-05-29')] })).toEqual([]);
  });

  test('are named once', () => {
    expect(inYear({ days: [day('2025-10-10'), day('2025-10-13'), day('2025-10-10')] })).toEqual([
      {
        code: 'calendar-day-twice',
        where: '/years/0/days/2/date',
        message: '2025-10-10 is named twice.',
      },
    ]);
  });
});

test('every problem is told at once, each with its place', () => {
  expect(
    of({
      timeZone: 'Nowhere',
      dayEnds: '07:00',
      years: [
        { ...year, weekdays: [9] },
        { ...year, lastDay: '2025-08-01' },
      ],
    }).map(({ where }) => where),
  ).toEqual([
    '/timeZone',
    '/dayEnds',
    '/years/1/firstDay',
    '/years/0/weekdays',
    '/years/1/lastDay',
  ]);
});
