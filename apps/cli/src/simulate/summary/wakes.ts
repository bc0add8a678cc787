import { Client, Connection } from '@temporalio/client';
import { temporalAccess } from '#platform/temporal-access';

/** What a year asked of Temporal: runs, their wakes (workflow tasks), and the events of their histories. */
export type Wakes = { runs: number; wakes: number; historyEvents: number };

/** Counted run by run; beyond this many the count would take longer than it is worth. */
const mostRuns = 5_000;
const atOnce = 8;
/** temporal.api.enums.v1.EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED */
const workflowTaskCompleted = 7;

/** Over the runs of these workflow ids, those that are over included; null if there are too many to read. */
export async function wakesOf(
  { address, namespace }: { address: string; namespace: string },
  isOurs: (workflowId: string) => boolean,
): Promise<Wakes | null> {
  const connection = await Connection.connect({ address, ...temporalAccess() });
  try {
    const client = new Client({ connection, namespace });
    const runs: { workflowId: string; runId: string }[] = [];
    for await (const { workflowId, runId } of client.workflow.list({ pageSize: 1_000 }))
      if (isOurs(workflowId)) runs.push({ workflowId, runId });
    if (runs.length > mostRuns) return null;
    const sum: Wakes = { runs: runs.length, wakes: 0, historyEvents: 0 };
    const lane = async () => {
      for (let run = runs.pop(); run; run = runs.pop()) {
        const history = await client.workflow.getHandle(run.workflowId, run.runId).fetchHistory();
        const events = history.events ?? [];
        sum.historyEvents += events.length;
        sum.wakes += events.filter((e) => Number(e.eventType) === workflowTaskCompleted).length;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
    return sum;
  } finally {
    await connection.close();
  }
}
