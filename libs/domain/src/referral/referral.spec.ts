import { describe, expect, test } from 'vitest';
import { given } from '#testing/given';
import { aReference, calendarPin, closedOn, ruleSetPin, sent } from '#testing/school-year';
import { referralDecider } from './decide.js';
import type { AskedEvaluation, ReferralCommand, ReferralEvent } from './events.js';
import { defaultReferralRules, obligations } from './obligations.js';

const asking: AskedEvaluation = {
  studentId: '80000000-0000-4000-8000-000000000001',
  schoolId: '70000000-0000-4000-8000-000000000001',
  by: 'guardian',
  requesterId: null,
  received: '2025-10-01',
  written: false,
  areasOfConcern: ['reading-fluency'],
  concern: 'She still guesses at words.',
  calendar: calendarPin,
  ruleSet: ruleSetPin,
};
// Requests and clocks below stand as they were recorded before there were packs; they must be read for ever.
const request = { ...asking, jurisdiction: 'us' as const };
const requested: ReferralEvent = { type: 'EvaluationRequested', data: request };
const notice: ReferralEvent = {
  type: 'PriorWrittenNoticeGiven',
  data: { on: '2025-10-03', action: 'evaluate', reason: 'A disability is suspected.' },
};
const safeguards: ReferralEvent = { type: 'SafeguardsGiven', data: { on: '2025-10-03' } };
const asked: ReferralEvent = { type: 'ConsentRequested', data: { on: '2025-10-06' } };
const consent: ReferralEvent = {
  type: 'ConsentReceived',
  data: { signedOn: '2025-10-07', receivedOn: '2025-10-08' },
};
const clock: ReferralEvent & { occurredAt: string } = {
  type: 'ClockStarted',
  data: {
    clock: 'evaluation',
    kind: 'calendar-days',
    days: 60,
    startsOn: '2025-10-08',
    dueOn: '2025-12-07',
    citation: '34 CFR 300.301(c)(1)(i)',
    packVersion: 1,
  },
  occurredAt: '2025-10-08T15:00:00.000Z',
};
const eligible: ReferralEvent = {
  type: 'EligibilityDetermined',
  data: { on: '2025-12-01', eligible: true, categories: ['specific-learning-disability'] },
};
const iepClock: ReferralEvent & { occurredAt: string } = {
  type: 'ClockStarted',
  data: {
    clock: 'initial-iep',
    kind: 'calendar-days',
    days: 30,
    startsOn: '2025-12-01',
    dueOn: '2025-12-31',
    citation: '34 CFR 300.323(c)(1)',
    packVersion: 1,
  },
  occurredAt: '2025-12-01T22:00:00.000Z',
};
const noticed = [requested, notice, safeguards];
const evaluating = [...noticed, asked, consent, clock];
const meeting = [...evaluating, eligible, iepClock];
const closed = (
  reason: 'consent-refused' | 'iep' | 'left-district',
  on: string,
): ReferralEvent => ({
  type: 'ReferralClosed',
  data: { on, reason },
});

const later = '2026-02-02T18:00:00.000Z';
const send = (command: ReferralCommand, at = later) => sent(command, at);
const referral = (...events: ReferralEvent[]) => given(referralDecider, ...events).with(aReference);
const owed = (reference: typeof aReference, ...events: ReferralEvent[]) =>
  obligations(given(referralDecider, ...events).state, reference);

describe('a request for an evaluation', () => {
  const ask = (change: Partial<AskedEvaluation> = {}) =>
    send({ type: 'RequestEvaluation', data: { ...asking, ...change } });

  test.each<[string, Partial<AskedEvaluation>]>([
    ['a guardian, in writing', { by: 'guardian', written: true }],
    ['a guardian, by word of mouth, naming no area', { written: false, areasOfConcern: [] }],
    ['a teacher', { by: 'staff', requesterId: '90000000-0000-4000-8000-000000000001' }],
    ['anybody, for a student who never had a cycle', { ruleSet: null }],
  ])('is taken from %s: no tier, count or gate stands before it', (_, change) => {
    referral()
      .when(ask(change))
      .decides({ type: 'EvaluationRequested', data: { ...request, ...change } });
  });

  test('is not dated ahead, and the same request again is one referral', () => {
    referral()
      .when(ask({ received: '2026-02-03' }))
      .refuses('date-in-future');
    referral()
      .when(ask({ received: '2026-02-30' }))
      .refuses('date-does-not-exist');
    referral(requested).when(ask()).decides();
    referral(requested)
      .when(ask({ concern: 'Something else.' }))
      .refuses('referral-already-requested');
  });
});

