import { describe, expect, test } from 'vitest';
import type { CalendarYear, SchoolCalendar } from '../calendar/school-calendar.js';
import { addDays, weekdayOf } from '../time.js';
import type { ClockFacts } from './clocks-of.js';
import { clocksOf } from './clocks-of.js';
import type { ClockName, Jurisdiction } from './pack.js';
import { packOf } from './packs.js';

// The dates that law makes hard, by name, counted by hand.

const spring: CalendarYear = {
  firstDay: '2024-08-14', // a Wednesday
  lastDay: '2025-05-23', // a Friday; no school on Monday of Labor Day, and not in the breaks
  weekdays: [1, 2, 3, 4, 5],
  closed: [
    { from: '2024-09-02', to: '2024-09-02', kind: 'holiday', name: 'Labor Day' },
    { from: '2024-11-25', to: '2024-11-29', kind: 'break', name: 'Thanksgiving' },
    { from: '2024-12-23', to: '2025-01-03', kind: 'break', name: 'Winter break' },
  ],
  days: [{ date: '2025-01-06', kind: 'staff_only', name: 'Staff day' }],
};
const fall: CalendarYear = {
  firstDay: '2025-08-13', // a Wednesday
  lastDay: '2026-05-22',
  weekdays: [1, 2, 3, 4, 5],
  closed: [{ from: '2025-09-01', to: '2025-09-01', kind: 'holiday', name: 'Labor Day' }],
  days: [],
};
const calendarOf = (...years: CalendarYear[]): SchoolCalendar => ({
  id: '50000000-0000-4000-8000-000000000001',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years,
});
const calendar = calendarOf(spring, fall);
const nothing: ClockFacts = {
  jurisdiction: 'us',
  calendar,
  nextYearFirstDay: null,
  request: null,
  consentRequested: null,
  consentSigned: null,
  consentReceived: null,
  absences: [],
  eligibilityDetermined: null,
  recordsRequestReceived: null,
  extension: null,
  parameters: {},
};
const clock = (jurisdiction: Jurisdiction, name: ClockName, facts: Partial<ClockFacts>) =>
  clocksOf({ ...nothing, ...facts, jurisdiction }).find((one) => one.name === name)!;
const main = (jurisdiction: Jurisdiction, facts: Partial<ClockFacts>) =>
  clocksOf({ ...nothing, ...facts, jurisdiction }).find((one) => one.main)!;

describe('calendar days', () => {
  test('a due day on a Sunday is not moved', () => {
    const { due } = main('us', { consentReceived: '2024-10-09' });
    expect(due).toBe('2024-12-08');
    expect(weekdayOf(due!)).toBe(7);
  });

  test('sixty days go through winter break: under the federal clock breaks do not pause', () => {
    expect(main('us', { consentReceived: '2024-12-02' }).due).toBe('2025-01-31');
  });

  test('a leap day is a day', () => {
    expect(main('us', { consentReceived: '2024-01-01', calendar: null }).due).toBe('2024-03-01');
    expect(main('us', { consentReceived: '2023-01-01', calendar: null }).due).toBe('2023-03-02');
  });

  test('they need no calendar and run past it', () => {
    expect(main('us', { consentReceived: '2031-05-01' }).due).toBe('2031-06-30');
    const request = { received: '2031-05-01', written: false };
    expect(main('us-nc', { calendar: null, request }).due).toBe('2031-07-30');
  });

  test('consent asked for and signed are two other dates: the receipt counts', () => {
    const asked = { consentRequested: '2024-10-01', consentSigned: '2024-10-04' };
    expect(main('us', asked)).toMatchObject({ starts: null, due: null });
    expect(main('us', { ...asked, consentReceived: '2024-10-10' })).toMatchObject({
      starts: '2024-10-10',
      due: '2024-12-09',
    });
  });
});

