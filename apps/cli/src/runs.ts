import type { Client } from '@temporalio/client';
import { isProcess, kindOf, type StreamId } from '#domain/streams';
import type { Views } from '#read-models/views';
import { taskQueue, workflowOf } from '#workflows/messages';

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
