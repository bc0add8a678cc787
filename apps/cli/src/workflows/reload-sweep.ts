import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { isProcess, kindOf, type StreamId } from '#domain/streams';
import { nudge } from '#workflows/messages';

/** One run of a process, as Temporal listed it. */
export type OpenRun = { stream: StreamId; run: string };

/** `gone`: runs that had ended, or had started anew by themselves, before they could be asked. */
export type Swept = { asked: number; gone: number };

/** The runs of process kinds that started before an instant: those that may still remember the code of an earlier build. */
export async function runsFromBefore(
  client: Client,
  taskQueue: string,
  before: string,
): Promise<OpenRun[]> {
  const query = `ExecutionStatus = 'Running' and TaskQueue = '${taskQueue}' and StartTime < '${before}'`;
  const found: OpenRun[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query })) {
    const stream = workflowId as StreamId;
    if (workflowId.includes('/') && isProcess(kindOf(stream))) found.push({ stream, run: runId });
  }
  return found;
}

/**
 * Asks each run to start anew, which a worker does with the code that it has then. A run is named by its own id, so that one which
 * has renewed itself meanwhile is not asked again. The signal is durable: no worker need be there.
 *
 * @param perSecond how many are asked a second; each costs the server a signal, a workflow task and a new run
 */
export async function reloadSweep(
  client: Client,
  runs: readonly OpenRun[],
  perSecond: number,
): Promise<Swept> {
  const from = performance.now();
  const swept: Swept = { asked: 0, gone: 0 };
  for (const [i, { stream, run }] of runs.entries()) {
    const early = from + (i * 1_000) / perSecond - performance.now();
    if (early > 0) await pause(early);
    const isThere = await askToReload(client, stream, run);
    swept[isThere ? 'asked' : 'gone'] += 1;
  }
  return swept;
}

async function askToReload(client: Client, stream: StreamId, run: string): Promise<boolean> {
  try {
    await client.workflow.getHandle(stream, run).signal(nudge, { position: 0, reload: true });
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
