import { describe, expect, test } from 'vitest';
import { calculate, InputProblem } from './calculation.js';
import { calendar as calcCalendar } from './calendar.js';

const calendar = {
  firstDay: '2024-08-14',
  lastDay: '2025-05-23',
  weekdays: [1, 2, 3, 4, 5],
  closed: ['2024-09-02', { from: '2024-11-25', to: '2024-11-29' }],
  days: [
    { date: '2024-10-11', kind: 'half' },
    { date: '2024-10-19', kind: 'instructional' }, // a make-up Saturday
    { date: '2024-11-26', kind: 'remote' }, // goes before the closed week around it
  ],
  nextYear: { firstDay: '2025-08-13', lastDay: '2026-05-22' },
};
const { nextYear: _, ...thisYear } = calendar;
const asked = (ask: unknown, of: unknown = calendar) =>
  JSON.parse(calculate(calcCalendar, JSON.stringify({ calendar: of, ask }))).answers;
function wrong(ask: unknown): [string, string, string] {
  try {
    asked(ask);
  } catch (error) {
    if (error instanceof InputProblem) return [error.code, error.where, error.message];
    throw error;
  }
  throw new Error('it was answered');
}

test('the kind of a day', () => {
  const kinds = [
    ['2024-08-14', 'instructional', true],
    ['2024-10-11', 'half', true],
    ['2024-10-19', 'instructional', true],
    ['2024-10-20', 'weekend', false],
    ['2024-09-02', 'holiday', false],
    ['2024-11-25', 'break', false],
    ['2024-11-26', 'remote', true],
    ['2024-08-13', null, false],
    ['2025-07-01', null, false],
  ];
  expect(asked(kinds.map(([day]) => ({ day })))).toEqual(
    kinds.map(([, kind, schoolDay]) => ({ kind, schoolDay })),
  );
});

test('school days, both ends counted, of the whole year where nothing is said', () => {
  const spans = [
    { from: '2024-10-11', to: '2024-10-11' },
    { from: '2024-10-14', to: '2024-10-20' },
    { from: '2024-11-23', to: '2024-12-01' },
    { from: '2025-05-23', to: '2025-08-13' },
  ];
  expect(asked(spans.map((schoolDays) => ({ schoolDays })))).toEqual(
    [1, 6, 1, 2].map((count) => ({ count })),
  );
  const [whole, begun, ended, around] = asked([
    { schoolDays: {} },
    { schoolDays: { from: '2025-05-19' } },
    { schoolDays: { to: '2024-08-16' } },
    { schoolDays: { from: '2024-07-01', to: '2025-06-30' } },
  ]);
  // 203 weekdays, less six closed, one of them remote, and a Saturday more.
  expect(whole).toEqual({ count: 203 - 6 + 1 + 1 });
  expect([begun, ended, around]).toEqual([{ count: 5 }, { count: 3 }, whole]);
});

test('weeks in three bases, and a gain over each', () => {
  const span = { from: '2024-11-18', to: '2024-12-02' };
  const bases = {
    calendarWeeks: 2,
    instructionalDays: 6,
    instructionalWeeks: 1.2,
    isoWeeks: 2,
    isoWeeksEndCounted: 3,
  };
  const none = { perCalendarWeek: null, perInstructionalWeek: null, perIsoWeek: null };
  expect(asked([{ weeks: span }, { weeks: { ...span, gain: 3 } }])).toEqual([
    { ...bases, ...none },
    { ...bases, perCalendarWeek: 1.5, perInstructionalWeek: 2.5, perIsoWeek: 1.5 },
  ]);
  expect(asked([{ weeks: { from: '2024-11-18', to: '2024-11-18', gain: 3 } }])[0]).toMatchObject(
    none,
  );
});

test('a window by instructional days; beyond the year it has no day', () => {
  expect(
    asked([{ window: { fromDay: 1, toDay: 10 } }, { window: { fromDay: 199, toDay: 200 } }]),
  ).toEqual([
    { opens: '2024-08-14', closes: '2024-08-27' },
    { opens: '2025-05-23', closes: null },
  ]);
});

test('school days after a day go on into the next year, as far as it is known', () => {
  const after = (date: string, n: number) => ({ schoolDaysAfter: { date, n } });
  const questions = [
    after('2024-10-11', 5),
    after('2024-11-25', 0),
    after('2025-05-22', 2),
    after('2025-05-22', 9e15),
  ];
  expect(asked(questions)).toEqual(
    ['2024-10-18', '2024-11-25', '2025-08-13', null].map((date) => ({ date })),
  );
  expect(asked([after('2025-05-22', 2)], thisYear)).toEqual([{ date: null }]);
  expect(asked([after('2025-05-22', 2)], { ...thisYear, nextYearFirstDay: '2025-08-13' })).toEqual([
    { date: null },
  ]);
});

test('a span counts its first day, or begins with the next school day', () => {
  const span = (first: string, days: number) => ({ span: { first, days } });
  expect(
    asked([
      span('2024-10-11', 1),
      span('2024-10-11', 10),
      span('2024-10-12', 5),
      span('2026-05-22', 2),
    ]),
  ).toEqual(['2024-10-11', '2024-10-23', '2024-10-18', null].map((last) => ({ last })));
});

