import { expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { outcomeCodesOf } from '#domain/outcome-codes';
import { belongingOf } from '#domain/record-class';
import { aDistrict, given } from '#testing/given';
import { caseFileDecider } from './decide.js';
import type { CaseFileEvent, EarlierFact, Provenance } from './events.js';

const from: Provenance = {
  district: '10000000-0000-4000-8000-000000000099',
  districtName: 'Ashford',
  studentId: 'maya-there',
  key: 'aimline/ashford+00000000+AA==',
  keyVouched: true,
  log: { size: 900, root: 'root' },
  counted: { upTo: 880, count: 2, root: 'cd'.repeat(32) },
};
const fact = (type: string, said: object | null, more: Partial<EarlierFact> = {}): EarlierFact => ({
  recordClass: 'evaluation',
  was: {
    eventId: 'e1',
    stream: 'referral/r',
    version: 1,
    position: 12,
    type,
    schemaVersion: 1,
    occurredAt: '2024-10-01T15:00:00.000Z',
    recordedAt: '2024-10-02T15:00:00.000Z',
    actor: operatorActor,
    contentHash: 'ef'.repeat(32),
  },
  said,
  codes: {},
  ...more,
});
const facts = [fact('EvaluationRequested', { by: 'guardian' }), fact('ReferralClosed', null)];
const receive = (studentId = 'maya', provenance = from) => ({
  type: 'ReceiveCaseFile' as const,
  data: { studentId, from: provenance, facts },
  meta: {
    commandId: 'c',
    at: '2026-03-02T16:00:00.000Z',
    actor: operatorActor,
    correlationId: 'c',
    causationId: null,
  },
});
const received: CaseFileEvent = {
  type: 'CaseFileReceived',
  data: { studentId: 'maya', from, facts: 2, gone: 1 },
};

test('a case file is taken whole, each fact dated as it happened there', () => {
  given(caseFileDecider)
    .when(receive())
    .decidesLike(
      received,
      ...facts.map((one) => ({
        type: 'EarlierFactReceived',
        occurredAt: '2024-10-01T15:00:00.000Z',
        data: { studentId: 'maya', ...one },
      })),
    );
});

test('the same file again adds nothing, and never becomes another student’s', () => {
  given(caseFileDecider, received).when(receive()).decides();
  given(caseFileDecider, received).when(receive('noah')).refuses('case-file-of-another-student');
});

test('a district does not take in its own record', () => {
  given(caseFileDecider)
    .when(receive('maya', { ...from, district: aDistrict.id }))
    .refuses('case-file-of-this-district');
});

test('an earlier fact is the student’s, of the class that it had; a decision keeps its codes', () => {
  const data = { studentId: 'maya', ...fact('ReviewHeld', {}, { codes: { outcome: 'on_track' } }) };
  const event: CaseFileEvent = { type: 'EarlierFactReceived', data };
  expect(belongingOf('case-file/f', event)).toEqual({
    subject: { student: 'maya' },
    recordClass: 'evaluation',
    sealed: true,
  });
  expect(belongingOf('case-file/f', received)?.recordClass).toBe('core');
  expect(outcomeCodesOf(event)).toEqual({ outcome: 'on_track' });
});
