import { describe, expect, test } from 'vitest';
import { calculate, InputProblem } from './calculation.js';
import { clock } from './clock.js';

const calendar = {
  firstDay: '2024-08-14',
  lastDay: '2025-05-23',
  weekdays: [1, 2, 3, 4, 5],
  closed: ['2024-09-02', { from: '2024-11-25', to: '2024-11-29' }],
  days: [{ date: '2024-10-11', kind: 'half' }],
  nextYear: { firstDay: '2025-08-13', lastDay: '2026-05-22' },
};
/** The example of interfaces.md 2.1. */
const example = {
  jurisdiction: 'us-tx',
  calendar,
  request: { received: '2024-10-01', written: true },
  consentRequested: '2024-10-03',
  consentSigned: '2024-10-07',
  consentReceived: '2024-10-08',
  absences: ['2024-10-21'],
  eligibilityDetermined: '2024-12-12',
  recordsRequestReceived: '2024-10-01',
  extension: { kind: 'written_agreement', until: '2025-01-31', agreedInWriting: true },
  parameters: {},
};
type Clock = { name: string } & Record<string, unknown>;
const ask = (input: object): Clock[] => JSON.parse(calculate(clock, JSON.stringify(input))).clocks;

test('the example of the interface, key by key', () => {
  expect(ask(example)[1]).toEqual({
    name: 'evaluation-report',
    main: true,
    kind: 'school-days',
    starts: '2024-10-08',
    due: '2025-01-31',
    originalDue: '2024-12-17',
    reason: 'written_agreement',
    counted: 45,
    excluded: [],
    schoolDaysLeft: 158,
    daysBeforeYearEnd: null,
    lateReferral: null,
    because:
      '45 school days after the receipt of consent on 2024-10-08. Moved from 2024-12-17 to 2025-01-31, as agreed in writing.',
    citation: '19 TAC 89.1011(c)–(e); Tex. Educ. Code 29.004',
    parameters: { countLastInstructionalDay: true, absencesInExtension: true },
  });
  expect(ask(example).map(({ name, due }) => [name, due])).toEqual([
    ['request-response', '2024-10-22'],
    ['evaluation-report', '2025-01-31'],
    ['initial-iep', '2025-01-11'],
    ['records-access', '2024-11-15'],
  ]);
});

test('the jurisdiction alone is an input: every clock is listed and none has started', () => {
  for (const { starts, due } of ask({ jurisdiction: 'us' }))
    expect([starts, due]).toEqual([null, null]);
});

test('the first day of the next year is enough where nothing else of it is needed', () => {
  const { nextYear: _, ...thisYear } = calendar;
  const given = { ...thisYear, nextYearFirstDay: '2025-08-13' };
  const input = { jurisdiction: 'us-il', calendar: given, consentReceived: '2025-04-01' };
  expect(ask(input)[0]).toMatchObject({ due: '2025-08-12', schoolDaysLeft: 38 });
});

describe('bad input', () => {
  function wrong(change: object): [string, string] {
    try {
      ask({ ...example, ...change });
    } catch (error) {
      if (error instanceof InputProblem && error.message !== '' && error.hint !== '')
        return [error.code, error.where];
      throw error;
    }
    throw new Error('it was accepted');
  }

  test.each<[object, string, string]>([
    [{ jurisdiction: 'us-zz' }, 'unknown_jurisdiction', '/jurisdiction'],
    [{ jurisdiction: undefined }, 'missing', '/jurisdiction'],
    [{ jurisdiction: 7 }, 'invalid_input', '/jurisdiction'],
    [{ consentReceived: '2025-02-29' }, 'invalid_input', '/consentReceived'],
    [{ consentReceived: 20241008 }, 'invalid_input', '/consentReceived'],
    [{ absences: ['2024-10-09', 'Tuesday'] }, 'invalid_input', '/absences/1'],
    [{ request: { written: true } }, 'missing', '/request/received'],
    [{ request: { received: '2024-10-01', written: 'yes' } }, 'invalid_input', '/request/written'],
    [{ consentSigned: '2024-10-09' }, 'dates_in_wrong_order', '/consentReceived'],
    [
      { request: { received: '2024-10-09', written: true } },
      'dates_in_wrong_order',
      '/consentReceived',
    ],
    [{ eligibilityDetermined: '2024-10-07' }, 'dates_in_wrong_order', '/eligibilityDetermined'],
    [{ calendar: { ...calendar, lastDay: '2024-08-13' } }, 'year_inverted', '/calendar/lastDay'],
    [
      { extension: { kind: 'handshake', until: '2025-01-31', agreedInWriting: true } },
      'invalid_input',
      '/extension/kind',
    ],
    [
      { parameters: { breakExclusion: 'with-adjoining-weekends' } },
      'unknown_parameter',
      '/parameters/breakExclusion',
    ],
    [{ parameters: { constructor: true } }, 'unknown_parameter', '/parameters/constructor'],
    [
      { parameters: { countLastInstructionalDay: 'no' } },
      'invalid_input',
      '/parameters/countLastInstructionalDay',
    ],
    [{ consentRecieved: '2024-10-08' }, 'unknown_key', '/consentRecieved'],
  ])('%j', (change, code, where) => {
    expect(wrong(change)).toEqual([code, where]);
  });
});
