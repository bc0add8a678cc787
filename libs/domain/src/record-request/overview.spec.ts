import { expect, test } from 'vitest';
import type { Recorded } from '../decider.js';
import type { RecordRequestEvent } from './events.js';
import { overviewOf } from './overview.js';

const officer = { id: '7f3c2a44-6d3b-4a1e-9c75-1b8a0f6a2d11', role: 'district-admin' } as const;

const told = (...events: RecordRequestEvent[]) =>
  overviewOf(
    events.map(
      (event, i) => ({ ...event, position: i + 1, actor: officer }) as Recorded<RecordRequestEvent>,
    ),
  );
const asked = (requestId: string, ...recordClasses: ('core' | 'evaluation')[]) =>
  ({
    type: 'DestructionRequested',
    data: { requestId, recordClasses, authority: 'court-order', keepUntil: null, on: '2025-09-01' },
  }) as const;
const destroyed = (recordClass: 'core' | 'evaluation', on: string) =>
  ({
    type: 'RecordDestroyed',
    data: { requestId: 'a', recordClass, authority: 'court-order', officerId: officer.id, on },
  }) as const;

test('a destruction can be certified 35 days after its last class went, and not before all of them have', () => {
  const half = told(asked('a', 'core', 'evaluation'), destroyed('evaluation', '2025-09-02'));
  expect(half.destructions[0]).toMatchObject({ certifiableFrom: null });
  const whole = told(
    asked('a', 'core', 'evaluation'),
    destroyed('evaluation', '2025-09-02'),
    destroyed('core', '2025-09-30'),
  );
  // event-store.md 10: no copy is kept for longer than 35 days; 30 September and 35 days are 4 November.
  expect(whole.destructions[0]).toMatchObject({
    certifiableFrom: '2025-11-04',
    destroyed: [
      { recordClass: 'evaluation', officer, position: 2 },
      { recordClass: 'core', officer, position: 3 },
    ],
  });
});

test('a class that another request took meets every request that named it', () => {
  const { destructions } = told(
    asked('a', 'core'),
    asked('b', 'core'),
    destroyed('core', '2025-09-02'),
  );
  expect(destructions.map(({ certifiableFrom }) => certifiableFrom)).toEqual([
    '2025-10-07',
    '2025-10-07',
  ]);
});

test('a class that was gone before it was asked for is met at once, and counts once', () => {
  const { destructions } = told(
    asked('a', 'core'),
    destroyed('core', '2025-09-02'),
    asked('b', 'core'),
    asked('c', 'core', 'evaluation'),
  );
  expect(destructions.slice(1)).toMatchObject([
    { id: 'b', certifiableFrom: '2025-10-07', destroyed: [{ recordClass: 'core', position: 2 }] },
    { id: 'c', certifiableFrom: null, destroyed: [{ recordClass: 'core', position: 2 }] },
  ]);
});

test('what is asked is due in 45 days (34 CFR 99.10(b)), given or not', () => {
  const data = {
    requestId: 'x',
    by: 'guardian',
    requesterId: null,
    receivedOn: '2025-12-20',
  } as const;
  const given = { type: 'AccessGiven', data: { requestId: 'x', on: '2026-01-05' } } as const;
  expect(told({ type: 'AccessRequested', data }, given).access).toEqual([
    { id: 'x', by: 'guardian', requesterId: null, receivedOn: '2025-12-20', dueOn: '2026-02-03', givenOn: '2026-01-05' },
  ]); // prettier-ignore
});
