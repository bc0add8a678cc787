import { describe, expect, test } from 'vitest';
import { processRun } from '#testing/process-run';
import { aCalendar, aReference, calendarPin, sent } from '#testing/school-year';
import { given, recorded } from '#testing/given';
import type { CalendarYear, SchoolCalendar } from '../calendar/school-calendar.js';
import type { Reference } from '../decider.js';
import type { Jurisdiction, JurisdictionChoice } from '../legal-clock/pack.js';
import { localDateOf } from '../time.js';
import { referralDecider } from './decide.js';
import type { AskedEvaluation, ReferralCommand, ReferralEvent } from './events.js';
import { obligations } from './obligations.js';
import { evaluationReferral } from './process.js';
import type { Known } from './state.js';

// The referral of each State, from the request on, by the clocks of its pack.

const [thisYear] = aCalendar.years;
const nextYear: CalendarYear = {
  firstDay: '2026-08-12',
  lastDay: '2027-05-21',
  weekdays: [1, 2, 3, 4, 5],
  closed: [],
  days: [],
};
const twoYears: SchoolCalendar = { ...aCalendar, years: [thisYear!, nextYear] };
const closed = (calendar: SchoolCalendar, ...dates: string[]): SchoolCalendar => ({
  ...calendar,
  version: calendar.version + 1,
  years: calendar.years.map((year) => ({
    ...year,
    days: dates
      .filter((date) => year.firstDay <= date && date <= year.lastDay)
      .map((date) => ({ date, kind: 'emergency_closure', name: 'Snow' })),
  })),
});

const asking: AskedEvaluation = {
  studentId: '80000000-0000-4000-8000-000000000001',
  schoolId: '70000000-0000-4000-8000-000000000001',
  by: 'guardian',
  requesterId: null,
  received: '2025-10-01',
  written: true,
  areasOfConcern: ['reading-fluency'],
  concern: 'She still guesses at words.',
  calendar: calendarPin,
  ruleSet: null,
};
const evening = (date: string) => `${date}T23:30:00.000Z`;

function start(
  jurisdiction: Jurisdiction,
  change: Partial<AskedEvaluation> = {},
  calendar = twoYears,
  parameters: JurisdictionChoice['parameters'] = {},
) {
  const reference: Reference = {
    ...aReference,
    calendar,
    ruleSet: undefined,
    jurisdiction: { jurisdiction, parameters },
  };
  const run = processRun(evaluationReferral, reference);
  const tell = (on: string, command: ReferralCommand) => run.tell(sent(command, evening(on)));
  const on = (
    date: string,
    type: 'GiveSafeguards' | 'RequestConsent' | 'ReportEvaluation' | 'HoldIepMeeting',
  ) => tell(date, { type, data: { on: date } });
  const request = { ...asking, ...change };
  tell(request.received, { type: 'RequestEvaluation', data: request });
  return {
    run,
    tell,
    on,
    consent: (date: string) =>
      tell(date, { type: 'ReceiveConsent', data: { signedOn: date, receivedOn: date } }),
    eligible: (date: string) =>
      tell(date, {
        type: 'DetermineEligibility',
        data: { on: date, eligible: true, categories: ['specific-learning-disability'] },
      }),
    silence: (until: string) => run.until(evening(until), () => undefined),
    owed: () =>
      run
        .duties()
        .map(({ kind, dueOn }) => `${kind} ${dueOn}`)
        .sort(),
    told: (type: string) =>
      run.events
        .filter((event) => event.type === type)
        .map((event) => localDateOf(event.occurredAt, 'America/Chicago')),
  };
}

/** A referral that stands, and what a new calendar version, or another school, makes of it. */
function decided(events: readonly ReferralEvent[], command: ReferralCommand, reference: Reference) {
  const { state } = given(referralDecider, ...events);
  const answer = referralDecider.decide(
    sent(command, '2026-05-29T15:00:00.000Z'),
    state,
    reference,
  );
  return answer as readonly ReferralEvent[];
}

function adopt(events: readonly ReferralEvent[], from: SchoolCalendar, to: SchoolCalendar) {
  const command: ReferralCommand = {
    type: 'AdoptCalendar',
    data: { calendar: { id: to.id, version: to.version }, because: 'snow' },
  };
  const reference = { ...aReference, ruleSet: undefined, calendar: to, previousCalendar: from };
  const then = [...events, ...decided(events, command, reference)];
  const { state } = given(referralDecider, ...then);
  return {
    events: then.slice(events.length),
    state: state as Known,
    owed: obligations(state, reference).map(({ kind, dueOn }) => `${kind} ${dueOn}`),
  };
}

