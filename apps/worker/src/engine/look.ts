import { ApplicationFailure } from '@temporalio/activity';
import type { ReferenceNeeds } from '#domain/decider';
import type { Process } from '#domain/process';
import { processes } from '#domain/registry';
import { kindOf, type ProcessKind, type StreamRef } from '#domain/streams';
import type { Instant } from '#domain/time';
import type { EventStore } from '#event-store/event-store';
import { FoldCache } from '#event-store/fold-cache';
import type { ReferenceData } from '#event-store/reference-data';
import type { Looked } from '#workflows/messages';
import { spreadOf } from './spread.js';

/** More rungs than a stage can wait for need not travel. */
const rungsShown = 12;

/** What a workflow is told: the stream folded, its duties computed, ids and instants only. */
export class Look {
  private readonly folds = new FoldCache();

  constructor(
    private readonly store: EventStore,
    private readonly reference: ReferenceData,
  ) {}

  /** `position` is the log's head before the stream was read: a nudge up to there has been looked at. */
  async at(ref: StreamRef): Promise<Looked> {
    const process = processOf(ref);
    const [position, clock] = await Promise.all([
      this.store.head(ref.district),
      this.store.clockOf(ref.district),
    ]);
    const { version, state } = await this.fold(ref, process, position);
    const { status, stage } = process.course(state);
    if (status === 'none')
      throw ApplicationFailure.nonRetryable('no such process', 'StreamNotFound');
    const { duties, timeZone } = await this.owed(ref, process, state);
    const wait = (at: Instant) => {
      const ms = Date.parse(at) - Date.parse(clock.now);
      if (ms <= 0) return 0;
      // Nothing ticks in a sandbox: its clock is stepped, and each step brings a nudge.
      return clock.sandbox ? null : ms + spreadOf(ref.stream, at, timeZone);
    };
    return {
      position,
      version,
      status: status === 'open' ? 'open' : 'closed',
      stage,
      chapter: process.chapter(state),
      duties: (status === 'open' ? duties : [])
        .slice(0, rungsShown)
        .map(({ kind, rungs: [rung] }) => ({
          key: rung!.key,
          kind,
          at: rung!.at,
          waitMs: wait(rung!.at),
        })),
    };
  }

  private async fold(ref: StreamRef, { decider }: Process, head: number) {
    const { district, stream } = ref;
    const remembered = this.folds.get(decider, district, stream);
    // A memory ahead of the log is of events that a restore took back.
    const known = remembered && remembered.position <= head ? remembered : undefined;
    const { version, events } = await this.store.read(ref, { after: known?.version ?? 0 });
    const state = events.reduce(decider.evolve, known ? known.state : decider.initial);
    const position = events.at(-1)?.position ?? known?.position ?? 0;
    this.folds.set(decider, district, stream, { version, position, state });
    return { version, state };
  }

  private async owed(ref: StreamRef, process: Process, state: unknown) {
    const needs: ReferenceNeeds = process.decider.needs(state);
    const reference = await this.reference.for(ref.district, needs);
    const { timeZone } = reference.district;
    return { duties: process.obligations(state, reference), timeZone };
  }
}

export function processOf(ref: StreamRef): Process {
  return processes[kindOf(ref.stream) as ProcessKind];
}
