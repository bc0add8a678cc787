import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokenBucket } from './token-bucket.js';

/** A clock that stands still but for what is waited, so that the moments at which callers go on can be compared. */
function aClock() {
  let time = 0;
  const passed: number[] = [];
  return {
    passed,
    forward: (ms: number) => (time += ms),
    now: () => time,
    pause: (ms: number) => Promise.resolve(passed.push(time + ms)),
  };
}

test('a burst goes through at once, and after it one at a time', async () => {
  const clock = aClock();
  const take = tokenBucket({ perSecond: 10, burst: 3 }, clock);
  for (let n = 0; n < 6; n++) await take();
  expect(clock.passed).toEqual([100, 200, 300]);
});

test('after a rest the bucket is full again, and never fuller', async () => {
  const clock = aClock();
  const take = tokenBucket({ perSecond: 10, burst: 2 }, clock);
  clock.forward(1_000_000);
  for (let n = 0; n < 3; n++) await take();
  expect(clock.passed).toEqual([1_000_100]);
});

test('in no span of time do more go through than the burst and the rate allow', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 1, maxLength: 80 }),
      async (perSecond, burst, gaps) => {
        let time = 0;
        const through: number[] = [];
        const clock = {
          now: () => time,
          pause: (ms: number) => Promise.resolve(through.push(time + ms)),
        };
        const take = tokenBucket({ perSecond, burst }, clock);
        for (const gap of gaps) {
          time += gap;
          const before = through.length;
          await take();
          if (through.length === before) through.push(time);
        }
        for (const [i, from] of through.entries())
          for (const [j, to] of through.entries())
            if (j > i)
              expect(j - i + 1).toBeLessThanOrEqual(burst + ((to - from) * perSecond) / 1_000 + 1);
      },
    ),
  );
});
