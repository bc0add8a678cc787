import { describe, expect, test } from 'vitest';
import * as naive from '#testing/naive-clocks';
import type { CalendarYear, SchoolCalendar } from '../calendar/school-calendar.js';
import { addDays, daysBetween } from '../time.js';
import type { ClockFacts, LegalClock } from './clocks-of.js';
import { clocksOf } from './clocks-of.js';
import type { ClockName, Jurisdiction } from './pack.js';
import { jurisdictions } from './pack.js';

// Two invented school years around a leap day, with everything that makes counting hard: a break of exactly five days, one
// of six because of a staff day, a remote day inside a break, half days, a Saturday of school, an emergency closure.
const years: readonly [CalendarYear, CalendarYear] = [
  {
    firstDay: '2027-08-16',
    lastDay: '2028-06-02',
    weekdays: [1, 2, 3, 4, 5],
    closed: [
      { from: '2027-09-06', to: '2027-09-06', kind: 'holiday', name: 'Labor Day' },
      { from: '2027-11-22', to: '2027-11-26', kind: 'break', name: 'Thanksgiving' },
      { from: '2027-12-20', to: '2028-01-05', kind: 'break', name: 'Winter break' },
      { from: '2028-04-03', to: '2028-04-07', kind: 'break', name: 'Spring break' },
    ],
    days: [
      { date: '2027-10-08', kind: 'half', name: 'Conferences' },
      { date: '2027-10-16', kind: 'instructional', name: 'Saturday school' },
      { date: '2027-12-22', kind: 'remote', name: 'Remote day in the break' },
      { date: '2028-02-14', kind: 'emergency_closure', name: 'Ice' },
      { date: '2028-04-10', kind: 'staff_only', name: 'Staff day' },
    ],
  },
  {
    firstDay: '2028-08-14',
    lastDay: '2029-06-01',
    weekdays: [1, 2, 3, 4, 5],
    closed: [
      { from: '2028-09-04', to: '2028-09-04', kind: 'holiday', name: 'Labor Day' },
      { from: '2028-11-20', to: '2028-11-24', kind: 'break', name: 'Thanksgiving' },
      { from: '2028-12-21', to: '2029-01-03', kind: 'break', name: 'Winter break' },
      { from: '2029-03-12', to: '2029-03-20', kind: 'break', name: 'Spring break' },
    ],
    days: [{ date: '2029-01-12', kind: 'half', name: 'End of term' }],
  },
];
const calendar: SchoolCalendar = {
  id: '50000000-0000-4000-8000-000000000001',
  version: 1,
  timeZone: 'America/Chicago',
  dayStarts: '07:30',
  dayEnds: '16:00',
  years,
};
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
const request = (received: string) => ({ received, written: true });

const from = addDays(years[0].firstDay, -30);
const everyDay = Array.from({ length: daysBetween(from, years[1].lastDay) + 1 }, (_, i) =>
  addDays(from, i),
);

