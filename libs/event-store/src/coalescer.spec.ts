import { expect, test, vi } from 'vitest';
import { Coalescer } from './coalescer.js';
import { Busy, StoreUnavailable } from './errors.js';

type Job = { name: string; bytes: number };
const job = (name: string, bytes = 1): Job => ({ name, bytes });

/** A coalescer whose calls are noted, and fail as `fails` says. */
function noting(fails: (names: string[], call: number) => unknown = () => null) {
  const calls: string[][] = [];
  const coalescer = new Coalescer<Job, string>(
    async (jobs) => {
      const names = jobs.map((j) => j.name);
      calls.push(names);
      await new Promise(setImmediate);
      const error = fails(names, calls.length);
      if (error) throw error;
      return names.map((name) => `${name}!`);
    },
    { commands: 3, bytes: 100, waiting: 5 },
  );
  return { calls, coalescer };
}

test('what arrives while a batch is under way goes together in the next one', async () => {
  const { calls, coalescer } = noting();
  const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((n) => coalescer.append(job(n))));
  expect(answers).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
  expect(calls.flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(calls.length).toBeLessThan(5);
  expect(Math.max(...calls.map((c) => c.length))).toBe(3);
});

test('of many that wait, half are under way while the other half is sent, and no third batch is', async () => {
  const open: (() => void)[] = [];
  const calls: number[] = [];
  const coalescer = new Coalescer<Job, string>(async (jobs) => {
    calls.push(jobs.length);
    await new Promise<void>((resolve) => open.push(resolve));
    return jobs.map(({ name }) => `${name}!`);
  });
  const turns = async () => {
    for (let n = 0; n < 5; n += 1) await new Promise(setImmediate);
  };
  const names = Array.from({ length: 9 }, (_, i) => `${i}`);
  const first = names.map((name) => coalescer.append(job(name)));
  await turns();
  expect(calls).toEqual([5, 4]);
  const late = coalescer.append(job('late'));
  await turns();
  expect(calls).toEqual([5, 4]);
  open[0]!();
  await turns();
  expect(calls).toEqual([5, 4, 1]);
  for (const answer of open) answer();
  expect(await Promise.all([...first, late])).toEqual([...names, 'late'].map((n) => `${n}!`));
});

test('a batch that is sent again is overtaken by none that came after it', async () => {
  const { calls, coalescer } = noting((names, call) =>
    names.includes('a') && call < 3 ? new StoreUnavailable({ cause: null }) : null,
  );
  const a = coalescer.append(job('a'));
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  await new Promise(setImmediate);
  const b = coalescer.append(job('b'));
  expect(await Promise.all([a, b])).toEqual(['a!', 'b!']);
  expect(calls).toEqual([['a'], ['a'], ['a'], ['b']]);
});

test('a large one goes alone', async () => {
  const { calls, coalescer } = noting();
  await Promise.all(
    [job('a'), job('b'), job('big', 500), job('c')].map((j) => coalescer.append(j)),
  );
  expect(calls).toContainEqual(['big']);
});

test('one that fails harms no other', async () => {
  const { coalescer } = noting((names) => (names.includes('bad') ? new Error('bad') : null));
  const all = await Promise.allSettled(['a', 'bad', 'c'].map((n) => coalescer.append(job(n))));
  expect(all.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a batch of unknown outcome is sent again as it was', async () => {
  const { calls, coalescer } = noting((_, call) =>
    call < 3 ? new StoreUnavailable({ cause: null }) : null,
  );
  expect(await coalescer.append(job('a'))).toBe('a!');
  expect(calls).toEqual([['a'], ['a'], ['a']]);
});

test('when too many wait, the next is told to come again', async () => {
  const { coalescer } = noting();
  const all = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) => coalescer.append(job(`${i}`))),
  );
  const refused = all.filter((r) => r.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every((r) => r.reason instanceof Busy)).toBe(true);
});

test('a thousand may wait, and not one more; those who wait are answered', async () => {
  let open = () => undefined as void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const coalescer = new Coalescer<Job, string>(async (jobs) => {
    await gate;
    return jobs.map(({ name }) => `${name}!`);
  });
  const first = coalescer.append(job('under way'));
  await new Promise(setImmediate);
  await new Promise(setImmediate); // the first batch has been closed and sent
  const waiting = Array.from({ length: 1_000 }, (_, i) => coalescer.append(job(`${i}`)));
  await expect(coalescer.append(job('one more'))).rejects.toThrow(Busy);
  open();
  expect(await first).toBe('under way!');
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 1_000 }, (_, i) => `${i}!`));
  expect(await coalescer.append(job('later'))).toBe('later!');
});

test('of unknown outcome to the last, all of the batch are told so, and the next goes on', async () => {
  let broken = true;
  const { coalescer } = noting(() => (broken ? new StoreUnavailable({ cause: null }) : null));
  const all = await Promise.allSettled(['a', 'b'].map((n) => coalescer.append(job(n))));
  expect(all.map((r) => r.status === 'rejected' && (r.reason as Error).name)).toEqual([
    'StoreUnavailable',
    'StoreUnavailable',
  ]);
  broken = false;
  expect(await coalescer.append(job('c'))).toBe('c!');
});
