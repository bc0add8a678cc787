import type { Recorded, Reference, ReferenceNeeds } from '#domain/decider';
import type { Duty } from '#domain/obligation';
import type { About, Course, Process } from '#domain/process';
import { isProcess, kindOf, type ProcessKind, type StreamId } from '#domain/streams';

/** A process after one command: what it is about, where it stands and what it owes. */
export type Step = {
  stream: StreamId;
  kind: ProcessKind;
  state: unknown;
  version: number;
  /** Of the command's last event in this stream. */
  position: number;
  recordedAt: string;
  course: Course;
  about: About;
  duties: readonly Duty[];
};

export type FoldSources = {
  /** The domain's processes by kind. */
  processes: Readonly<Record<ProcessKind, Process>>;
  /** A stream's events up to a version, from the primary. */
  read: (district: string, stream: StreamId, toVersion: number) => Promise<readonly Recorded[]>;
  reference: (district: string, needs: ReferenceNeeds) => Promise<Reference>;
};

type Folded = { version: number; state: unknown };

/** States kept in memory: a year of a middle-sized district's open processes. */
const kept = 20_000;

/**
 * Folds the processes that a batch touches, command by command, with the domain's own `evolve`: a rebuild meets the same
 * steps as the live run did, so its rows come out equal. Where the memory does not fit (a restart, a batch rolled back),
 * the stream is read again.
 */
export class Folds {
  private readonly memory = new Map<string, Folded>();

  constructor(private readonly sources: FoldSources) {}

  /** What is left of a stream, whatever it holds. */
  read(district: string, stream: StreamId): Promise<readonly Recorded[]> {
    return this.sources.read(district, stream, Number.MAX_SAFE_INTEGER);
  }

  /** States that may be older than the log says: of these streams, or of a whole district. */
  forget(district: string, streams?: readonly StreamId[]): void {
    if (streams) for (const stream of streams) this.memory.delete(`${district} ${stream}`);
    else
      for (const key of this.memory.keys()) if (key.startsWith(district)) this.memory.delete(key);
  }

  async steps(district: string, events: readonly Recorded[]): Promise<readonly Step[]> {
    const steps: Step[] = [];
    const lastOf = new Map<string, Recorded>();
    for (const event of events) lastOf.set(`${event.stream} ${event.commandId}`, event);
    for (const event of events) {
      const kind = kindOf(event.stream);
      if (!isProcess(kind)) continue;
      const state = await this.evolve(district, kind, event);
      if (lastOf.get(`${event.stream} ${event.commandId}`) !== event) continue;
      steps.push(await this.look(district, kind, event, state));
    }
    return steps;
  }

  private async evolve(district: string, kind: ProcessKind, event: Recorded): Promise<unknown> {
    const { decider } = this.sources.processes[kind];
    const key = `${district} ${event.stream}`;
    const known =
      event.version === 1 ? { version: 0, state: decider.initial } : this.memory.get(key);
    const state =
      known?.version === event.version - 1
        ? decider.evolve(known.state, event)
        : (await this.sources.read(district, event.stream, event.version)).reduce(
            decider.evolve,
            decider.initial,
          );
    this.memory.delete(key);
    this.memory.set(key, { version: event.version, state });
    if (this.memory.size > kept) this.memory.delete(this.memory.keys().next().value!);
    return state;
  }

  private async look(
    district: string,
    kind: ProcessKind,
    event: Recorded,
    state: unknown,
  ): Promise<Step> {
    const { decider, obligations, course, about } = this.sources.processes[kind];
    const reference = await this.sources.reference(district, decider.needs(state));
    return {
      stream: event.stream,
      kind,
      state,
      version: event.version,
      position: event.position,
      recordedAt: event.recordedAt,
      course: course(state),
      about: about(state),
      duties: obligations(state, reference),
    };
  }
}
