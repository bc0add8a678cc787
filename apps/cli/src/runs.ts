import type { Client } from '@temporalio/client';
import { isProcess, kindOf, type StreamId } from '#domain/streams';
import type { Views } from '#read-models/views';
import { taskQueue, waitingFor, workflowOf } from '#workflows/messages';

/** Ids of the open runs of every process kind; other workflows, such as the nightly reconcile, are left out. */
export async function runningProcesses(client: Client): Promise<Set<StreamId>> {
  const running = new Set<StreamId>();
  const query = `ExecutionStatus = 'Running' and TaskQueue = '${taskQueue}'`;
  for await (const { workflowId } of client.workflow.list({ query })) {
    const stream = workflowId as StreamId;
    if (workflowId.includes('/') && isProcess(kindOf(stream))) running.add(stream);
  }
  return running;
}

/** Open streams of a district, all of them. */
export async function openStreams({ processes }: Views, district: string): Promise<StreamId[]> {
  const streams: StreamId[] = [];
  for (;;) {
    const page = await processes.open(district, streams.at(-1));
    streams.push(...page.map(({ stream }) => stream));
    if (page.length === 0) return streams;
  }
}

/** How many runs of each workflow are open; counted by the server, so that a large district costs no more. */
export async function countRuns(client: Client): Promise<Record<string, number>> {
  const counts = await Promise.all(
    Object.values(workflowOf).map(async (workflow) => {
      const query = `WorkflowType = '${workflow}' and ExecutionStatus = 'Running' and TaskQueue = '${taskQueue}'`;
      return [workflow, (await client.workflow.count(query)).count] as const;
    }),
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/** Types that our workers carry on: those of processes, and the nightly comparison. */
const ourTypes = [...Object.values(workflowOf), 'reconcile'];
const strangersRead = 1_000;

/**
 * Open runs on our task queue of a workflow type that this build does not have, by type: another program started them, or a newer build.
 * No worker of ours can carry them on. Counts stop at {@link strangersRead}.
 */
export async function countStrangers(
  client: Client,
  queue = taskQueue,
): Promise<Record<string, number>> {
  const ours = ourTypes.map((type) => `WorkflowType != '${type}'`).join(' and ');
  const query = `ExecutionStatus = 'Running' and TaskQueue = '${queue}' and ${ours}`;
  const counts: Record<string, number> = {};
  let read = 0;
  for await (const { type } of client.workflow.list({ query })) {
    counts[type] = (counts[type] ?? 0) + 1;
    if (++read === strangersRead) break;
  }
  return counts;
}

/** A run that cannot be asked within this time is not asked: no worker may be there. */
const patienceMs = 2_000;
const asked = 20;

/**
 * How many of some runs know a position that the log has not reached: it went back to an earlier point. `head` is asked after them:
 * people go on recording.
 */
export async function runsAhead(
  client: Client,
  streams: readonly StreamId[],
  head: () => Promise<number>,
): Promise<number> {
  const step = Math.ceil(streams.length / asked);
  const some = streams.filter((_, i) => i % step === 0);
  const known = await Promise.all(
    some.map(async (stream) => {
      const run = client.workflow.getHandle(stream);
      const query = () => run.query(waitingFor);
      return client.withDeadline(Date.now() + patienceMs, query).catch(() => null);
    }),
  );
  const end = await head();
  return known.filter((looked) => looked && looked.position > end).length;
}
