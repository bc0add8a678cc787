import { expect, test } from 'vitest';
import type { ReferralEvent } from '#domain/referral/events';
import { rowsOf, told } from '#testing/told-rows';
import { referralRows } from './referral.js';

const requested: ReferralEvent = {
  type: 'EvaluationRequested',
  data: {
    studentId: 'maya',
    schoolId: 'ash-grove',
    by: 'guardian',
    requesterId: null,
    received: '2025-09-08',
    written: true,
    areasOfConcern: ['reading-fluency'],
    concern: 'reads slowly',
    calendar: { id: 'cal', version: 1 },
    ruleSet: null,
    jurisdiction: 'us',
  },
};
const row = (...events: ReferralEvent[]) =>
  rowsOf(referralRows, told('referral/maya', requested, ...events))['maya'];
const consented: ReferralEvent[] = [
  { type: 'PriorWrittenNoticeGiven', data: { on: '2025-09-09', action: 'evaluate', reason: '' } },
  { type: 'ConsentRequested', data: { on: '2025-09-10' } },
  { type: 'ConsentReceived', data: { signedOn: '2025-09-11', receivedOn: '2025-09-12' } },
  {
    type: 'ClockStarted',
    data: {
      clock: 'evaluation',
      kind: 'calendar-days',
      days: 60,
      startsOn: '2025-09-12',
      dueOn: '2025-11-11',
      citation: '34 CFR 300.301(c)(1)(i)',
      packVersion: 1,
    },
  },
];

test('each date of the law is shown as it was recorded; what has not happened is empty', () => {
  expect(row(...consented)).toMatchObject({
    status: 'open',
    notice_on: '2025-09-09',
    consent_requested_on: '2025-09-10',
    consent_received_on: '2025-09-12',
    eligibility_on: null,
    clocks: [{ clock: 'evaluation', dueOn: '2025-11-11', missed: false }],
  });
});

test('a clock shows its day as last extended, and that it was missed', () => {
  const extended: ReferralEvent = {
    type: 'ClockExtended',
    data: {
      clock: 'evaluation',
      from: '2025-11-11',
      to: '2025-11-20',
      kind: 'written_agreement',
    },
  };
  const missed: ReferralEvent = {
    type: 'DeadlineMissed',
    data: { clock: 'evaluation', dueOn: '2025-11-20' },
  };
  expect(row(...consented, extended, missed)).toMatchObject({
    clocks: [{ dueOn: '2025-11-20', missed: true }],
  });
});

test('a closure moves the day, and what the clock waits for has happened or not', () => {
  const moved: ReferralEvent = {
    type: 'ClockDueMoved',
    data: {
      clock: 'evaluation',
      startsOn: '2025-09-12',
      from: '2025-11-11',
      to: '2025-11-12',
      why: 'calendar-changed',
    },
  };
  expect(row(...consented, moved)).toMatchObject({
    clocks: [{ dueOn: '2025-11-12', missed: false, waitsFor: ['report'] }],
  });
  const reported: ReferralEvent = { type: 'EvaluationReported', data: { on: '2025-11-10' } };
  expect(row(...consented, moved, reported)).toMatchObject({ clocks: [{ waitsFor: [] }] });
});

test('a referral moves with the student and says why it ended', () => {
  const calendar = { id: 'cal-2', version: 1 };
  const moved = { fromSchoolId: 'ash-grove', toSchoolId: 'birch-hill', calendar, on: '2025-09-20' };
  expect(
    row(
      { type: 'ReferralTransferred', data: moved },
      { type: 'ReferralClosed', data: { on: '2025-09-22', reason: 'consent-refused' } },
    ),
  ).toMatchObject({
    school_id: 'birch-hill',
    status: 'closed',
    closed_on: '2025-09-22',
    close_reason: 'consent-refused',
  });
});
