import type { Command, DomainEvent, Recorded, Reference } from '#domain/decider';
import { importActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { RuleBroken } from '#domain/rule-broken';
import type { StreamId } from '#domain/streams';
import { kindOf } from '#domain/streams';
import type { Instant } from '#domain/time';
import { localDateOf } from '#domain/time';
import { importKey } from '../chunk.js';
import { refusedBy } from './refusals.js';
import type { Folding, Outcome, Target } from './target.js';

export type TrialOptions = {
  district: Reference['district'];
  now: Instant;
  idOf: (name: string) => string;
  /** A stream as it stands in the record; empty where there is none. */
  read: (stream: StreamId) => Promise<readonly Recorded[]>;
};

/**
 * Decides as the record would and writes nothing: the facts of the trial are remembered while it lasts. What only the
 * store can know, that another stream holds the same id, is not tried.
 */
export function trialTarget({ district, now, idOf, read }: TrialOptions): Target {
  const known = new Map<StreamId, Promise<readonly Recorded[]>>();
  const states = new Map<StreamId, unknown>();
  const importId = idOf('trial');

  const eventsOf = (stream: StreamId) => {
    const events = known.get(stream) ?? read(stream);
    known.set(stream, events);
    return events;
  };

  return {
    importId,
    today: localDateOf(now, district.timeZone),
    timeZone: district.timeZone,
    idOf,
    before: async <S, E extends DomainEvent>(
      { initial, evolve }: Folding<S, E>,
      stream: StreamId,
    ) =>
      (await eventsOf(stream)).reduce(
        (state, event) => evolve(state, event as Recorded<E>),
        initial,
      ),
    submit: async (stream, rowKey, { type, data }): Promise<Outcome> => {
      const decider = deciders[kindOf(stream)];
      const stored = (await eventsOf(stream)).reduce(decider.evolve, decider.initial);
      const state = states.has(stream) ? states.get(stream) : stored;
      const commandId = idOf(importKey(importId, rowKey));
      const envelope = {
        commandId,
        actor: importActor,
        correlationId: importId,
        causationId: null,
      };
      const command: Command = { type, data, meta: { ...envelope, at: now } };
      try {
        const decided = decider.decide(command, state, { district });
        const events = 'own' in decided ? decided.own : decided;
        const recorded = events.map((event, i): Recorded => ({
          ...event,
          ...envelope,
          id: `${commandId}/${i}`,
          stream,
          version: 0,
          position: 0,
          schemaVersion: 1,
          occurredAt: event.occurredAt ?? now,
          recordedAt: now,
        }));
        states.set(stream, recorded.reduce(decider.evolve, state));
        return { recorded: events.length };
      } catch (error) {
        if (error instanceof RuleBroken) return refusedBy(error.rule);
        throw error;
      }
    },
  };
}
