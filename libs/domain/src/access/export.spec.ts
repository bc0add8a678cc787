import { expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { given } from '#testing/given';
import { accessDecider } from './decide.js';
import type { AccessCommand, AccessEvent } from './events.js';

const at = '2026-03-02T16:00:00.000Z';
const counted = { upTo: 812, count: 40, root: 'ab'.repeat(32) };
const data = {
  studentId: 'maya',
  staffId: operatorActor.id,
  counted,
  to: null,
  interest: 'export',
  on: '2026-03-02',
};
type Export = Extract<AccessCommand, { type: 'ExportRecord' }>['data'];
const hand = (change: Partial<Export> = {}) => ({
  type: 'ExportRecord' as const,
  data: { ...data, ...change },
  meta: { commandId: 'c', at, actor: operatorActor, correlationId: 'c', causationId: null },
});
const count: AccessEvent = {
  type: 'StudentEventsCounted',
  data: { studentId: 'maya', ...counted },
};
const viewed: AccessEvent = {
  type: 'FileViewed',
  data: { studentId: 'maya', staffId: operatorActor.id, on: '2026-03-02', purpose: 'export' },
};

test('a record that is handed out is counted first, and who took it is recorded', () => {
  given(accessDecider).when(hand()).decides(count, viewed);
});

test('the second export of a day is counted again, and looked at once', () => {
  given(accessDecider, count, viewed).when(hand()).decides(count);
});

test('what goes to somebody outside is a disclosure, with their interest', () => {
  given(accessDecider)
    .when(hand({ to: 'Ashford schools', interest: 'enrolment' }))
    .decidesLike(count, { type: 'RecordDisclosed', data: { to: 'Ashford schools' } });
  given(accessDecider)
    .when(hand({ to: 'Ashford schools', interest: ' ' }))
    .refuses('interest-missing');
});

test('a student without an event has no record to hand out', () => {
  given(accessDecider)
    .when(hand({ counted: { ...counted, count: 0 } }))
    .refuses('nothing-to-export');
});

test('where looks can no longer be kept, the count alone is', () => {
  const { meta } = hand();
  given(accessDecider)
    .when({ type: 'CountEvents', data: { studentId: 'maya', counted }, meta })
    .decides(count);
});

test('a count changes nothing that later looks depend on', () => {
  expect(given(accessDecider, count).state).toEqual(given(accessDecider).state);
});
