import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { StreamId } from '#domain/streams';
import { waitingFor } from '#workflows/messages';
import type { Look } from './look.js';

/** Asked of every run they would cost a night; a log that went back shows in most that have looked since. */
const sampled = 200;
const lanes = 20;
const patienceMs = 10_000;

/**
 * Runs that know more of their process than the log says: PostgreSQL was restored to an earlier point. They would sleep through nudges
 * up to the position that they know. Looks at a sample, and at all of them if one of it is ahead.
 */
export async function runsAhead(
  client: Client,
  look: Pick<Look, 'at'>,
  district: string,
  running: readonly StreamId[],
): Promise<StreamId[]> {
  const step = Math.ceil(running.length / sampled);
  const some = running.filter((_, i) => i % step === 0);
  const ahead = await filtered(some, (stream) => isAhead(client, look, district, stream));
  if (ahead.length === 0 || some.length === running.length) return ahead;
  return filtered(running, (stream) => isAhead(client, look, district, stream));
}

async function isAhead(
  client: Client,
  look: Pick<Look, 'at'>,
  district: string,
  stream: StreamId,
): Promise<boolean> {
  // The run is asked first: what it knows is in the log when the log is read, unless the log went back.
  const known = await knownBy(client, stream);
  if (!known) return false;
  const now = await look.at({ district, stream });
  return known.position > now.position || known.version > now.version;
}

/** Null where a run cannot be asked: it has ended, or no worker answers for it in time. */
async function knownBy(client: Client, stream: StreamId) {
  try {
    const run = client.workflow.getHandle(stream);
    return await client.withDeadline(Date.now() + patienceMs, () => run.query(waitingFor));
  } catch {
    return null;
  }
}

/** Ends a run, whose place a new one takes; nothing is lost, the log holds all that it knew. */
export async function terminate(client: Client, stream: StreamId, why: string): Promise<void> {
  try {
    await client.workflow.getHandle(stream).terminate(why);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error; // ended by itself meanwhile
  }
}

async function filtered<T>(all: readonly T[], test: (one: T) => Promise<boolean>): Promise<T[]> {
  const found: T[] = [];
  const queue = [...all];
  const lane = async () => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop())
      if (await test(one)) found.push(one);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return found;
}
