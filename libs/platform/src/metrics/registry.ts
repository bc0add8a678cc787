import { collectDefaultMetrics, Counter, Histogram, Registry } from '@prometheus-io/client';
import { appends, type ObservedAppend } from '#event-store/observed';

/** Seconds, from a fast append to a request that somebody gives up on. */
export const durations = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * What every process measures of itself (event loop, memory, garbage collection) and of the record that it writes. Labels carry kinds
 * and opaque ids, never anything that a person said or is called.
 */
export function processMetrics(): { registry: Registry; stop: () => void } {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const duration = new Histogram({
    name: 'aimline_append_duration_seconds',
    help: 'From an append of a command to the log’s answer, with the wait for its batch.',
    buckets: durations,
    registers,
  });
  const commands = new Counter({
    name: 'aimline_commands_total',
    help: 'Commands as the log answered them: ok, duplicate, conflict and other refusals; failed: PostgreSQL did not answer.',
    labelNames: ['outcome'],
    registers,
  });
  // At zero from the start: a rate over a counter that appears with its first count misses that one.
  for (const outcome of ['ok', 'duplicate', 'conflict', 'failed']) commands.inc({ outcome }, 0);
  const observe = (message: unknown) => {
    const { outcome, seconds } = message as ObservedAppend;
    commands.inc({ outcome });
    duration.observe(seconds);
  };
  appends.subscribe(observe);
  return {
    registry,
    stop: () => {
      appends.unsubscribe(observe);
    },
  };
}
