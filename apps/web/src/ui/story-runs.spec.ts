import { expect, test } from 'vitest';
import type { HistoryEntry } from '#contracts/history';
import { runsOf } from './story-runs.js';

const entry = (type: string, on: string, more: object = {}) =>
  ({
    type,
    occurredAt: `${on}T15:00:00.000Z`,
    actor: { id: 'k-osei' },
    voided: false,
    ...more,
  }) as HistoryEntry;
const told = (entries: readonly HistoryEntry[]) =>
  runsOf(entries, 'America/Chicago').map((run) => `${run.length} ${run[0]?.type}`);

test('the sessions of one week are one line, with what stands between them kept in its place', () => {
  expect(
    told([
      entry('SessionAttended', '2025-11-20'),
      entry('ReminderSent', '2025-11-19'),
      entry('SessionAttended', '2025-11-18'),
      entry('SessionAttended', '2025-11-17'),
      entry('SessionAttended', '2025-11-13'),
    ]),
  ).toEqual(['3 SessionAttended', '1 ReminderSent', '1 SessionAttended']);
});

test('a decision is never folded away, however many there are', () => {
  const reviews = [entry('ReviewHeld', '2025-11-20'), entry('ReviewHeld', '2025-11-19')];
  expect(told(reviews)).toEqual(['1 ReviewHeld', '1 ReviewHeld']);
});

test('a withdrawn session does not hide among those that count, nor one actor behind another', () => {
  expect(
    told([
      entry('SessionAttended', '2025-11-20'),
      entry('SessionAttended', '2025-11-19', { voided: true }),
      entry('SessionAttended', '2025-11-18', { actor: { id: 'substitute' } }),
    ]),
  ).toEqual(['1 SessionAttended', '1 SessionAttended', '1 SessionAttended']);
});

test('the week is the school’s: late on Sunday evening still belongs to it', () => {
  const sunday = entry('SessionMissed', '2025-11-24', { occurredAt: '2025-11-24T05:30:00.000Z' });
  expect(told([sunday, entry('SessionMissed', '2025-11-17')])).toEqual(['2 SessionMissed']);
});