describe('Texas', () => {
  // 10 school weeks before the last Friday, every day of them with school: left = 5 × weeks + the rest of the week.
  const report = (left: number, facts: Partial<ClockFacts> = {}) => {
    const weeks = Math.floor(left / 5);
    const rest = left % 5;
    const friday = addDays('2025-05-23', -7 * weeks);
    const consentReceived = rest === 0 ? friday : addDays(friday, -rest);
    return main('us-tx', { consentReceived, ...facts });
  };
  const awayAfter = (starts: string, n: number) =>
    Array.from({ length: 20 }, (_, i) => addDays(starts, i + 1))
      .filter((date) => weekdayOf(date) <= 5)
      .slice(0, n);

  test.each([
    [45, '2025-05-23', 45],
    [44, '2025-06-30', 44],
    [35, '2025-06-30', 35],
    [34, '2025-08-27', 45],
  ])('consent with %i school days left', (left, due, counted) => {
    expect(report(left)).toMatchObject({ schoolDaysLeft: left, due, counted });
  });

  test('the last instructional day left out moves the edges by a day', () => {
    const parameters = { countLastInstructionalDay: false };
    expect(report(46, { parameters })).toMatchObject({ schoolDaysLeft: 45, due: '2025-05-22' });
    expect(report(45, { parameters })).toMatchObject({ schoolDaysLeft: 44, due: '2025-06-30' });
    expect(report(36, { parameters })).toMatchObject({ schoolDaysLeft: 35, due: '2025-06-30' });
    expect(report(35, { parameters })).toMatchObject({ schoolDaysLeft: 34, due: '2025-08-26' });
  });

  test('two absences add nothing, three add three', () => {
    const consentReceived = '2024-10-08';
    const away = (n: number) => ({ consentReceived, absences: awayAfter(consentReceived, n) });
    expect(main('us-tx', away(2))).toMatchObject({ due: '2024-12-17', counted: 45 });
    expect(main('us-tx', away(3))).toMatchObject({ due: '2024-12-20', counted: 48 });
  });

  test('an absence before consent, on a day without school, named twice or after the report was due is none', () => {
    const consentReceived = '2024-10-08';
    const absences = [
      '2024-10-08',
      '2024-10-12',
      '2024-10-09',
      '2024-10-09',
      '2024-10-10',
      '2025-03-04',
    ];
    expect(main('us-tx', { consentReceived, absences }).due).toBe('2024-12-17');
  });

  test('an absence on an added day adds one more, unless counsel reads the law otherwise', () => {
    const consentReceived = '2024-10-08';
    const absences = [...awayAfter(consentReceived, 3), '2024-12-19'];
    expect(main('us-tx', { consentReceived, absences }).due).toBe('2025-01-07');
    const parameters = { absencesInExtension: false };
    expect(main('us-tx', { consentReceived, absences, parameters }).due).toBe('2024-12-20');
  });

  test('between 35 and 45 days left, three absences bring the school days back, two do not', () => {
    const starts = report(40).starts!;
    expect(report(40, { absences: awayAfter(starts, 2) }).due).toBe('2025-06-30');
    expect(report(40, { absences: awayAfter(starts, 3) })).toMatchObject({
      due: '2025-08-22',
      counted: 48,
    });
  });

  test('summer days are no school days', () => {
    expect(main('us-tx', { consentReceived: '2025-06-20' })).toMatchObject({
      schoolDaysLeft: 0,
      due: '2025-10-15',
    });
  });

  test('a written request is answered by the fifteenth school day; word of mouth starts nothing', () => {
    const ask = (written: boolean) =>
      clock('us-tx', 'request-response', { request: { received: '2024-11-15', written } });
    expect(ask(true).due).toBe('2024-12-13');
    expect(ask(false)).toMatchObject({ starts: null, due: null });
  });

  test('half and remote days count', () => {
    const days = [
      { date: '2024-10-09', kind: 'half', name: '' },
      { date: '2024-10-10', kind: 'remote', name: '' },
    ] as const;
    const other = calendarOf({ ...spring, days: [...spring.days, ...days] }, fall);
    expect(main('us-tx', { consentReceived: '2024-10-08', calendar: other }).due).toBe(
      '2024-12-17',
    );
  });

  test('a closure declared late moves the day by the days closed', () => {
    const ice = { date: '2024-12-10', kind: 'emergency_closure', name: 'Ice' } as const;
    const other = calendarOf({ ...spring, days: [...spring.days, ice] }, fall);
    expect(main('us-tx', { consentReceived: '2024-10-08', calendar: other }).due).toBe(
      '2024-12-18',
    );
    expect(main('us', { consentReceived: '2024-10-08', calendar: other }).due).toBe('2024-12-07');
  });
});

