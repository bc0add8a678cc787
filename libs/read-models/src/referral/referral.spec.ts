import { expect, test } from 'vitest';
import { startClock } from '#domain/referral/clock';
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
  startClock('evaluation', '2025-09-12'),
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
