import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processRun } from '#testing/process-run';
import { aReference, calendarPin, ruleSetPin, sent } from '#testing/school-year';
import type { Jurisdiction } from '../legal-clock/pack.js';
import { clockNames, jurisdictions } from '../legal-clock/pack.js';
import { RuleBroken } from '../rule-broken.js';
import { addDays, localDateOf } from '../time.js';
import type { AskedEvaluation, ReferralCommand } from './events.js';
import { evaluationReferral } from './process.js';

const concept = evaluationReferral;
const zone = 'America/Chicago';
const request: AskedEvaluation = {
  studentId: '80000000-0000-4000-8000-000000000001',
  schoolId: '70000000-0000-4000-8000-000000000001',
  by: 'staff',
  requesterId: null,
  received: '2025-10-01',
  written: true,
  areasOfConcern: [],
  concern: 'Slow progress.',
  calendar: calendarPin,
  ruleSet: ruleSetPin,
};
const evening = (date: string) => `${date}T23:30:00.000Z`;
const start = (jurisdiction: Jurisdiction = 'us') => {
  const chosen = { jurisdiction, parameters: {} };
  const run = processRun(concept, { ...aReference, jurisdiction: chosen });
  const tell = (command: ReferralCommand, on: string) => run.tell(sent(command, evening(on)));
  const silence = (until: string) => run.until(evening(until), () => undefined);
  tell({ type: 'RequestEvaluation', data: request }, '2025-10-01');
  return { ...run, tell, silence };
};
const told = (run: ReturnType<typeof start>, type: string, duty = '') =>
  run.events
    .filter((event) => event.type === type && JSON.stringify(event.data).includes(duty))
    .map((event) => localDateOf(event.occurredAt, zone));

describe('silence', () => {
  test('a notice nobody gives: reminded, escalated, recorded, and owed again', () => {
    const run = start();
    run.silence('2025-11-14');
    expect(told(run, 'ReminderSent')).toEqual([
      '2025-10-15',
      '2025-10-17',
      '2025-11-05',
      '2025-11-07',
    ]);
    expect(told(run, 'ObligationEscalated')).toEqual(['2025-10-20', '2025-11-10']);
    expect(told(run, 'ObligationMissed')).toEqual(['2025-10-22', '2025-11-12']);
    expect(run.duties()[0]!.key).toMatch(/give-notice\/.*\/2$/);
  });

  test('a consent that never comes back is recorded, and asking again starts a new wait', () => {
    const run = start();
    const given = { on: '2025-10-02', action: 'evaluate' as const, reason: 'Suspected.' };
    run.tell({ type: 'GivePriorWrittenNotice', data: given }, '2025-10-02');
    run.tell({ type: 'GiveSafeguards', data: { on: '2025-10-02' } }, '2025-10-02');
    run.tell({ type: 'RequestConsent', data: { on: '2025-10-03' } }, '2025-10-03');
    run.silence('2025-10-24');
    expect(told(run, 'ObligationMissed')).toEqual(['2025-10-24']);
    expect(run.duties().map((duty) => duty.dueOn)).toEqual(['2025-11-07']);
    run.tell({ type: 'RequestConsent', data: { on: '2025-10-27' } }, '2025-10-27');
    expect(run.duties().map((duty) => [duty.kind, duty.dueOn])).toEqual([
      ['obtain-consent', '2025-11-10'],
    ]);
    run.silence('2025-11-10');
    run.tell({ type: 'RequestConsent', data: { on: '2025-11-10' } }, '2025-11-10');
    expect(run.duties()[0]!.rungs[0]!.act).toBe('remind'); // a new wait begins with its first reminder
    run.silence('2025-12-02');
    expect(told(run, 'ReminderSent').slice(-1)).toEqual(['2025-12-01']);
  });

  test('a missed evaluation deadline is recorded on its day, and the evaluation stays owed', () => {
    const run = start();
    const dates = { signedOn: '2025-10-08', receivedOn: '2025-10-08' };
    run.tell(
      {
        type: 'GivePriorWrittenNotice',
        data: { on: '2025-10-02', action: 'evaluate', reason: 'Suspected.' },
      },
      '2025-10-08',
    );
    run.tell({ type: 'GiveSafeguards', data: { on: '2025-10-02' } }, '2025-10-08');
    run.tell({ type: 'ReceiveConsent', data: dates }, '2025-10-08');
    run.silence('2026-01-20');
    expect(told(run, 'DeadlineMissed')).toEqual(['2025-12-07']);
    expect(told(run, 'ReminderSent')).toEqual([
      '2025-11-03',
      '2025-12-01',
      '2025-12-12',
      '2026-01-09',
    ]);
    expect(told(run, 'ObligationEscalated')).toEqual(['2025-12-08', '2026-01-05', '2026-01-19']);
    expect(told(run, 'ObligationMissed')).toEqual(['2025-12-19', '2026-01-16']);
    expect(run.duties()[0]).toMatchObject({ kind: 'finish-evaluation', dueOn: '2025-12-07' });
    run.tell(
      {
        type: 'DetermineEligibility',
        data: { on: '2026-01-20', eligible: false, categories: [] },
      },
      '2026-01-20',
    );
    expect(run.duties()).toEqual([]);
  });

  test('an extension agreed in writing moves the day and its reminders', () => {
    const run = start();
    run.tell(
      { type: 'ReceiveConsent', data: { signedOn: '2025-10-08', receivedOn: '2025-10-08' } },
      '2025-10-08',
    );
    run.silence('2025-12-02');
    const agreed = { kind: 'written_agreement' as const, agreedInWriting: true };
    run.tell(
      { type: 'ExtendClock', data: { clock: 'evaluation', to: '2026-01-30', ...agreed } },
      '2025-12-02',
    );
    run.silence('2026-02-03');
    expect(told(run, 'ReminderSent', 'finish-evaluation').slice(0, 4)).toEqual([
      '2025-11-03',
      '2025-12-01',
      '2025-12-19',
      '2026-01-23',
    ]);
    expect(told(run, 'DeadlineMissed')).toEqual(['2026-01-30']);
  });
});