describe('Texas', () => {
  test('a written request is answered with notice, safeguards and a chance to consent by the fifteenth school day', () => {
    const texas = start('us-tx');
    expect(texas.owed()).toEqual(['answer-request 2025-10-22', 'give-notice 2025-10-15']);
    texas.tell('2025-10-06', {
      type: 'GivePriorWrittenNotice',
      data: { on: '2025-10-06', action: 'evaluate', reason: 'Suspected.' },
    });
    texas.on('2025-10-06', 'GiveSafeguards');
    expect(texas.owed()).toContain('answer-request 2025-10-22');
    texas.on('2025-10-07', 'RequestConsent');
    expect(texas.owed()).toEqual(['obtain-consent 2025-10-21']);
  });

  test('a request by word of mouth starts no fifteen days, and is a referral all the same', () => {
    expect(start('us-tx', { written: false }).owed()).toEqual(['give-notice 2025-10-15']);
  });

  test('an answer that never comes is missed on its day, after a reminder before it', () => {
    const texas = start('us-tx');
    texas.silence('2025-10-24');
    const missed = texas.run.events.filter((event) => event.type === 'DeadlineMissed');
    expect(missed.map((event) => event.data)).toEqual([
      { clock: 'request-response', dueOn: '2025-10-22' },
    ]);
    expect(missed[0]!.occurredAt).toBe('2025-10-23T04:59:00.000Z'); // 23:59 in Chicago
    const reminded = texas.run.events.flatMap((event) =>
      event.type === 'ReminderSent' && event.data.kind === 'answer-request'
        ? [localDateOf(event.occurredAt, 'America/Chicago')]
        : [],
    );
    expect(reminded).toEqual(['2025-10-15']); // five school days before
  });

  test('the report by the forty-fifth school day, then eligibility, then the thirty days', () => {
    const texas = start('us-tx');
    texas.consent('2025-10-08');
    expect(texas.owed()).toContain('report-evaluation 2025-12-17');
    texas.on('2025-12-15', 'ReportEvaluation');
    expect(texas.owed()).toContain('determine-eligibility 2026-01-26');
    texas.eligible('2026-01-12');
    expect(texas.owed()).toContain('hold-iep-meeting 2026-02-11');
    texas.on('2026-01-20', 'HoldIepMeeting');
    expect(texas.owed()).toEqual([]);
  });

  test('three absences move the report by three school days, and both days are kept', () => {
    const texas = start('us-tx');
    texas.consent('2025-10-08');
    const absent = (dates: string[]) =>
      texas.tell('2025-10-20', { type: 'RecordAbsences', data: { dates } });
    expect(absent(['2025-10-10', '2025-10-13'])).toMatchObject([{ type: 'AbsencesRecorded' }]);
    expect(absent(['2025-10-10', '2025-10-13', '2025-10-14'])).toMatchObject([
      { type: 'AbsencesRecorded' },
      {
        type: 'ClockDueMoved',
        data: {
          clock: 'evaluation-report',
          from: '2025-12-17',
          to: '2026-01-05',
          why: 'absences-recorded',
        },
      },
    ]);
    expect(texas.owed()).toContain('report-evaluation 2026-01-05');
    // Attendance is corrected: one of the three days was no absence.
    absent(['2025-10-10', '2025-10-13']);
    expect(texas.owed()).toContain('report-evaluation 2025-12-17');
  });

  test('an absence lies between the request and today', () => {
    const texas = start('us-tx');
    const absent = (date: string) => () =>
      texas.tell('2025-10-20', { type: 'RecordAbsences', data: { dates: [date] } });
    expect(absent('2025-09-30')).toThrow('date-before-request');
    expect(absent('2025-10-21')).toThrow('date-in-future');
  });

  test('consent with 40 school days left is due on 30 June; counsel’s reading is pinned with the request', () => {
    const edge = { received: '2026-03-02' };
    const own = start('us-tx', edge, twoYears, { countLastInstructionalDay: false });
    own.consent('2026-03-13');
    expect(own.run.events[0]!.data).toMatchObject({
      parameters: { countLastInstructionalDay: false },
    });
    expect(own.owed()).toContain('report-evaluation 2026-06-30');
    const pack = start('us-tx', edge);
    pack.consent('2026-03-13');
    expect(pack.owed()).toContain('report-evaluation 2026-05-22');
  });
});

