import { fileURLToPath } from 'node:url';
import { randomUUID } from 'node:crypto';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import type { DutyKind } from '#domain/obligation';
import type { StreamId, StreamRef } from '#domain/streams';
import {
  nudge,
  waitingFor,
  type Due,
  type EngineActivities,
  type Looked,
  type Nudge,
} from '#workflows/messages';
import { TemporalHost } from '../../apps/worker/src/temporal-host.js';

/** The workflows as they were built last; `npm run build` makes it. */
export const builtBundle = fileURLToPath(
  new URL(
    import.meta.url.includes('/dist/')
      ? '../../workflow-bundle.js'
      : '../../dist/workflow-bundle.js',
    import.meta.url,
  ),
);

const hour = 3_600_000;

/** A rung of a duty; in an hour unless said otherwise. */
export function due(kind: DutyKind, more: Partial<Due> = {}): Due {
  const key = `duty/${kind}/10000000-0000-4000-8000-000000000001/0/rung-0`;
  return { key, kind, at: '2025-09-08T13:00:00.000Z', waitMs: hour, ...more };
}

/** One process as a scripted engine shows it. */
export type Scripted = {
  ref: StreamRef;
  /** What every activity answers, until the test changes it. */
  looked: Looked;
  /** `lookAt`, or the activity and the key that it was given, in order. */
  calls: string[];
  /** What a step or a piece of work changes; by default nothing. */
  onStep: (activity: string, key: string) => void;
};

/**
 * An engine without a log: what the workflows see is what the test says, and every activity is counted. Server, worker
 * and workflow code are the real ones.
 */
export class ScriptedEngine {
  private readonly processes = new Map<string, Scripted>();
  private readonly taskQueue = `scripted-${randomUUID()}`;
  private readonly connection: Connection;
  private readonly host: TemporalHost;
  readonly client: Client;
  reconciled = 0;

  constructor({ address, namespace }: { address: string; namespace: string }) {
    this.connection = Connection.lazy({ address });
    this.client = new Client({ connection: this.connection, namespace });
    this.host = new TemporalHost({
      address,
      namespace,
      taskQueue: this.taskQueue,
      activities: this.activities(),
      bundle: builtBundle,
      say: (line) => console.error(line),
    });
    this.host.start();
  }

  async stop(): Promise<void> {
    await this.host.stop();
    await this.connection.close();
  }

  /** Makes a process known, open at position 1, without starting its run. */
  process(stream: StreamId, looked: Partial<Looked> = {}): Scripted {
    const scripted: Scripted = {
      ref: { district: '00000000-0000-4000-8000-00000000d157', stream },
      looked: { ...open, ...looked },
      calls: [],
      onStep: () => undefined,
    };
    this.processes.set(stream, scripted);
    return scripted;
  }

  /** As the dispatcher does it: the run is started if none is open. */
  nudge({ ref }: Scripted, workflow: string, message: Nudge): Promise<WorkflowHandle> {
    return this.client.workflow.signalWithStart(workflow, {
      workflowId: ref.stream,
      taskQueue: this.taskQueue,
      args: [ref],
      signal: nudge,
      signalArgs: [message],
    });
  }

  start(workflow: string, workflowId: string): Promise<WorkflowHandle> {
    return this.client.workflow.start(workflow, { workflowId, taskQueue: this.taskQueue });
  }

  /** Waits until the run knows what the process looks like, having taken the activity's answer in. */
  async untilSeen({ ref, looked }: Scripted): Promise<void> {
    const handle = this.client.workflow.getHandle(ref.stream);
    await eventually(async () => {
      const seen = await handle.query(waitingFor);
      return JSON.stringify(seen) === JSON.stringify(looked);
    });
  }

  private activities(): EngineActivities {
    const look = (ref: StreamRef) => Promise.resolve(this.known(ref).looked);
    const step = (activity: string) => (ref: StreamRef, rung: { key: string }) => {
      const scripted = this.known(ref);
      scripted.calls.push(`${activity} ${rung.key}`);
      scripted.onStep(activity, rung.key);
      return Promise.resolve(scripted.looked);
    };
    return {
      lookAt: (ref) => {
        this.known(ref).calls.push('lookAt');
        return look(ref);
      },
      stepDue: step('stepDue'),
      notifyGuardian: step('notifyGuardian'),
      prepareReview: step('prepareReview'),
      closeWindow: step('closeWindow'),
      proposePlacements: step('proposePlacements'),
      advanceImport: step('advanceImport'),
      reconcile: () => {
        this.reconciled += 1;
        return Promise.resolve({
          open: 5,
          started: 0,
          surplus: 0,
          ahead: 0,
          behind: [],
          views: { streams: 9, of: 9, differences: [] },
        });
      },
    };
  }

  private known({ stream }: StreamRef): Scripted {
    const scripted = this.processes.get(stream);
    if (!scripted) throw new Error(`the test knows no process ${stream}`);
    return scripted;
  }
}

const open: Looked = {
  position: 1,
  version: 1,
  status: 'open',
  stage: 'placement',
  chapter: '0',
  duties: [],
};

/** Asks again until it is so; an error counts as "not yet". */
export async function eventually(
  isSo: () => Promise<boolean> | boolean,
  patienceMs = 20_000,
): Promise<void> {
  const until = Date.now() + patienceMs;
  let last: unknown;
  for (;;) {
    try {
      if (await isSo()) return;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw new Error('it did not come about in time', { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
