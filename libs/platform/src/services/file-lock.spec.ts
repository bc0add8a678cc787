import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withLock } from './file-lock.js';

const newLock = () => join(mkdtempSync(join(tmpdir(), 'aimline-lock-')), 'a.lock');

test('of many that want the lock one works at a time, and nothing is left behind', async () => {
  const file = newLock();
  let inside = 0;
  const most: number[] = [];
  await Promise.all(
    Array.from({ length: 5 }, () =>
      withLock(file, async () => {
        most.push((inside += 1));
        await sleep(5);
        inside -= 1;
      }),
    ),
  );
  expect(most).toEqual([1, 1, 1, 1, 1]);
  expect(readdirSync(dirname(file))).toEqual([]);
});

test('a lock whose holder died is taken over', async () => {
  const file = newLock();
  writeFileSync(file, JSON.stringify({ pid: process.pid, started: 'before the last restart' }));
  expect(await withLock(file, async () => 'done')).toBe('done');
});

test('work that fails gives the lock back', async () => {
  const file = newLock();
  await expect(withLock(file, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(file, async () => 'done')).toBe('done');
});

test('who waits is told for whom, once', async () => {
  const file = newLock();
  const told: number[] = [];
  const wait = ({ pid }: { pid: number }) => told.push(pid);
  await Promise.all([
    withLock(file, () => sleep(250)),
    sleep(20).then(() => withLock(file, async () => {}, wait)),
  ]);
  expect(told).toEqual([process.pid]);
});