test('however people and silence alternate, for years, a referral keeps its promises', () => {
  type Turn = { wait: number; what: ReferralCommand['type'] | 'nobody' };
  const turn: fc.Arbitrary<Turn> = fc.record({
    wait: fc.integer({ min: 0, max: 45 }),
    what: fc.constantFrom(
      'nobody',
      'nobody',
      'GivePriorWrittenNotice',
      'GiveSafeguards',
      'RequestConsent',
      'ReceiveConsent',
      'RevokeConsent',
      'ExtendClock',
      'RecordAbsences',
      'ReportEvaluation',
      'DetermineEligibility',
      'HoldIepMeeting',
      'TransferReferral',
    ),
  });
  const command = (what: Turn['what'], on: string, n: number): ReferralCommand | null => {
    switch (what) {
      case 'GivePriorWrittenNotice':
        return { type: what, data: { on, action: 'evaluate', reason: 'Suspected.' } };
      case 'GiveSafeguards':
      case 'RequestConsent':
      case 'RevokeConsent':
      case 'ReportEvaluation':
      case 'HoldIepMeeting':
        return { type: what, data: { on } };
      case 'ReceiveConsent':
        return { type: what, data: { signedOn: on, receivedOn: on } };
      case 'DetermineEligibility':
        return { type: what, data: { on, eligible: true, categories: ['other'] } };
      case 'ExtendClock':
        return {
          type: what,
          data: {
            clock: clockNames[n % clockNames.length]!,
            to: addDays(on, 40),
            kind: 'written_agreement',
            agreedInWriting: true,
          },
        };
      case 'RecordAbsences':
        return { type: what, data: { dates: [1, 2, 3, 6].map((ago) => addDays(on, -ago)) } };
      case 'TransferReferral':
        return { type: what, data: { toSchoolId: on, calendar: calendarPin, on } };
      default:
        return null;
    }
  };
  fc.assert(
    fc.property(
      fc.array(turn, { maxLength: 25 }),
      fc.constantFrom(...jurisdictions),
      (turns, of) => {
        const run = start(of);
        let today = '2025-10-01';
        for (const { wait, what } of turns) {
          today = addDays(today, wait);
          run.silence(today);
          const next = command(what, today, wait);
          if (next) {
            try {
              run.tell(next, today);
            } catch (error) {
              if (!(error instanceof RuleBroken)) throw error;
            }
          }
        }
        run.silence(addDays(today, 200));
        const keys = run.events.flatMap((event) => {
          const { duty, rung } = event.data as { duty?: string; rung?: number };
          return rung === undefined ? [] : [`${duty}/${rung}`];
        });
        expect(new Set(keys).size).toBe(keys.length); // no rung is ever taken twice
      },
    ),
    { numRuns: 50 },
  );
});