describe('a closure declared late', () => {
  const evaluating = (jurisdiction: Jurisdiction) => {
    const referral = start(jurisdiction);
    referral.consent('2025-10-08');
    return referral.run.events;
  };

  test('moves a clock of school days; the day before is kept, and told with the other due dates', () => {
    const { events, owed } = adopt(evaluating('us-tx'), twoYears, closed(twoYears, '2025-11-05'));
    expect(events).toMatchObject([
      {
        type: 'DueDatesMoved',
        data: {
          moved: [
            {
              duty: expect.stringContaining('report-evaluation'),
              from: '2025-12-17',
              to: '2025-12-18',
            },
          ],
        },
      },
      {
        type: 'ClockDueMoved',
        data: {
          clock: 'evaluation-report',
          from: '2025-12-17',
          to: '2025-12-18',
          why: 'calendar-changed',
          calendar: { version: 2 },
        },
      },
    ]);
    expect(owed).toContain('report-evaluation 2025-12-18');
  });

  test('moves no clock of calendar days', () => {
    const { events } = adopt(evaluating('us'), twoYears, closed(twoYears, '2025-11-05'));
    expect(events).toMatchObject([{ type: 'DueDatesMoved', data: { moved: [] } }]);
  });

  test('leaves a day agreed in writing alone until the law’s own lies behind it', () => {
    const extended: ReferralEvent = {
      type: 'ClockExtended',
      data: {
        clock: 'evaluation-report',
        from: '2025-12-17',
        to: '2025-12-19',
        kind: 'written_agreement',
      },
    };
    const events = [...evaluating('us-tx'), extended];
    const one = adopt(events, twoYears, closed(twoYears, '2025-11-05'));
    expect(one.events).toHaveLength(1);
    const three = ['2025-11-05', '2025-11-06', '2025-11-07'];
    expect(adopt(events, twoYears, closed(twoYears, ...three)).owed).toContain(
      'report-evaluation 2026-01-05',
    );
  });

  test('opens a day anew that had been recorded as missed, and it can be missed again', () => {
    const missed: ReferralEvent = {
      type: 'DeadlineMissed',
      data: { clock: 'evaluation-report', dueOn: '2025-12-17' },
    };
    const events = [...evaluating('us-tx'), recorded(missed, 20)];
    const { state } = adopt(events, twoYears, closed(twoYears, '2025-11-05'));
    expect(state.clocks['evaluation-report']).toMatchObject({
      dueOn: '2025-12-18',
      missedAt: null,
    });
  });
});

describe('a school year that nobody has published yet', () => {
  const asked = { received: '2026-05-04' };

  test('a day is owed all the same, counted in weekdays, until the calendar covers it', () => {
    const washington = start('us-wa', asked, aCalendar);
    washington.consent('2026-05-11');
    expect(washington.run.events.at(-1)!.data).toMatchObject({
      clock: 'evaluation',
      dueOn: '2026-06-29',
      provisional: true,
    });
    expect(washington.owed()).toContain('finish-evaluation 2026-06-29');
    const published = { ...twoYears, version: 2 };
    const { events } = adopt(washington.run.events, aCalendar, published);
    expect(events[1]).toMatchObject({
      type: 'ClockDueMoved',
      data: { from: '2026-06-29', to: '2026-09-16', why: 'calendar-changed' },
    });
    expect(events[1]!.data).not.toHaveProperty('provisional');
  });

  test('California: a late request waits for the first day of the next year, whatever the consent', () => {
    const known = start('us-ca', asked);
    expect(known.owed()).toContain('hold-evaluation-meeting 2026-09-11');
    const unknown = start('us-ca', asked, aCalendar);
    unknown.consent('2026-05-11');
    expect(unknown.owed()).toContain('hold-evaluation-meeting 2026-07-10');
    const { events, owed } = adopt(unknown.run.events, aCalendar, { ...twoYears, version: 2 });
    expect(events[1]).toMatchObject({ data: { startsOn: '2026-08-12', to: '2026-09-11' } });
    expect(owed).toContain('hold-evaluation-meeting 2026-09-11');
  });
});

test('California: the plan within fifteen days of the request, the meeting within sixty of consent without the long break', () => {
  const california = start('us-ca');
  expect(california.owed()).toContain('give-assessment-plan 2025-10-16');
  california.on('2025-10-10', 'RequestConsent');
  expect(california.owed().join()).not.toContain('give-assessment-plan');
  california.consent('2025-11-03');
  expect(california.owed()).toContain('hold-evaluation-meeting 2026-01-14');
  california.on('2025-12-15', 'ReportEvaluation');
  california.eligible('2026-01-10');
  expect(california.owed()).toEqual(
    expect.arrayContaining(['hold-iep-meeting 2026-02-09', 'hold-evaluation-meeting 2026-01-14']),
  );
});

