import { Injectable } from '@nestjs/common';
import type {
  Actor,
  Claims,
  Command,
  CommandMeta,
  Decided,
  Decider,
  DomainEvent,
  Recorded,
} from '#domain/decider';
import type { StreamId, StreamRef } from '#domain/streams';
import { DistrictKeys } from './district-keys.js';
import { VersionConflict } from './errors.js';
import { type Answer, EventStore } from './event-store.js';
import { FoldCache } from './fold-cache.js';
import { commandId, eventId } from './ids.js';
import { inNfc } from './jcs.js';
import { ReferenceData } from './reference-data.js';

/** What is asked, by whom, under which idempotency key (architecture.md 9 lists the kinds). */
export type Submission<C extends Command> = C extends Command
  ? Pick<C, 'type' | 'data'> & {
      key: string;
      actor: Actor;
      /** Names a chain of commands that belong together; the command's own id unless given. */
      correlationId?: string;
      /** The event that this command answers, if one. */
      causationId?: string | null;
    }
  : never;

export type HandleOptions = {
  /** The version that the asker saw (If-Match): another one is a `VersionConflict`, and nothing is retried. */
  expected?: number;
  /** Asked before a new command decides, never before a repeat gets its answer; refuses by throwing. */
  provided?: () => Promise<void>;
};

const tries = 3;

/** Known already? Read the stream, decide, append. Every change to the system goes through here. */
@Injectable()
export class CommandHandler {
  private readonly folds = new FoldCache();

  constructor(
    private readonly store: EventStore,
    private readonly reference: ReferenceData,
    private readonly keys: DistrictKeys,
  ) {}

  /**
   * Pass the same decider each time: the folded states are remembered under it. Throws `RuleBroken` if the domain refuses, and what `EventStore.append` throws. A race that a process or an importer
   * loses is decided again, up to three times; a person looks first.
   */
  async handle<S, C extends Command, E extends DomainEvent>(
    decider: Decider<S, C, E>,
    to: StreamRef,
    submission: Submission<C>,
    options: HandleOptions = {},
  ): Promise<Answer<E>> {
    const { role } = submission.actor;
    const again = options.expected === undefined && (role === 'process' || role === 'importer');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(decider, to, submission, options);
      } catch (error) {
        if (!(error instanceof VersionConflict)) throw error;
        // A memory ahead of the log (restored to an earlier point) would lose every race from now on.
        this.folds.forget(to.district, to.stream);
        if (!again || attempt === tries) throw error;
      }
    }
  }

  /** The log went back to an earlier point: what was folded before may be of events that are no more. */
  forget(): void {
    this.folds.forgetAll();
  }

  private async once<S, C extends Command, E extends DomainEvent>(
    decider: Decider<S, C, E>,
    to: StreamRef,
    submission: Submission<C>,
    { expected, provided }: HandleOptions,
  ): Promise<Answer<E>> {
    const { district, stream } = to;
    const { type, key, actor } = submission;
    const data = inNfc(submission.data);
    const id = commandId(district, key);
    const mac = this.keys.commandMac(district, { type, data, actor }, [stream]);

    const cached = this.folds.get(decider, district, stream);
    const opening = await this.store.open<E>(to, id, mac, cached?.version);
    if (opening.answer) return opening.answer; // a retry must not meet the state that it made itself
    const { version, events, clock } = opening;
    if (expected !== undefined && expected !== version)
      throw new VersionConflict(to, expected, version);
    await provided?.();
    const state = events.reduce(decider.evolve, (cached?.state as S) ?? decider.initial);
    const position = events.at(-1)?.position ?? cached?.position ?? 0;
    this.folds.set(decider, district, stream, { version, position, state });

    const command = {
      type,
      data,
      meta: {
        commandId: id,
        at: clock.now,
        actor,
        correlationId: submission.correlationId ?? id,
        causationId: submission.causationId ?? null,
      },
    } as C;
    const reference = await this.reference.for(district, decider.needs(state, command));
    const { own, others } = parts(decider.decide(command, state, reference));
    if (own.length === 0 && others.every((o) => o.events.length === 0))
      return { stream, version, position, events: [], replayed: false };
    const answer = await this.store.append({
      to,
      expected: version,
      command,
      mac,
      events: own,
      others,
      claims: claimsOf(decider, to.stream, own, command.meta, version, state),
    });
    // What was folded from a body that is gone must not be decided on again.
    if (own.some(({ type: fact }) => fact === 'RecordDestroyed' || fact === 'BodyExpunged'))
      this.folds.forgetAll();
    return answer as Answer<E>;
  }
}

function parts<E extends DomainEvent>(decided: Decided<E>) {
  return 'own' in decided ? decided : { own: decided, others: [] };
}

/** The claims of each event in order, with the state that it met; its position is not known yet. */
function claimsOf<S, C extends Command, E extends DomainEvent>(
  { claims, evolve }: Decider<S, C, E>,
  stream: StreamId,
  events: readonly E[],
  meta: CommandMeta,
  version: number,
  before: S,
): Claims[] {
  if (!claims) return [];
  let state = before;
  return events.map((event, i) => {
    const recorded: Recorded<E> = {
      ...event,
      id: eventId(meta.commandId, i),
      stream,
      version: version + i + 1,
      position: 0,
      schemaVersion: 1,
      occurredAt: event.occurredAt ?? meta.at,
      recordedAt: meta.at,
      actor: meta.actor,
      commandId: meta.commandId,
      correlationId: meta.correlationId,
      causationId: meta.causationId,
    };
    const taken = claims(recorded, state);
    state = evolve(state, recorded);
    return taken;
  });
}
