import { setTimeout as sleep } from 'node:timers/promises';
import type { AimlineHome } from '#platform/services/aimline-home';
import { isRunning } from '#platform/services/process-identity';
import type { Say } from '#platform/services/service-problem';
import { readState } from '#platform/services/services-state';

const LOOK_EVERY = 1_000; // ms
const LONGEST_WAIT = 30_000;

/**
 * Starts PostgreSQL and Temporal again when one of them has ended by itself, until `stop` is called. A restart that
 * fails is tried again at growing intervals: a full disk may have room tomorrow.
 */
export function watchServices(home: AimlineHome, startAgain: () => Promise<void>, say: Say) {
  let stopped = false;
  const watch = async () => {
    for (let wait = LOOK_EVERY; !stopped; await sleep(wait, undefined, { ref: false })) {
      const ended = await endedServices(home);
      if (stopped || ended.length === 0) continue;
      say(`${ended.join(' and ')} ended unexpectedly; starting again`);
      try {
        await startAgain();
        wait = LOOK_EVERY;
      } catch (error) {
        wait = Math.min(wait * 2, LONGEST_WAIT);
        say(`that failed; trying again in ${wait / 1000} s: ${(error as Error).message}`);
      }
    }
  };
  const watching = watch();
  return {
    /** Resolves when no restart is under way any more. */
    async stop() {
      stopped = true;
      await Promise.race([watching, sleep(LOOK_EVERY + 100)]);
    },
  };
}

async function endedServices(home: AimlineHome): Promise<string[]> {
  const { postgres, temporal } = await readState(home);
  const ended: string[] = [];
  if (postgres && !isRunning(postgres.process)) ended.push('PostgreSQL');
  if (temporal && !isRunning(temporal.process)) ended.push('Temporal');
  return ended;
}