describe('notice and consent', () => {
  const give = (on: string) =>
    send({
      type: 'GivePriorWrittenNotice',
      data: { on, action: 'evaluate', reason: 'Suspected.' },
    });
  const ask = (on: string) => send({ type: 'RequestConsent', data: { on } });

  test('nothing of a referral happens before the request', () => {
    referral(requested).when(give('2025-09-30')).refuses('date-before-request');
  });

  test('the school answers once', () => {
    referral(...noticed)
      .when(give('2025-10-06'))
      .refuses('notice-already-given');
  });

  test('consent may be asked for again, but each day once and in order', () => {
    const asking = referral(...noticed, asked);
    asking.when(ask('2025-10-06')).decides();
    asking.when(ask('2025-10-03')).refuses('consent-asked-later');
    asking.when(ask('2025-10-27')).decides({
      type: 'ConsentRequested',
      data: { on: '2025-10-27' },
    });
    referral(...evaluating)
      .when(ask('2025-10-27'))
      .refuses('consent-already-received');
  });

  test('a refusal by the school is a notice with its reason, and ends the referral', () => {
    const refuse = (reason: string) =>
      send({
        type: 'GivePriorWrittenNotice',
        data: { on: '2025-10-10', action: 'refuse', reason },
      });
    referral(requested).when(refuse(' ')).refuses('refusal-without-reason');
    referral(requested)
      .when(refuse('Her reading is at grade level.'))
      .decidesLike(
        { type: 'PriorWrittenNoticeGiven' },
        { type: 'ReferralClosed', data: { on: '2025-10-10', reason: 'refused-by-agency' } },
      );
    referral(...evaluating)
      .when(refuse('Too late.'))
      .refuses('consent-already-received');
  });

  const receive = (signedOn: string, receivedOn: string) =>
    send({ type: 'ReceiveConsent', data: { signedOn, receivedOn } });

  test('sixty days run from the receipt of consent, not from its signature', () => {
    referral(...noticed, asked)
      .when(receive('2025-10-07', '2025-10-08'))
      .decidesLike(
        { type: 'ConsentReceived' },
        {
          type: 'ClockStarted',
          data: {
            clock: 'evaluation',
            kind: 'calendar-days',
            days: 60,
            startsOn: '2025-10-08',
            dueOn: '2025-12-07', // a Sunday, and not moved
            citation: '34 CFR 300.301(c)(1)(i)',
            packVersion: 1,
            jurisdiction: 'us',
          },
        },
      );
  });

  test('a consent nobody had asked for starts the clock too', () => {
    referral(requested)
      .when(receive('2025-10-02', '2025-10-02'))
      .decidesLike({ type: 'ConsentReceived' }, { type: 'ClockStarted' });
  });

  test('consent has dates that can be', () => {
    const asking = referral(...noticed, asked);
    asking.when(receive('2025-10-09', '2025-10-08')).refuses('consent-received-before-signed');
    asking.when(receive('2025-09-01', '2025-09-02')).refuses('date-before-request');
    asking.when(receive('2026-03-01', '2026-03-01')).refuses('date-in-future');
    const evaluation = referral(...evaluating);
    evaluation.when(receive('2025-10-07', '2025-10-08')).decides();
    evaluation.when(receive('2025-10-07', '2025-10-09')).refuses('consent-already-received');
  });

  test('a guardian may refuse, and may take consent back later', () => {
    const refuse = send({ type: 'RecordConsentRefused', data: { on: '2025-10-09' } });
    const revoke = send({ type: 'RevokeConsent', data: { on: '2025-10-20' } });
    referral(...noticed, asked)
      .when(refuse)
      .decides(
        { type: 'ConsentRefused', data: { on: '2025-10-09' } },
        closed('consent-refused', '2025-10-09'),
      );
    referral(...noticed, asked)
      .when(revoke)
      .refuses('consent-not-received');
    referral(...evaluating)
      .when(revoke)
      .decidesLike(
        { type: 'ConsentRevoked' },
        { type: 'ReferralClosed', data: { reason: 'consent-revoked' } },
      );
    referral(...evaluating)
      .when(refuse)
      .refuses('consent-already-received');
  });
});

