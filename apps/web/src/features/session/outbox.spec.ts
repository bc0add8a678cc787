import { expect, test } from 'vitest';
import { ApiProblem } from '../../api/problem.js';
import type { Shelf, Waiting } from './outbox.js';
import { flush, mine, sendOrKeep } from './outbox.js';

function shelfInMemory(): Shelf {
  const kept = new Map<string, Waiting>();
  return {
    all: () => Promise.resolve([...kept.values()]),
    put: (waiting) => Promise.resolve(void kept.set(waiting.key, waiting)),
    remove: (key) => Promise.resolve(void kept.delete(key)),
  };
}

const report = (key: string, actorId = 'k-osei'): Waiting => ({
  key,
  actorId,
  groupId: 'g',
  slot: '2025-10-06T09:00',
  report: { kind: 'not-held', body: { reason: 'assembly' } },
  refused: null,
});
const offline = () => Promise.reject(new ApiProblem(0, 'network', 'No answer from the server.'));
const refusal = () => Promise.reject(new ApiProblem(409, 'rule_broken', 'No school on that day.'));

test('a report that gets no answer is kept with its key', async () => {
  const shelf = shelfInMemory();
  expect(await sendOrKeep(shelf, report('a'), offline)).toBe('kept');
  expect((await shelf.all()).map((waiting) => waiting.key)).toEqual(['a']);
});

test('a refused report is not kept: the person is there to hear it', async () => {
  const shelf = shelfInMemory();
  await expect(sendOrKeep(shelf, report('a'), refusal)).rejects.toThrow('No school on that day.');
  expect(await shelf.all()).toEqual([]);
});

test('when the network is back, what waits is sent oldest first, under the keys it was given', async () => {
  const shelf = shelfInMemory();
  await shelf.put(report('a'));
  await shelf.put(report('b'));
  const keys: string[] = [];
  expect(await flush(shelf, 'k-osei', ({ key }) => Promise.resolve(void keys.push(key)))).toBe(2);
  expect(keys).toEqual(['a', 'b']);
  expect(await shelf.all()).toEqual([]);
});

test('still no network: all stay, and only one was tried', async () => {
  const shelf = shelfInMemory();
  await shelf.put(report('a'));
  await shelf.put(report('b'));
  let tries = 0;
  await flush(shelf, 'k-osei', () => ((tries += 1), offline()));
  expect(tries).toBe(1);
  expect(await shelf.all()).toHaveLength(2);
});

test('a report refused later stays with the reason, is not sent again, and holds up no other', async () => {
  const shelf = shelfInMemory();
  await shelf.put(report('a'));
  await shelf.put(report('b'));
  await flush(shelf, 'k-osei', ({ key }) => (key === 'a' ? refusal() : Promise.resolve()));
  expect(await shelf.all()).toEqual([{ ...report('a'), refused: 'No school on that day.' }]);
  expect(await flush(shelf, 'k-osei', () => Promise.resolve())).toBe(0);
});

test('a signed-out person loses nothing', async () => {
  const shelf = shelfInMemory();
  await shelf.put(report('a'));
  await flush(shelf, 'k-osei', () => Promise.reject(new ApiProblem(401, 'sign_in_required', '')));
  expect(await shelf.all()).toEqual([report('a')]);
});

test('on a shared tablet nobody sends or sees the reports of another', async () => {
  const shelf = shelfInMemory();
  await shelf.put(report('a', 'k-osei'));
  await shelf.put(report('b', 'd-ruiz'));
  await flush(shelf, 'd-ruiz', () => Promise.resolve());
  expect(await shelf.all()).toEqual([report('a', 'k-osei')]);
  expect(await mine(shelf, 'd-ruiz')).toEqual([]);
});
