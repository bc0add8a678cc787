import { describe, expect, test } from 'vitest';
import type { CalendarYear, SchoolCalendar } from '../calendar/school-calendar.js';
import type { ClockFacts } from './clocks-of.js';
import { clocksOf } from './clocks-of.js';
import type { ClockName, Jurisdiction } from './pack.js';

// What a clock says of itself, word for word: it is what a principal reads beside the day.

const year = (firstDay: string, lastDay: string): CalendarYear => ({
  firstDay,
  lastDay,
  weekdays: [1, 2, 3, 4, 5],
  closed: [],
  days: [],
});
const spring: CalendarYear = {
  ...year('2024-08-14', '2025-05-23'),
  closed: [{ from: '2024-12-23', to: '2025-01-03', kind: 'break', name: 'Winter break' }],
};
const calendarOf = (...years: CalendarYear[]): SchoolCalendar => ({
  id: '',
  version: 1,
  timeZone: 'UTC',
  dayStarts: '00:00',
  dayEnds: '23:59',
  years,
});
const nothing: ClockFacts = {
  jurisdiction: 'us',
  calendar: calendarOf(spring, year('2025-08-13', '2026-05-22')),
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
const clock = (jurisdiction: Jurisdiction, name: ClockName, facts: Partial<ClockFacts> = {}) =>
  clocksOf({ ...nothing, ...facts, jurisdiction }).find((one) => one.name === name)!;
const oneYear = { calendar: calendarOf(spring) };
const asked = (received: string, written: boolean | null = true) => ({
  request: { received, written },
});
const on = (consentReceived: string) => ({ consentReceived });

describe('a clock that has not started says what it waits for', () => {
  test.each<[Jurisdiction, ClockName, Partial<ClockFacts>, string]>([
    ['us', 'evaluation', {}, 'Consent has not been received.'],
    [
      'us',
      'evaluation',
      { consentRequested: '2024-10-03' },
      'Consent was asked for on 2024-10-03 and has not been received.',
    ],
    [
      'us',
      'evaluation',
      { consentRequested: '2024-10-03', consentSigned: '2024-10-07' },
      'Consent was signed on 2024-10-07 and has not been received; only its receipt starts this clock.',
    ],
    ['us-nc', 'placement', {}, 'No request has been received.'],
    ['us-tx', 'request-response', {}, 'No request has been received.'],
    [
      'us-tx',
      'request-response',
      asked('2024-10-01', false),
      'The request was made by word of mouth; only a written one starts this clock.',
    ],
    [
      'us-tx',
      'request-response',
      asked('2024-10-01', null),
      'It is not said whether the request was in writing; only a written one starts this clock.',
    ],
    ['us', 'initial-iep', {}, 'Eligibility has not been determined.'],
    ['us', 'records-access', {}, 'Nobody has asked for the records.'],
    [
      'us-ca',
      'iep-meeting',
      { ...oneYear, ...asked('2025-05-05') },
      'The request came so late that the clock starts on the first day of the next school year, which is not known: give nextYear or nextYearFirstDay.',
    ],
  ])('%s %s %j', (jurisdiction, name, facts, because) => {
    expect(clock(jurisdiction, name, facts)).toMatchObject({
      starts: null,
      due: null,
      counted: null,
      excluded: [],
      schoolDaysLeft: null,
      because,
    });
  });
});

describe('a clock that runs says what was counted, and from what', () => {
  test.each<[Jurisdiction, ClockName, Partial<ClockFacts>, string]>([
    [
      'us',
      'evaluation',
      on('2024-10-08'),
      '60 calendar days after the receipt of consent on 2024-10-08.',
    ],
    [
      'us',
      'initial-iep',
      { eligibilityDetermined: '2024-12-12' },
      '30 calendar days after the determination of eligibility on 2024-12-12.',
    ],
    [
      'us',
      'records-access',
      { recordsRequestReceived: '2024-10-01' },
      '45 calendar days after the request for records on 2024-10-01.',
    ],
    [
      'us-nc',
      'placement',
      asked('2024-10-01'),
      '90 calendar days after the request on 2024-10-01.',
    ],
    [
      'us-tx',
      'request-response',
      asked('2024-10-01'),
      '15 school days after the written request on 2024-10-01.',
    ],
    [
      'us-tx',
      'evaluation-report',
      on('2024-10-08'),
      '45 school days after the receipt of consent on 2024-10-08.',
    ],
    [
      'us-tx',
      'evaluation-report',
      { ...on('2024-10-08'), absences: ['2024-10-09', '2024-10-10', '2024-10-11'] },
      '45 school days after the receipt of consent on 2024-10-08, and as many more as the student was absent (3).',
    ],
    [
      'us-tx',
      'evaluation-report',
      on('2025-03-28'),
      '40 school days were left in the school year after 2025-03-28, at least 35 and fewer than 45: due by 30 June.',
    ],
    [
      'us-il',
      'eligibility-and-iep-meeting',
      on('2025-03-03'),
      '59 school days were left in the school year after 2025-03-03, fewer than 60: due before the next year begins.',
    ],
    [
      'us-il',
      'eligibility-and-iep-meeting',
      { ...on('2025-03-03'), ...oneYear },
      '59 school days were left in the school year after 2025-03-03, fewer than 60: due before the next year begins, but its first day is not known: give nextYear or nextYearFirstDay.',
    ],
    [
      'us-ca',
      'assessment-plan',
      asked('2024-10-01'),
      '15 calendar days after the request on 2024-10-01.',
    ],
    [
      'us-ca',
      'iep-meeting',
      on('2024-12-02'),
      '60 calendar days after the receipt of consent on 2024-12-02, without the days excluded.',
    ],
    [
      'us-ca',
      'iep-meeting',
      { ...asked('2025-05-05'), ...on('2025-05-06') },
      '30 calendar days after the first day of the next school year on 2025-08-13. The request came near the end of the year.',
    ],
    [
      'us-wa',
      'evaluation',
      { ...on('2024-10-08'), calendar: null },
      'No school calendar is given, and these days need one.',
    ],
    [
      'us-wa',
      'evaluation',
      on('2023-10-08'),
      'The calendar begins on 2024-08-14, long after 2023-10-08: give the school year of that day.',
    ],
    [
      'us-wa',
      'evaluation',
      { ...on('2025-05-19'), ...oneYear },
      'The calendar is known until 2025-05-23, which does not cover the days that this clock needs: give the next school year.',
    ],
    [
      'us-wa',
      'evaluation',
      { ...on('2025-05-19'), ...oneYear, nextYearFirstDay: '2025-08-13' },
      'The calendar is known until 2025-08-13, which does not cover the days that this clock needs: give the next school year.',
    ],
  ])('%s %s %j', (jurisdiction, name, facts, because) => {
    expect(clock(jurisdiction, name, facts).because).toBe(because);
  });

  test('an extension is told after what was counted', () => {
    const agreed = { kind: 'written_agreement', until: '2025-01-31' } as const;
    const told = (until: string, agreedInWriting: boolean) =>
      clock('us', 'evaluation', {
        ...on('2024-10-08'),
        extension: { ...agreed, until, agreedInWriting },
      }).because.replace('60 calendar days after the receipt of consent on 2024-10-08. ', '');
    expect(told('2025-01-31', true)).toBe(
      'Moved from 2024-12-07 to 2025-01-31, as agreed in writing.',
    );
    expect(told('2025-01-31', false)).toBe(
      'An extension until 2025-01-31 was not agreed in writing and moves nothing.',
    );
    expect(told('2024-12-07', true)).toBe(
      'The day agreed, 2024-12-07, is not later than the due day and moves nothing.',
    );
  });
});

test('what was excluded says why', () => {
  expect(clock('us-ca', 'iep-meeting', on('2024-12-02')).excluded).toEqual([
    { from: '2024-12-23', to: '2025-01-03', why: 'break of 10 school days, more than 5' },
  ]);
  expect(clock('us-pa', 'evaluation-report', on('2025-05-01')).excluded).toEqual([
    {
      from: '2025-05-24',
      to: '2025-08-12',
      why: 'summer, from the last day of school to the first',
    },
  ]);
  for (const [jurisdiction, name] of [
    ['us', 'evaluation'],
    ['us-tx', 'evaluation-report'],
    ['us-wa', 'evaluation'],
  ] as const)
    expect(clock(jurisdiction, name, on('2024-12-02')).excluded).toEqual([]);
});

describe('figures of one State only', () => {
  test('how near the end of the year a request came is asked in California alone, and only of its main clock', () => {
    const facts = { ...asked('2025-05-05'), ...on('2025-05-06') };
    const figures = (
      jurisdiction: Jurisdiction,
      name: ClockName,
      more: Partial<ClockFacts> = {},
    ) => {
      const { daysBeforeYearEnd, lateReferral } = clock(jurisdiction, name, { ...facts, ...more });
      return [daysBeforeYearEnd, lateReferral];
    };
    expect(figures('us-ca', 'iep-meeting')).toEqual([18, true]);
    expect(figures('us-ca', 'assessment-plan')).toEqual([null, null]);
    expect(figures('us', 'evaluation')).toEqual([null, null]);
    expect(figures('us-il', 'eligibility-and-iep-meeting')).toEqual([null, null]);
    expect(figures('us-ca', 'iep-meeting', { request: null })).toEqual([null, null]);
    expect(figures('us-ca', 'iep-meeting', { calendar: null })).toEqual([null, null]);
    expect(figures('us-ca', 'iep-meeting', asked('2025-07-01'))).toEqual([null, false]);
    expect(figures('us-ca', 'iep-meeting', asked('2027-07-01'))).toEqual([null, false]);
    expect(figures('us-ca', 'iep-meeting', asked('2023-07-01'))).toEqual([null, null]);
  });

  test('the school days left, in Texas and Illinois, 0 in summer and null where no year is known', () => {
    const left = (jurisdiction: Jurisdiction, name: ClockName, day: string) =>
      clock(jurisdiction, name, { ...on(day), ...oneYear, nextYearFirstDay: '2025-08-13' })
        .schoolDaysLeft;
    expect(left('us-tx', 'evaluation-report', '2025-05-20')).toBe(3);
    expect(left('us-tx', 'evaluation-report', '2025-07-01')).toBe(0);
    expect(left('us-tx', 'evaluation-report', '2025-08-12')).toBe(0);
    expect(left('us-tx', 'evaluation-report', '2025-08-13')).toBeNull();
    expect(left('us-il', 'eligibility-and-iep-meeting', '2025-05-20')).toBe(3);
    expect(left('us-wa', 'evaluation', '2025-05-20')).toBeNull();
    expect(left('us-tx', 'evaluation-report', '2025-05-23')).toBe(0);
  });

  test('Illinois: a consent of the summer, either way', () => {
    const due = (parameters: ClockFacts['parameters'], day = '2025-07-01') =>
      clock('us-il', 'eligibility-and-iep-meeting', { ...on(day), parameters }).due;
    expect(due({})).toBe('2025-08-12');
    expect(due({ summerConsent: 'before-next-year' })).toBe('2025-08-12');
    expect(due({ summerConsent: 'counted-into-next-year' })).toBe('2025-11-04');
    expect(due({ summerConsent: 'counted-into-next-year' }, '2025-03-03')).toBe('2025-08-12');
  });

  test('Texas: an absence in the next school year does not undo 30 June', () => {
    const absences = ['2025-03-31', '2025-05-23', '2025-08-13'];
    const due = (more: string[]) =>
      clock('us-tx', 'evaluation-report', { ...on('2025-03-28'), absences: more }).due;
    expect(due(absences)).toBe('2025-06-30');
    expect(due([...absences, '2025-05-22'])).toBe('2025-08-25');
  });

  test('Texas: 30 June is the one that follows the consent', () => {
    const short = calendarOf(year('2025-06-30', '2025-08-28'), year('2025-09-01', '2026-05-22'));
    const due = (day: string) =>
      clock('us-tx', 'evaluation-report', { ...on(day), calendar: short }).due;
    expect(due('2025-06-30')).toBe('2025-06-30');
    expect(due('2025-07-01')).toBe('2026-06-30');
  });
});
