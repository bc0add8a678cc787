import { describe, expect, test } from 'vitest';
import { processActor } from '#domain/decider';
import { RuleBroken } from '#domain/rule-broken';
import { given } from '#testing/given';
import { recordRequestDecider } from './decide.js';
import type { DestroyingFact, RecordRequestCommand, RecordRequestEvent } from './events.js';
import { requireFactOf, requireNoProcess } from './standing-against.js';

const meta = {
  commandId: 'c',
  at: '2030-06-03T15:00:00.000Z',
  actor: processActor,
  correlationId: 'c',
  causationId: null,
};
const record = (...events: RecordRequestEvent[]) => given(recordRequestDecider, ...events);
const sent = (command: RecordRequestCommand, at = meta.at) => ({
  ...command,
  meta: { ...meta, at },
});

const asked: RecordRequestEvent = {
  type: 'DestructionRequested',
  data: {
    requestId: 'd1',
    recordClasses: ['intervention', 'evaluation'],
    authority: 'retention-schedule',
    keepUntil: '2030-06-02',
    on: '2030-05-01',
  },
};
const destroy = sent({ type: 'DestroyRecord', data: { requestId: 'd1' } });
const destroyed = (recordClass: 'intervention' | 'evaluation'): RecordRequestEvent => ({
  type: 'RecordDestroyed',
  data: {
    requestId: 'd1',
    recordClass,
    authority: 'retention-schedule',
    officerId: processActor.id,
    on: '2030-06-03',
  },
});
const expunge = sent({
  type: 'ExpungeBody',
  data: {
    eventId: 'e1',
    recordClass: 'intervention',
    authority: 'recorded-in-error',
    keepUntil: null,
  },
});
const hold: RecordRequestEvent = {
  type: 'HoldPlaced',
  data: { holdId: 'h1', reason: 'litigation', on: '2030-05-02' },
};
const lifted: RecordRequestEvent = {
  type: 'HoldLifted',
  data: { holdId: 'h1', on: '2030-06-01' },
};
const access: RecordRequestEvent = {
  type: 'AccessRequested',
  data: { requestId: 'a1', by: 'guardian', requesterId: null, receivedOn: '2030-05-20' },
};
const amendment: RecordRequestEvent = {
  type: 'AmendmentRequested',
  data: {
    requestId: 'm1',
    by: 'guardian',
    eventIds: ['e1'],
    reason: 'not my child',
    receivedOn: '2030-05-20',
  },
};

describe('the destruction of a record', () => {
  test('destroys each class that was asked for, once', () => {
    record(asked).when(destroy).decides(destroyed('intervention'), destroyed('evaluation'));
    record(asked, destroyed('evaluation')).when(destroy).decides(destroyed('intervention'));
    record(asked, destroyed('evaluation'), destroyed('intervention')).when(destroy).decides();
  });

  test('needs a request', () => {
    record().when(destroy).refuses('request-unknown');
  });

  test('waits for every hold to be lifted', () => {
    record(asked, hold).when(destroy).refuses('hold-stands');
    record(hold).when(expunge).refuses('hold-stands');
    record(asked, hold, lifted)
      .when(destroy)
      .decides(destroyed('intervention'), destroyed('evaluation'));
  });

  test('waits until whoever asked to see the record has seen it', () => {
    const given: RecordRequestEvent = {
      type: 'AccessGiven',
      data: { requestId: 'a1', on: '2030-06-01' },
    };
    record(asked, access).when(destroy).refuses('access-request-open');
    record(access).when(expunge).refuses('access-request-open');
    record(asked, access, given)
      .when(destroy)
      .decides(destroyed('intervention'), destroyed('evaluation'));
  });

  test('waits until a contested fact is decided', () => {
    record(asked, amendment).when(destroy).refuses('amendment-request-open');
  });

  test('waits for the last day on which the record must be kept to be over', () => {
    const early = sent(
      { type: 'DestroyRecord', data: { requestId: 'd1' } },
      '2030-06-03T03:00:00.000Z', // still June 2 in Chicago
    );
    record(asked).when(early).refuses('retention-not-over', { keepUntil: '2030-06-02' });
  });

  test('is certified when the last backup that could bring it back has aged out', () => {
    const certify = (at: string) =>
      sent({ type: 'CompleteDestruction', data: { requestId: 'd1' } }, at);
    const done = [asked, destroyed('intervention'), destroyed('evaluation')];
    record(asked, destroyed('evaluation'))
      .when(certify('2031-01-01T15:00:00.000Z'))
      .refuses('record-not-destroyed');
    record(...done)
      .when(certify('2030-07-07T15:00:00.000Z'))
      .refuses('backups-not-aged', { from: '2030-07-08' });
    const certificate: RecordRequestEvent = {
      type: 'DestructionCompleted',
      data: {
        requestId: 'd1',
        recordClasses: ['intervention', 'evaluation'],
        authority: 'retention-schedule',
        officerId: processActor.id,
        destroyedOn: '2030-06-03',
        on: '2030-07-08',
      },
    };
    record(...done)
      .when(certify('2030-07-08T15:00:00.000Z'))
      .decides(certificate);
    record(...done, certificate)
      .when(certify('2030-07-09T15:00:00.000Z'))
      .decides();
  });
});

