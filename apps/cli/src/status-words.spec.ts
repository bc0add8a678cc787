import { expect, test } from 'vitest';
import type { Lag } from '#event-store/subscription/progress';
import { standingInWords } from './status-words.js';

const atHead: Lag = {
  name: 'read-models',
  position: 90,
  head: 90,
  behind: 0,
  secondsBehind: 0,
  owner: 'a-machine/1/abc',
  status: 'running',
  lastError: null,
  attempts: 0,
  parked: 0,
  updatedAt: '2025-09-02T12:00:00.000Z',
};
const well = { subscriptions: [atHead], parked: [], due: 0, ahead: [] };

test('when nothing waits, one sentence says so', () => {
  expect(standingInWords(well)).toEqual(['all is well: nothing waits that should have happened']);
});

test('what is on its way for moments is not complained of', () => {
  const moment = { ...atHead, behind: 3, secondsBehind: 1 };
  expect(standingInWords({ ...well, subscriptions: [moment] })[0]).toContain('all is well');
});

test.each<[string, Partial<Lag>, string]>([
  [
    'a subscription that has stopped',
    { status: 'stopped', behind: 9, secondsBehind: 60 },
    'waiting: what people see has stopped (9 events behind, the oldest for 60 s): see read-models below',
  ],
  [
    'a worker that is away',
    { owner: null, behind: 9, secondsBehind: 2 },
    'waiting: what people see is 9 events behind, the oldest for 2 s, and no worker runs: `npx aimline up`',
  ],
  [
    'one that is late',
    { name: 'dispatcher', behind: 9, secondsBehind: 60 },
    'waiting: the waking of the workflows is late: 9 events behind, the oldest for 60 s; it catches up by itself',
  ],
])('%s is said in plain words', (_, lag, words) => {
  expect(standingInWords({ ...well, subscriptions: [{ ...atHead, ...lag }] })).toEqual([words]);
});

test('steps that are due and not taken are counted', () => {
  expect(standingInWords({ ...well, due: 4 })[0]).toContain(
    'waiting: 4 steps are due and not taken',
  );
});
