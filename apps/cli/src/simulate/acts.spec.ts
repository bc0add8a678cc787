import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { carryOut } from './acts.js';
import { Agenda } from './agenda.js';
import { Refused } from './http.js';
import type { Memory } from './world.js';

const memory = () => ({ refused: new Map<string, number>() }) as unknown as Memory;
const refusal = (code: 'rule_broken' | 'version_conflict' | 'not_allowed', rule?: string) =>
  new Refused('POST', '/v1/cycles', { status: 409, code, detail: '', rule });

test('acts of one lane happen one after the other, in the order of their names', async () => {
  const done: string[] = [];
  const act = (lane: string, name: string, ms: number) => ({
    lane,
    name,
    run: async () => {
      await pause(ms);
      done.push(name);
    },
  });
  await carryOut([act('a', '2', 1), act('a', '1', 20), act('b', '3', 5)], memory());
  expect(done).toEqual(['3', '1', '2']);
});

test('a plan that a rule stands against is counted, and the day goes on', async () => {
  const known = memory();
  let ran = 0;
  const run = () => Promise.reject(refusal('rule_broken', 'cycle-not-open'));
  await carryOut(
    [
      { lane: 'a', name: 'probe 1', run },
      { lane: 'a', name: 'review 1', run: async () => void (ran += 1) },
    ],
    known,
  );
  expect([...known.refused]).toEqual([['probe: cycle-not-open', 1]]);
  expect(ran).toBe(1);
});

test('who was overtaken looks again', async () => {
  let looks = 0;
  const run = async () => {
    looks += 1;
    if (looks < 3) throw refusal('version_conflict');
  };
  await carryOut([{ lane: 'a', name: 'review 1', run }], memory());
  expect(looks).toBe(3);
});

test('what nobody expected stops the year', async () => {
  const run = () => Promise.reject(refusal('not_allowed'));
  await expect(carryOut([{ lane: 'a', name: 'x', run }], memory())).rejects.toThrow('not_allowed');
});

test('a note is taken up on its day, or on the first day after it, once', () => {
  const agenda = new Agenda();
  const act = (name: string) => ({ lane: name, name, run: async () => undefined });
  agenda.note('2025-10-07', act('tuesday'));
  agenda.note('2025-10-04', act('saturday'));
  agenda.note('2025-10-08', act('wednesday'));
  expect(agenda.take('2025-10-07').map(({ name }) => name)).toEqual(['saturday', 'tuesday']);
  expect(agenda.take('2025-10-07')).toEqual([]);
});