test('business days need no school', () => {
  const holidays = ['2024-11-28', '2024-11-29'];
  expect(
    asked([
      { businessDaysAfter: { date: '2024-11-27', n: 1, holidays } },
      { businessDaysAfter: { date: '2024-11-27', n: 1 } },
      { businessDaysAfter: { date: '2030-06-29', n: 1 } },
      { businessDaysAfter: { date: '2030-06-29', n: 0 } },
      { businessDaysAfter: { date: '2030-06-29', n: 9e15 } },
    ]),
  ).toEqual(
    ['2024-12-02', '2024-11-28', '2030-07-01', '2030-06-29', null].map((date) => ({ date })),
  );
});

test('no question is answered with no answer, and each answer stands where its question stood', () => {
  expect(asked([])).toEqual([]);
  expect(asked([{ day: '2024-10-11' }, { schoolDays: {} }])).toMatchObject([
    { kind: 'half' },
    { count: 199 },
  ]);
});

test('a calendar without school days counts none and finds none', () => {
  const closed = [{ from: '2024-08-01', to: '2025-06-30' }];
  expect(
    asked(
      [
        { schoolDays: {} },
        { window: { fromDay: 1, toDay: 2 } },
        { span: { first: '2024-09-02', days: 1 } },
        { schoolDaysAfter: { date: '2024-09-02', n: 1 } },
        { weeks: { from: '2024-09-02', to: '2024-09-16', gain: 2 } },
      ],
      { firstDay: '2024-08-14', lastDay: '2025-05-23', closed },
    ),
  ).toEqual([
    { count: 0 },
    { opens: null, closes: null },
    { last: null },
    { date: null },
    {
      calendarWeeks: 2,
      instructionalDays: 0,
      instructionalWeeks: 0,
      isoWeeks: 0,
      isoWeeksEndCounted: 0,
      perCalendarWeek: 1,
      perInstructionalWeek: null,
      perIsoWeek: null,
    },
  ]);
});

describe('what cannot be asked is told with its place', () => {
  test.each<[string, unknown, string, string]>([
    ['an unknown question', [{ weekday: '2024-10-11' }], 'unknown_question', '/ask/0/weekday'],
    [
      'two questions in one',
      [{ day: '2024-10-11' }, { day: '2024-10-11', span: {} }],
      'two_questions',
      '/ask/1/span',
    ],
    ['nothing at all', [{}], 'unknown_question', '/ask/0'],
    ['text', ['day'], 'unknown_question', '/ask/0'],
    ['null', [null], 'unknown_question', '/ask/0'],
    ['an inherited word', [{ toString: 1 }], 'unknown_question', '/ask/0/toString'],
    ['no list', { day: '2024-10-11' }, 'invalid_input', '/ask'],
    ['no questions', undefined, 'missing', '/ask'],
    ['a day that does not exist', [{ day: '2025-02-29' }], 'invalid_input', '/ask/0/day'],
    [
      'days in the wrong order',
      [{ schoolDays: { from: '2024-10-11', to: '2024-10-10' } }],
      'span_inverted',
      '/ask/0/schoolDays/to',
    ],
    [
      'weeks in the wrong order',
      [{ weeks: { from: '2024-10-11', to: '2024-10-10' } }],
      'span_inverted',
      '/ask/0/weeks/to',
    ],
    [
      'a gain that is text',
      [{ weeks: { from: '2024-10-11', to: '2024-10-12', gain: '3' } }],
      'invalid_input',
      '/ask/0/weeks/gain',
    ],
    ['weeks without an end', [{ weeks: { from: '2024-10-11' } }], 'missing', '/ask/0/weeks/to'],
    [
      'an instructional day 0',
      [{ window: { fromDay: 0, toDay: 3 } }],
      'invalid_input',
      '/ask/0/window/fromDay',
    ],
    [
      'a window that closes before it opens',
      [{ window: { fromDay: 4, toDay: 3 } }],
      'window_inverted',
      '/ask/0/window/toDay',
    ],
    [
      'a negative count',
      [{ schoolDaysAfter: { date: '2024-10-11', n: -1 } }],
      'invalid_input',
      '/ask/0/schoolDaysAfter/n',
    ],
    [
      'half a day',
      [{ businessDaysAfter: { date: '2024-10-11', n: 0.5 } }],
      'invalid_input',
      '/ask/0/businessDaysAfter/n',
    ],
    [
      'a span of no days',
      [{ span: { first: '2024-10-11', days: 0 } }],
      'invalid_input',
      '/ask/0/span/days',
    ],
    [
      'a holiday that does not exist',
      [{ businessDaysAfter: { date: '2024-10-11', n: 1, holidays: ['2024-11-31'] } }],
      'invalid_input',
      '/ask/0/businessDaysAfter/holidays/0',
    ],
    [
      'an unknown key',
      [{ span: { first: '2024-10-11', days: 2, last: null } }],
      'unknown_key',
      '/ask/0/span/last',
    ],
  ])('%s', (_, ask, code, where) => {
    expect(wrong(ask).slice(0, 2)).toEqual([code, where]);
  });

  test('in a sentence', () => {
    expect(wrong([{ weekday: 3 }])[2]).toBe('There is no question named weekday.');
    expect(wrong([{ day: '2024-10-11', span: {} }])[2]).toBe('This asks for day and span at once.');
    expect(wrong([{ window: { fromDay: 4, toDay: 3 } }])[2]).toBe(
      'The window closes on day 3, before it opens on day 4.',
    );
  });
});
