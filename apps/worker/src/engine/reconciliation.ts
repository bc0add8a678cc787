import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { isProcess, kindOf, type StreamId } from '#domain/streams';
import type { EventStore } from '#event-store/event-store';
import type { ProcessQueries } from '#read-models/processes/processes.query';
import { nudge } from '#workflows/messages';
import type { Dispatcher } from '../subscriptions/dispatcher.js';
import type { Look } from './look.js';
import { runsAhead, terminate } from './runs-ahead.js';

/** How open streams and open runs compare. */
export type ReconciledRuns = { open: number; started: number; surplus: number; ahead: number };

const startedAnew = 'the log went back to an earlier point; started anew from it';

/** Open streams = open workflows. What is missing is started from the log; what is surplus ends by looking again. */
export class Reconciliation {
  constructor(
    private readonly store: EventStore,
    private readonly processes: ProcessQueries,
    private readonly client: Client,
    private readonly taskQueue: string,
    private readonly dispatcher: Pick<Dispatcher, 'startInBulk'>,
    private readonly look: Pick<Look, 'at'>,
    private readonly wentBack: () => void,
  ) {}

  async run(): Promise<ReconciledRuns> {
    const running = await this.running();
    const total: ReconciledRuns = { open: 0, started: 0, surplus: 0, ahead: 0 };
    for (const { district } of await this.store.districts()) {
      const open = await this.open(district);
      const missing = open.filter((stream) => !running.has(stream));
      const present = open.filter((stream) => running.has(stream));
      const ahead = await runsAhead(this.client, this.look, district, present);
      const position = await this.store.head(district);
      if (ahead.length > 0) this.wentBack();
      for (const stream of ahead) await terminate(this.client, stream, startedAnew);
      await this.dispatcher.startInBulk(district, [...missing, ...ahead], () => position);
      total.open += open.length;
      total.started += missing.length;
      total.ahead += ahead.length;
      for (const stream of open) running.delete(stream);
    }
    total.surplus = running.size;
    for (const stream of running) await this.lookAgain(stream);
    return total;
  }

  /** A run whose process is closed has missed that nudge. */
  private async lookAgain(stream: StreamId): Promise<void> {
    try {
      const run = this.client.workflow.getHandle(stream);
      await run.signal(nudge, { position: 0, reload: true });
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error; // it has ended meanwhile
    }
  }

  /** Ids of the open runs of every process kind. */
  private async running(): Promise<Set<StreamId>> {
    const found = new Set<StreamId>();
    const query = `ExecutionStatus = 'Running' and TaskQueue = '${this.taskQueue}'`;
    for await (const { workflowId } of this.client.workflow.list({ query })) {
      const stream = workflowId as StreamId;
      if (workflowId.includes('/') && isProcess(kindOf(stream))) found.add(stream);
    }
    return found;
  }

  private async open(district: string): Promise<StreamId[]> {
    const streams: StreamId[] = [];
    for (;;) {
      const page = await this.processes.open(district, streams.at(-1));
      streams.push(...page.map(({ stream }) => stream));
      if (page.length === 0) return streams;
    }
  }
}