describe('the evaluation', () => {
  test('is not dated before its consent', () => {
    referral(...evaluating)
      .when(
        send({
          type: 'CompleteAssessment',
          data: { on: '2025-10-07', assessment: 'Phonological processing' },
        }),
      )
      .refuses('date-before-consent');
  });

  test('needs consent first', () => {
    referral(...noticed)
      .when(
        send({
          type: 'DetermineEligibility',
          data: { on: '2025-11-01', eligible: false, categories: [] },
        }),
      )
      .refuses('consent-not-received');
  });

  test('eligible starts thirty days to the first IEP meeting; not eligible ends the referral', () => {
    const determine = (isEligible: boolean, categories: string[]) =>
      send({
        type: 'DetermineEligibility',
        data: { on: '2025-12-01', eligible: isEligible, categories },
      });
    referral(...evaluating)
      .when(determine(true, []))
      .refuses('eligible-without-category');
    referral(...evaluating)
      .when(determine(true, ['specific-learning-disability']))
      .decidesLike(
        { type: 'EligibilityDetermined' },
        { type: 'ClockStarted', data: { clock: 'initial-iep', dueOn: '2025-12-31' } },
      );
    referral(...evaluating)
      .when(determine(false, []))
      .decidesLike(
        { type: 'EligibilityDetermined' },
        { type: 'ReferralClosed', data: { reason: 'not-eligible' } },
      );
  });

  test('the first IEP meeting ends the referral', () => {
    const hold = send({ type: 'HoldIepMeeting', data: { on: '2025-12-12' } });
    referral(...evaluating)
      .when(hold)
      .refuses('not-found-eligible');
    referral(...meeting)
      .when(send({ type: 'HoldIepMeeting', data: { on: '2025-11-28' } }))
      .refuses('date-before-eligibility');
    referral(...meeting)
      .when(hold)
      .decides({ type: 'IepMeetingHeld', data: { on: '2025-12-12' } }, closed('iep', '2025-12-12'));
  });

  test('only an agreement in writing moves the due day, and only before it has passed', () => {
    const extend = (to: string, agreedInWriting = true) =>
      send({
        type: 'ExtendClock',
        data: { clock: 'evaluation', to, kind: 'written_agreement', agreedInWriting },
      });
    const running = referral(...evaluating);
    running.when(extend('2026-01-15', false)).refuses('extension-needs-written-agreement');
    running.when(extend('2025-12-07')).refuses('extension-not-later');
    running.when(extend('2026-01-15')).decides({
      type: 'ClockExtended',
      data: {
        clock: 'evaluation',
        from: '2025-12-07',
        to: '2026-01-15',
        kind: 'written_agreement',
      },
    });
    referral(...evaluating, {
      type: 'ClockExtended',
      data: {
        clock: 'evaluation',
        from: '2025-12-07',
        to: '2026-01-15',
        kind: 'written_agreement',
      },
    })
      .when(extend('2026-01-15'))
      .decides();
    referral(...evaluating, {
      type: 'DeadlineMissed',
      data: { clock: 'evaluation', dueOn: '2025-12-07' },
    })
      .when(extend('2026-01-15'))
      .refuses('deadline-already-missed');
    referral(...noticed)
      .when(extend('2026-01-15'))
      .refuses('clock-not-started');
  });

  test('the law knows no extension of the thirty days', () => {
    referral(...meeting)
      .when(
        send({
          type: 'ExtendClock',
          data: {
            clock: 'initial-iep',
            to: '2026-01-15',
            kind: 'written_agreement',
            agreedInWriting: true,
          },
        }),
      )
      .refuses('clock-cannot-be-extended');
  });

  test('nothing more happens in a closed referral', () => {
    referral(...noticed, closed('left-district', '2025-10-20'))
      .when(send({ type: 'RequestConsent', data: { on: '2025-10-21' } }))
      .refuses('referral-closed', { reason: 'left-district' });
  });
});