describe('California', () => {
  test('a break of exactly five school days is counted, one of six is not', () => {
    expect(main('us-ca', { consentReceived: '2024-10-08' })).toMatchObject({
      due: '2024-12-07', // through Thanksgiving week
      excluded: [],
    });
    const six = calendarOf(
      { ...spring, days: [...spring.days, { date: '2024-12-02', kind: 'staff_only', name: '' }] },
      fall,
    );
    expect(main('us-ca', { consentReceived: '2024-10-08', calendar: six })).toMatchObject({
      due: '2024-12-15',
      excluded: [{ from: '2024-11-25', to: '2024-12-02' }],
    });
  });

  test('winter break with the weekends at both ends, as counsel may read it', () => {
    const consentReceived = '2024-12-02';
    expect(main('us-ca', { consentReceived })).toMatchObject({
      due: '2025-02-15',
      excluded: [
        { from: '2024-12-23', to: '2025-01-06', why: 'break of 11 school days, more than 5' },
      ],
      parameters: { breakExclusion: 'first-to-last-closed-day' },
    });
    const parameters = { breakExclusion: 'with-adjoining-weekends' } as const;
    expect(main('us-ca', { consentReceived, parameters })).toMatchObject({
      due: '2025-02-17',
      excluded: [{ from: '2024-12-21', to: '2025-01-06' }],
    });
  });

  test('consent in the middle of a break: only what follows it is excluded', () => {
    expect(main('us-ca', { consentReceived: '2024-12-30' })).toMatchObject({
      due: '2025-03-07',
      excluded: [{ from: '2024-12-31', to: '2025-01-06' }],
    });
  });

  test('the clock resumes after the summer', () => {
    expect(main('us-ca', { consentReceived: '2025-05-01' })).toMatchObject({
      due: '2025-09-17',
      excluded: [{ from: '2025-05-26', to: '2025-08-12' }],
    });
  });

  test.each([
    ['2025-04-22', 31, false, '2025-05-02', '2025-09-18'],
    ['2025-04-23', 30, true, '2025-08-13', '2025-09-12'],
    ['2025-05-23', 0, true, '2025-08-13', '2025-09-12'],
  ])('a request on %s, %i days before the last day', (received, before, late, starts, due) => {
    const facts = { request: { received, written: true }, consentReceived: '2025-05-02' };
    const consentReceived = received > facts.consentReceived ? received : facts.consentReceived;
    expect(main('us-ca', { ...facts, consentReceived })).toMatchObject({
      daysBeforeYearEnd: before,
      lateReferral: late,
      starts,
      due,
    });
  });

  test('a late request starts its clock without any consent, and needs only the next first day', () => {
    const request = { received: '2025-05-05', written: true };
    const facts = { request, calendar: calendarOf(spring) };
    expect(main('us-ca', { ...facts, nextYearFirstDay: '2025-08-13' })).toMatchObject({
      starts: '2025-08-13',
      due: '2025-09-12',
      counted: 30,
    });
    expect(main('us-ca', facts)).toMatchObject({ lateReferral: true, starts: null, due: null });
    expect(main('us-ca', facts).because).toContain('nextYearFirstDay');
  });
});

describe('Illinois', () => {
  // 60 school days before the last Friday of May are twelve whole weeks.
  test.each([
    ['2025-02-28', 60, '2025-05-23'],
    ['2025-03-03', 59, '2025-08-12'],
    ['2025-05-23', 0, '2025-08-12'],
  ])('consent on %s, with %i days left', (consentReceived, schoolDaysLeft, due) => {
    expect(main('us-il', { consentReceived })).toMatchObject({ schoolDaysLeft, due });
  });

  test('only the next year’s first day need be known', () => {
    const facts = { calendar: calendarOf(spring), consentReceived: '2025-03-03' };
    expect(main('us-il', { ...facts, nextYearFirstDay: '2025-08-13' }).due).toBe('2025-08-12');
    expect(main('us-il', facts).due).toBeNull();
    expect(main('us-il', facts).because).toContain('first day is not known');
  });
});

test('Massachusetts: the assessments by the thirtieth, the Team meeting by the forty-fifth school day', () => {
  const facts = { consentReceived: '2024-09-09' };
  expect(main('us-ma', facts).due).toBe('2024-10-21');
  expect(clock('us-ma', 'team-meeting', facts).due).toBe('2024-11-11');
});

test('Washington: the thirty-fifth school day', () => {
  expect(main('us-wa', { consentReceived: '2024-09-09' }).due).toBe('2024-10-28');
});

describe('Pennsylvania', () => {
  test('the summer is not counted, winter break is', () => {
    expect(main('us-pa', { consentReceived: '2024-12-02' }).due).toBe('2025-01-31');
    expect(main('us-pa', { consentReceived: '2025-05-01' })).toMatchObject({
      due: '2025-09-19',
      excluded: [{ from: '2025-05-24', to: '2025-08-12' }],
    });
  });

  test('consent in summer: day 1 is the first day of school', () => {
    expect(main('us-pa', { consentReceived: '2025-07-01' }).due).toBe('2025-10-11');
  });

  test('only the next year’s first day need be known', () => {
    const facts = { calendar: calendarOf(spring), consentReceived: '2025-05-01' };
    expect(main('us-pa', { ...facts, nextYearFirstDay: '2025-08-13' }).due).toBe('2025-09-19');
    expect(main('us-pa', facts).due).toBeNull();
  });
});

