import { setTimeout as pause } from 'node:timers/promises';

export type Bucket = {
  perSecond: number;
  /** Tokens that may be taken at once after a rest. */ burst: number;
};

/** What the bucket tells time by; the machine's own unless a test counts it. */
export type Ticking = { now: () => number; pause: (ms: number) => Promise<unknown> };

const machine: Ticking = { now: () => performance.now(), pause: (ms) => pause(ms) };

/** Lets so many through a second: each caller waits for its own token, in the order of asking. */
export function tokenBucket(
  { perSecond, burst }: Bucket,
  clock: Ticking = machine,
): () => Promise<void> {
  const eachMs = 1_000 / perSecond;
  /** When the bucket would be full again, if nobody took anything any more. */
  let fullAt = -Infinity;
  return async () => {
    const now = clock.now();
    fullAt = Math.max(fullAt, now) + eachMs;
    const wait = fullAt - now - burst * eachMs;
    if (wait > 0) await clock.pause(wait);
  };
}