describe('what a referral owes', () => {
  const kinds = (...events: ReferralEvent[]) => owed(aReference, ...events).map((d) => d.kind);

  test('one thing after the other, and the notice until it is given', () => {
    expect(kinds(requested)).toEqual(['give-notice']);
    expect(kinds(requested, notice)).toEqual(['give-notice', 'request-consent']);
    expect(kinds(...noticed)).toEqual(['request-consent']);
    expect(kinds(...noticed, asked)).toEqual(['obtain-consent']);
    expect(kinds(...evaluating)).toEqual(['finish-evaluation']);
    expect(kinds(...meeting)).toEqual(['hold-iep-meeting']);
    expect(kinds(requested, consent, clock)).toEqual(['give-notice', 'finish-evaluation']);
    expect(kinds(...meeting, closed('iep', '2025-12-12'))).toEqual([]);
  });

  test('the evaluation is due on its sixtieth day, with reminders twenty and five school days before', () => {
    const [duty] = owed(aReference, ...evaluating);
    expect(duty).toMatchObject({
      owner: { kind: 'role', role: 'psychologist', schoolId: request.schoolId },
      dueOn: '2025-12-07',
      because: { rule: '34 CFR 300.301(c)(1)(i)' },
    });
    expect(duty!.rungs.map((rung) => `${rung.act} ${rung.at}`)).toEqual([
      'remind 2025-11-03T13:30:00.000Z',
      'remind 2025-12-01T13:30:00.000Z',
      'record 2025-12-08T05:59:00.000Z', // 23:59 on Sunday in Chicago
    ]);
  });

  test('a reminder that would lie before the clock began is left out', () => {
    const [duty] = owed(aReference, ...meeting);
    expect(duty!.rungs.map((rung) => rung.key.slice(-1) + rung.act)).toEqual([
      '1remind',
      '2record',
    ]);
  });

  test('without a rule set the documented defaults hold', () => {
    const withoutRules = { ...aReference, ruleSet: undefined };
    const [duty] = owed(withoutRules, {
      type: 'EvaluationRequested',
      data: { ...request, ruleSet: null },
    });
    expect(defaultReferralRules.noticeWithinSchoolDays).toBe(10);
    expect(duty!.dueOn).toBe('2025-10-15');
  });

  test('a transfer hands what is owed to the new school, and moves no legal day', () => {
    const transferred: ReferralEvent = {
      type: 'ReferralTransferred',
      data: {
        fromSchoolId: request.schoolId,
        toSchoolId: '70000000-0000-4000-8000-000000000002',
        calendar: calendarPin,
        on: '2025-10-20',
      },
    };
    const [duty] = owed(aReference, ...evaluating);
    const escalated: ReferralEvent = {
      type: 'ObligationEscalated',
      data: {
        duty: duty!.key,
        kind: duty!.kind,
        rung: 0,
        from: duty!.owner,
        to: { kind: 'role', role: 'school-admin', schoolId: request.schoolId },
        dueOn: duty!.dueOn,
      },
    };
    expect(owed(aReference, ...evaluating, escalated, transferred)[0]).toMatchObject({
      dueOn: '2025-12-07',
      owner: { schoolId: '70000000-0000-4000-8000-000000000002' },
    });
  });

  test('a snow day moves a duty of school days and no clock of calendar days', () => {
    const adopt = send({
      type: 'AdoptCalendar',
      data: { calendar: { ...calendarPin, version: 2 }, because: 'snow' },
    });
    const snow = {
      ...aReference,
      calendar: closedOn('2025-10-10'),
      previousCalendar: aReference.calendar!,
    };
    given(referralDecider, requested)
      .with(snow)
      .when(adopt)
      .decidesLike({
        type: 'DueDatesMoved',
        data: { moved: [{ from: '2025-10-15', to: '2025-10-16' }] },
      });
    given(referralDecider, ...evaluating)
      .with(snow)
      .when(adopt)
      .decidesLike({
        type: 'DueDatesMoved',
        data: { moved: [] },
      });
  });
});