test('North Carolina counts from the request, whatever the consent', () => {
  const request = { received: '2024-10-01', written: true };
  expect(main('us-nc', { request, consentReceived: '2024-11-20' })).toMatchObject({
    starts: '2024-10-01',
    due: '2024-12-30',
  });
  expect(main('us-nc', { consentReceived: '2024-11-20' }).due).toBeNull();
});

describe('days that nobody has given', () => {
  const oneYear = calendarOf(spring);

  test('a school year that ends before the clock does', () => {
    const { due, counted, because } = main('us-wa', {
      calendar: oneYear,
      consentReceived: '2025-05-01',
    });
    expect([due, counted]).toEqual([null, null]);
    expect(because).toBe(
      'The calendar is known until 2025-05-23, which does not cover the days that this clock needs: give the next school year.',
    );
  });

  test('of a year with a first day only, that day is a school day and no other is known', () => {
    const facts = { calendar: oneYear, nextYearFirstDay: '2025-08-13' };
    // 34 school days are left after 4 April.
    expect(main('us-wa', { ...facts, consentReceived: '2025-04-07' }).due).toBe('2025-08-13');
    expect(main('us-wa', { ...facts, consentReceived: '2025-04-08' }).due).toBeNull();
    expect(main('us-wa', { ...facts, consentReceived: '2025-09-01' }).due).toBeNull();
    expect(main('us-ca', { ...facts, consentReceived: '2025-05-01' }).due).toBeNull();
  });

  test('a calendar without school days, and none at all', () => {
    const closed = { from: spring.firstDay, to: spring.lastDay, kind: 'break', name: '' } as const;
    const empty = calendarOf({ ...spring, closed: [closed], days: [] });
    for (const jurisdiction of ['us-tx', 'us-ca', 'us-il', 'us-ma', 'us-wa'] as const) {
      const facts = { consentReceived: '2024-10-08' };
      expect(main(jurisdiction, { ...facts, calendar: empty }).due).toBeNull();
      expect(main(jurisdiction, { ...facts, calendar: null }).because).toContain('school calendar');
    }
    expect(main('us-wa', { calendar: empty, consentReceived: '2024-10-08' }).because).toContain(
      'no school day',
    );
  });

  test('a day long before the first year belongs to a year that is missing; the summer before it does not', () => {
    expect(main('us-wa', { consentReceived: '2024-08-01' }).due).toBe('2024-10-02');
    expect(main('us-wa', { consentReceived: '2023-11-01' })).toMatchObject({ due: null });
    expect(main('us-wa', { consentReceived: '2023-11-01' }).because).toContain('long after');
    expect(main('us-pa', { consentReceived: '2024-08-01' }).due).toBe('2024-10-12');
  });
});

describe('an extension', () => {
  const until = '2025-01-31';
  const agreed = { kind: 'written_agreement', until, agreedInWriting: true } as const;

  test('agreed in writing moves the main clock, and the day before it is kept', () => {
    const clocks = clocksOf({
      ...nothing,
      jurisdiction: 'us-ma',
      consentReceived: '2024-09-09',
      extension: agreed,
    });
    expect(
      clocks.map(({ name, due, originalDue, reason }) => [name, due, originalDue, reason]),
    ).toEqual([
      ['evaluation', until, '2024-10-21', 'written_agreement'],
      ['team-meeting', '2024-11-11', null, null],
      ['initial-iep', null, null, null],
      ['records-access', null, null, null],
    ]);
  });

  test('not in writing, or not later, moves nothing and says so', () => {
    const facts = { consentReceived: '2024-10-08' };
    const unwritten = main('us', { ...facts, extension: { ...agreed, agreedInWriting: false } });
    expect(unwritten).toMatchObject({ due: '2024-12-07', originalDue: null, reason: null });
    expect(unwritten.because).toContain('not agreed in writing');
    const earlier = main('us', { ...facts, extension: { ...agreed, until: '2024-12-07' } });
    expect(earlier).toMatchObject({ due: '2024-12-07', originalDue: null });
    expect(earlier.because).toContain('not later');
  });

  test('moves no clock that has not started or has no day', () => {
    expect(main('us', { extension: agreed })).toMatchObject({ due: null, originalDue: null });
    expect(
      main('us-wa', { calendar: null, consentReceived: '2024-10-08', extension: agreed }),
    ).toMatchObject({ due: null, reason: null });
  });
});

test('every parameter has a default that it may take, and a note for counsel', () => {
  for (const { parameters } of [packOf('us-tx'), packOf('us-ca'), packOf('us-il')])
    for (const parameter of Object.values(parameters)) {
      expect(parameter.values).toContain(parameter.default);
      expect(parameter.note.length).toBeGreaterThan(40);
    }
});