test('one body is expunged once, and never out of a class that is destroyed already', () => {
  const gone: RecordRequestEvent = {
    type: 'BodyExpunged',
    data: {
      eventId: 'e1',
      recordClass: 'intervention',
      authority: 'recorded-in-error',
      officerId: processActor.id,
      on: '2030-06-03',
    },
  };
  record().when(expunge).decides(gone);
  record(gone).when(expunge).decides();
  record(asked, destroyed('intervention')).when(expunge).decides();
});

test('what was destroyed before a restore is destroyed again, whatever stands against it, and once', () => {
  const body: RecordRequestEvent = {
    type: 'BodyExpunged',
    data: {
      eventId: 'e1',
      recordClass: 'intervention',
      authority: 'recorded-in-error',
      officerId: processActor.id,
      on: '2030-06-03',
    },
  };
  for (const fact of [destroyed('intervention'), body] as DestroyingFact[]) {
    const again = sent({ type: 'DestroyAgain', data: { fact } });
    record(hold, access).when(again).decides(fact);
    record(fact).when(again).decides();
  }
});

test('a request that comes twice is one request, though it was answered in between', () => {
  const again = sent({ type: 'RequestAccess', data: access.data });
  record().when(again).decides(access);
  record(access, { type: 'AccessGiven', data: { requestId: 'a1', on: '2030-06-01' } })
    .when(again)
    .decides();
});

test('a guardian’s statement answers a denied amendment, and stands once', () => {
  const statement = { requestId: 'm1', text: 'It was not her.', on: '2030-06-02' };
  const attach = sent({ type: 'AttachStatement', data: statement });
  const decided = (granted: boolean): RecordRequestEvent => ({
    type: 'AmendmentDecided',
    data: { requestId: 'm1', granted, reason: 'the form is hers', on: '2030-06-01' },
  });
  record(amendment).when(attach).refuses('amendment-not-denied');
  record(amendment, decided(true)).when(attach).refuses('amendment-not-denied');
  record(amendment, decided(false))
    .when(attach)
    .decides({ type: 'StatementAttached', data: statement });
  record(amendment, decided(false), { type: 'StatementAttached', data: statement })
    .when(attach)
    .decides();
  record(amendment)
    .when(sent({ type: 'AttachStatement', data: { ...statement, text: ' ' } }))
    .refuses('text-missing');
});

test('a hold that was never placed cannot be lifted, and lifting twice is once', () => {
  const lift = sent({ type: 'LiftHold', data: lifted.data as { holdId: string; on: string } });
  record().when(lift).refuses('hold-unknown');
  record(hold).when(lift).decides(lifted);
  record(hold, lifted).when(lift).decides();
});

test('an open process keeps the classes that it works with, and no others', () => {
  expect(() => requireNoProcess(['intervention'], ['cycle'])).toThrow(RuleBroken);
  expect(() => requireNoProcess(['core'], ['referral'])).toThrow('process-open');
  requireNoProcess(['evaluation'], ['cycle']);
  requireNoProcess(['core'], []);
});

test('an event is expunged only from the student and class that it is of', () => {
  requireFactOf('maya', 'intervention', { subjectId: 'maya', recordClass: 2 });
  for (const place of [
    null,
    { subjectId: 'other', recordClass: 2 },
    { subjectId: 'maya', recordClass: 1 },
  ])
    expect(() => requireFactOf('maya', 'intervention', place)).toThrow('event-not-of-student');
});
