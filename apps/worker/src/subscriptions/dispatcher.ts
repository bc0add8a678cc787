import type { Client } from '@temporalio/client';
import type { Recorded } from '#domain/decider';
import { kindOf, type ProcessKind, type StreamId } from '#domain/streams';
import type { DutyQueries } from '#read-models/duties/duties.query';
import { nudge, workflowOf, type Rung } from '#workflows/messages';

/** Signals under way at once; the server's own limits are far above (temporal.md 1.11). */
const lanes = 20;

/**
 * Wakes the workflows whose duties changed; in a sandbox, where no timer runs, those with a rung that is due now. Order
 * does not matter and a nudge may be doubled: it carries a position, and the workflow looks again if it has not looked
 * that far. The checkpoint moves after the last signal was taken.
 */
export class Dispatcher {
  constructor(
    private readonly client: Client,
    private readonly taskQueue: string,
    private readonly duties: DutyQueries,
    private readonly viewPassed: (district: string, position: number) => Promise<void>,
  ) {}

  readonly name = 'dispatcher';

  async react(district: string, events: readonly Recorded[]): Promise<void> {
    const first = events[0];
    const last = events.at(-1);
    if (!first || !last) return;
    await this.viewPassed(district, last.position);
    const changed = await this.duties.streamsToWake(district, first.position - 1, last.position);
    const stepped = events.some((event) => event.type === 'ClockAdvanced');
    const due = stepped ? await this.duties.rungsDue(district) : new Map<StreamId, Rung>();
    await this.nudge(district, [...new Set([...changed, ...due.keys()])], last.position, due);
  }

  /**
   * Signal with start: the run is started if none is open. Throws the first failure, once nothing is under way any more;
   * the rest of the queue is left for the next try.
   */
  async nudge(
    district: string,
    streams: readonly StreamId[],
    position: number,
    due: ReadonlyMap<StreamId, Rung> = new Map(),
  ): Promise<void> {
    const queue = [...streams];
    const lane = async () => {
      for (let stream = queue.pop(); stream; stream = queue.pop()) {
        await this.client.workflow.signalWithStart(workflowOf[kindOf(stream) as ProcessKind], {
          workflowId: stream,
          taskQueue: this.taskQueue,
          args: [{ district, stream }],
          signal: nudge,
          signalArgs: [{ position, due: due.get(stream) }],
        });
      }
    };
    const givingUp = (error: unknown) => {
      queue.length = 0;
      throw error;
    };
    const used = Array.from({ length: Math.min(lanes, queue.length) }, () =>
      lane().catch(givingUp),
    );
    await Promise.allSettled(used);
    await Promise.all(used);
  }
}