describe('on every day of two school years, as somebody would count it on a wall calendar', () => {
  test.each<
    [Jurisdiction, ClockName, (day: string) => Partial<ClockFacts>, (day: string) => string | null]
  >([
    ['us', 'evaluation', (day) => ({ consentReceived: day }), (day) => naive.calendarDay(day, 60)],
    [
      'us',
      'initial-iep',
      (day) => ({ eligibilityDetermined: day }),
      (day) => naive.calendarDay(day, 30),
    ],
    [
      'us',
      'records-access',
      (day) => ({ recordsRequestReceived: day }),
      (day) => naive.calendarDay(day, 45),
    ],
    [
      'us-nc',
      'placement',
      (day) => ({ request: request(day) }),
      (day) => naive.calendarDay(day, 90),
    ],
    [
      'us-tx',
      'request-response',
      (day) => ({ request: request(day) }),
      (day) => naive.texasResponse({ years, request: day }),
    ],
    [
      'us-tx',
      'evaluation-report',
      (day) => ({ consentReceived: day }),
      (day) => naive.texasReport({ years, consent: day }),
    ],
    [
      'us-ca',
      'assessment-plan',
      (day) => ({ request: request(day) }),
      (day) => naive.california({ years }, day, 15),
    ],
    [
      'us-ca',
      'iep-meeting',
      (day) => ({ consentReceived: day }),
      (day) => naive.californiaMeeting({ years, consent: day }),
    ],
    [
      'us-ca',
      'iep-meeting',
      (day) => ({ request: request(day), consentReceived: addDays(day, 10) }),
      (day) => naive.californiaMeeting({ years, request: day, consent: addDays(day, 10) }),
    ],
    [
      'us-il',
      'eligibility-and-iep-meeting',
      (day) => ({ consentReceived: day }),
      (day) => naive.illinois({ years, consent: day }),
    ],
    [
      'us-ma',
      'evaluation',
      (day) => ({ consentReceived: day }),
      (day) => naive.massachusetts({ years, consent: day }).evaluation,
    ],
    [
      'us-ma',
      'team-meeting',
      (day) => ({ consentReceived: day }),
      (day) => naive.massachusetts({ years, consent: day }).team,
    ],
    [
      'us-pa',
      'evaluation-report',
      (day) => ({ consentReceived: day }),
      (day) => naive.pennsylvania({ years, consent: day }),
    ],
    [
      'us-wa',
      'evaluation',
      (day) => ({ consentReceived: day }),
      (day) => naive.washington({ years, consent: day }),
    ],
  ])('%s %s', (jurisdiction, name, facts, expected) => {
    const due = everyDay.map((day) => [day, clock(jurisdiction, name, facts(day)).due]);
    expect(due).toEqual(everyDay.map((day) => [day, expected(day)]));
  });

  test('us-tx with absences, and with the last instructional day left out of what is left', () => {
    for (const day of everyDay) {
      const absences = [3, 8, 20, 21, 50, 64, 66].map((n) => addDays(day, n));
      const facts = { consentReceived: day, absences };
      const parameters = { countLastInstructionalDay: false };
      const expected = { years, consent: day, absences };
      expect([day, clock('us-tx', 'evaluation-report', facts).due]).toEqual([
        day,
        naive.texasReport(expected),
      ]);
      const left = { consentReceived: day, parameters };
      expect(clock('us-tx', 'evaluation-report', left)).toMatchObject({
        due: naive.texasReport({ years, consent: day, countLast: false }),
        schoolDaysLeft: naive.leftAfter({ years, countLast: false }, day),
      });
    }
  });

  test('us-ca with the weekends at both ends of a break, us-il with a summer that counts into the year', () => {
    const wide = { breakExclusion: 'with-adjoining-weekends' } as const;
    const summer = { summerConsent: 'counted-into-next-year' } as const;
    for (const day of everyDay) {
      expect([
        day,
        clock('us-ca', 'iep-meeting', { consentReceived: day, parameters: wide }).due,
      ]).toEqual([day, naive.californiaMeeting({ years, consent: day, weekends: true })]);
      const il = { consentReceived: day, parameters: summer };
      expect([day, clock('us-il', 'eligibility-and-iep-meeting', il).due]).toEqual([
        day,
        naive.illinois({ years, consent: day, summerCounts: true }),
      ]);
    }
  });

  test('what was counted and what was excluded fill the time up to the due day', () => {
    for (const day of everyDay)
      for (const jurisdiction of jurisdictions)
        for (const one of clocksOf({
          ...nothing,
          jurisdiction,
          request: request(day),
          consentReceived: day,
          eligibilityDetermined: day,
        }))
          if (one.due !== null && one.starts !== null) {
            const away = one.excluded.reduce((n, { from, to }) => n + daysBetween(from, to) + 1, 0);
            if (one.kind !== 'school-days')
              expect(one.counted! + away).toBe(daysBetween(one.starts, one.due));
            else
              expect(one.counted).toBe(
                everyDay.filter(
                  (d) => d > one.starts! && d <= one.due! && naive.hasSchool(years, d),
                ).length,
              );
          }
  });
});

describe('every answer', () => {
  const keys = (one: LegalClock) => Object.keys(one);

  test.each(jurisdictions)(
    '%s lists every clock with every key, exactly one of them main',
    (jurisdiction) => {
      const clocks = clocksOf({ ...nothing, jurisdiction });
      expect(clocks.filter((one) => one.main)).toHaveLength(1);
      expect(clocks.map((one) => one.name)).toEqual(
        expect.arrayContaining(['initial-iep', 'records-access']),
      );
      for (const one of clocks) {
        expect(keys(one)).toEqual([
          'name',
          'main',
          'kind',
          'starts',
          'due',
          'originalDue',
          'reason',
          'counted',
          'excluded',
          'schoolDaysLeft',
          'daysBeforeYearEnd',
          'lateReferral',
          'because',
          'citation',
          'parameters',
        ]);
        expect(one).toMatchObject({ starts: null, due: null, counted: null, excluded: [] });
        expect(one.because).not.toBe('');
        expect(one.citation).not.toBe('');
      }
    },
  );

  test('a clock that has not started says what it waits for', () => {
    const because = (
      jurisdiction: Jurisdiction,
      name: ClockName,
      facts: Partial<ClockFacts> = {},
    ) => clock(jurisdiction, name, facts).because;
    expect(because('us', 'evaluation')).toBe('Consent has not been received.');
    expect(because('us', 'evaluation', { consentRequested: '2027-10-04' })).toBe(
      'Consent was asked for on 2027-10-04 and has not been received.',
    );
    expect(because('us', 'evaluation', { consentSigned: '2027-10-05' })).toContain(
      'signed on 2027-10-05',
    );
    expect(
      because('us-tx', 'request-response', { request: { received: '2027-10-01', written: false } }),
    ).toContain('by word of mouth');
    expect(
      because('us-tx', 'request-response', { request: { received: '2027-10-01', written: null } }),
    ).toContain('not said');
    expect(because('us', 'initial-iep')).toBe('Eligibility has not been determined.');
    expect(because('us', 'records-access')).toBe('Nobody has asked for the records.');
    expect(because('us-nc', 'placement')).toBe('No request has been received.');
  });
});
