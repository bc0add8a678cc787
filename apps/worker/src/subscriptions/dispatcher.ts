import type { Client } from '@temporalio/client';
import { importActor, processActor, type Recorded } from '#domain/decider';
import { kindOf, type ProcessKind, type StreamId } from '#domain/streams';
import type { DutyQueries } from '#read-models/duties/duties.query';
import { nudge, workflowOf, type Rung } from '#workflows/messages';

/** Of Temporal's five; what a run is started with stays with it. */
const [usual, bulk] = [3, 5];

const nothingDue: ReadonlyMap<StreamId, Rung> = new Map();

type Ringing = {
  position: (stream: StreamId) => number;
  due: ReadonlyMap<StreamId, Rung>;
  priorityKey: number;
};

/** Signals under way at once; the server's own limits are far above (temporal.md 1.11). */
const lanes = 20;

const isByAPerson = ({ actor }: Recorded) =>
  actor.id !== processActor.id && actor.id !== importActor.id;

/**
 * Streams in which nothing happened but steps that their own runs took: the activity's answer told the run what it looks like
 * since. Such a step is the process's, answers no other fact, changes no other stream, and is not the stream's beginning.
 */
function seenByTheirRuns(events: readonly Recorded[]): ReadonlySet<StreamId> {
  const streamsOf = Map.groupBy(events, ({ commandId }) => commandId);
  const isOwnStep = ({ actor, causationId, version, stream, commandId }: Recorded) =>
    actor.id === processActor.id &&
    causationId === null &&
    version > 1 &&
    streamsOf.get(commandId)!.every((event) => event.stream === stream);
  const others = new Set(events.filter((e) => !isOwnStep(e)).map(({ stream }) => stream));
  return new Set(events.map(({ stream }) => stream).filter((stream) => !others.has(stream)));
}

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
    /** Waited for before each start in bulk. */
    private readonly bulkStart: () => Promise<void>,
  ) {}

  readonly name = 'dispatcher';

  async react(district: string, events: readonly Recorded[]): Promise<void> {
    const first = events[0];
    const last = events.at(-1);
    if (!first || !last) return;
    await this.viewPassed(district, last.position);
    const seen = seenByTheirRuns(events);
    const changed = (
      await this.duties.streamsToWake(district, first.position - 1, last.position)
    ).filter((stream) => !seen.has(stream));
    const stepped = events.some((event) => event.type === 'ClockAdvanced');
    // What a person's command made due is named, so that the run takes it at once instead of looking first.
    const byPeople = new Set(events.filter(isByAPerson).map(({ stream }) => stream));
    const due = await this.duties.rungsDue(
      district,
      stepped ? null : changed.filter((stream) => byPeople.has(stream)),
    );
    const streams = [...new Set([...changed, ...due.keys()])];
    // Of the stream's own last event, if it has one here: a run that took that step itself need not look again.
    const lastOf = new Map(events.map(({ stream, position }) => [stream, position]));
    const positionOf = (stream: StreamId) => lastOf.get(stream) ?? last.position;
    const begunByItself = new Set(
      events.filter((e) => e.version === 1 && !isByAPerson(e)).map(({ stream }) => stream),
    );
    await this.nudge(
      district,
      streams.filter((stream) => !begunByItself.has(stream)),
      positionOf,
      due,
    );
    await this.startInBulk(
      district,
      streams.filter((stream) => begunByItself.has(stream)),
      positionOf,
    );
  }

  /**
   * Many at once, and nobody waits for them: the placements after a screening, or what reconcile misses. Not faster than the bucket
   * lets through, and of a low priority with Temporal's queues, so that what a person waits for goes first.
   */
  startInBulk(
    district: string,
    streams: readonly StreamId[],
    position: (stream: StreamId) => number,
  ): Promise<void> {
    return this.ring(district, streams, async () => {
      await this.bulkStart();
      return { position, due: nothingDue, priorityKey: bulk };
    });
  }

  /**
   * Signal with start: the run is started if none is open. Throws the first failure, once nothing is under way any more;
   * the rest of the queue is left for the next try.
   */
  nudge(
    district: string,
    streams: readonly StreamId[],
    position: (stream: StreamId) => number,
    due: ReadonlyMap<StreamId, Rung> = nothingDue,
  ): Promise<void> {
    const how = { position, due, priorityKey: usual };
    return this.ring(district, streams, () => Promise.resolve(how));
  }

  private async ring(
    district: string,
    streams: readonly StreamId[],
    turn: () => Promise<Ringing>,
  ): Promise<void> {
    const queue = [...streams];
    const lane = async () => {
      for (let stream = queue.pop(); stream; stream = queue.pop()) {
        const { position, due, priorityKey } = await turn();
        await this.client.workflow.signalWithStart(workflowOf[kindOf(stream) as ProcessKind], {
          workflowId: stream,
          taskQueue: this.taskQueue,
          args: [{ district, stream }],
          priority: { priorityKey, fairnessKey: district },
          signal: nudge,
          signalArgs: [{ position: position(stream), due: due.get(stream) }],
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