test('Massachusetts: the assessments and the Team meeting run side by side', () => {
  const massachusetts = start('us-ma');
  massachusetts.consent('2025-10-08');
  expect(massachusetts.owed()).toEqual(
    expect.arrayContaining(['finish-evaluation 2025-11-19', 'hold-team-meeting 2025-12-17']),
  );
  massachusetts.on('2025-11-17', 'ReportEvaluation');
  expect(massachusetts.owed()).toEqual(['give-notice 2025-10-15', 'hold-team-meeting 2025-12-17']);
});

test('Illinois, Pennsylvania, Washington, North Carolina: each by its own count', () => {
  const dueAfter = (jurisdiction: Jurisdiction) => {
    const referral = start(jurisdiction, { received: '2026-04-01' });
    referral.consent('2026-04-15');
    return referral.owed().filter((duty) => !duty.startsWith('give-notice'));
  };
  expect(dueAfter('us-il')).toEqual(['hold-evaluation-meeting 2026-08-11']);
  expect(dueAfter('us-pa')).toEqual(['report-evaluation 2026-09-03']);
  expect(dueAfter('us-wa')).toEqual(['finish-evaluation 2026-08-21']);
  expect(dueAfter('us-nc')).toEqual(['decide-placement 2026-06-30']);
});

test('an extension is of the main clock', () => {
  const massachusetts = start('us-ma');
  massachusetts.consent('2025-10-08');
  const extend = (clock: 'evaluation' | 'team-meeting') =>
    massachusetts.tell('2025-10-20', {
      type: 'ExtendClock',
      data: { clock, to: '2026-01-15', kind: 'written_agreement', agreedInWriting: true },
    });
  expect(() => extend('team-meeting')).toThrow('clock-cannot-be-extended');
  extend('evaluation');
  expect(massachusetts.owed()).toContain('finish-evaluation 2026-01-15');
});

test('a transfer goes on by the new school’s calendar, and says which day moved', () => {
  const texas = start('us-tx');
  texas.consent('2025-10-08');
  const other: SchoolCalendar = {
    ...closed(twoYears, '2025-11-05', '2025-11-06'),
    id: '50000000-0000-4000-8000-000000000002',
  };
  const transfer: ReferralCommand = {
    type: 'TransferReferral',
    data: {
      toSchoolId: '70000000-0000-4000-8000-000000000002',
      calendar: { id: other.id, version: other.version },
      on: '2025-10-20',
    },
  };
  expect(decided(texas.run.events, transfer, { ...aReference, calendar: other })).toMatchObject([
    { type: 'ReferralTransferred' },
    {
      type: 'ClockDueMoved',
      data: { from: '2025-12-17', to: '2025-12-19', why: 'student-transferred' },
    },
  ]);
});

test('the report has one day', () => {
  const texas = start('us-tx');
  expect(() => texas.on('2025-10-06', 'ReportEvaluation')).toThrow('consent-not-received');
  texas.consent('2025-10-08');
  texas.on('2025-11-10', 'ReportEvaluation');
  expect(texas.on('2025-11-10', 'ReportEvaluation')).toEqual([]);
  expect(() => texas.on('2025-11-11', 'ReportEvaluation')).toThrow('evaluation-already-reported');
});

test('the district’s own choice goes before its rules, and its rules before the federal default', () => {
  const command = sent({ type: 'RequestEvaluation' as const, data: asking }, evening('2025-10-01'));
  const pack = (reference: Partial<Reference>) => {
    const events = referralDecider.decide(command, referralDecider.initial, {
      ...aReference,
      ...reference,
    }) as readonly ReferralEvent[];
    return events[0]!.data;
  };
  const ruleSet = {
    ...aReference.ruleSet!,
    referral: { ...aReference.ruleSet!.referral, jurisdiction: 'us-wa' as const },
  };
  const chosen = { jurisdiction: 'us-ma' as const, parameters: {} };
  expect(pack({ ruleSet: undefined })).toMatchObject({ jurisdiction: 'us' });
  expect(pack({ ruleSet })).toMatchObject({ jurisdiction: 'us-wa' });
  expect(pack({ ruleSet, jurisdiction: chosen })).toMatchObject({ jurisdiction: 'us-ma' });
});
