import { createHash } from 'node:crypto';
import type { StreamId } from '#domain/streams';
import { localDateOf, type Instant } from '#domain/time';

/** Rungs of thousands of processes come at the same minute of a morning; over so long they are taken. */
const herdMs = 15 * 60_000;

/**
 * How much later than its instant a process takes a rung that it waits for, in milliseconds: by the hash of its id, so always the same,
 * and never on another day than the rung's own.
 */
export function spreadOf(stream: StreamId, at: Instant, timeZone: string): number {
  const ms = createHash('sha256').update(stream).digest().readUInt32BE() % herdMs;
  const taken = new Date(Date.parse(at) + ms).toISOString() as Instant;
  return localDateOf(taken, timeZone) === localDateOf(at, timeZone) ? ms : 0;
}
