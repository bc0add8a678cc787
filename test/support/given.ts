import { expect } from 'vitest';
import type { Command, Decider, DomainEvent, Recorded, Reference } from '#domain/decider';
import { processActor } from '#domain/decider';
import { RuleBroken } from '#domain/rule-broken';
import type { StreamId } from '#domain/streams';

type Given<E extends DomainEvent> = E | Recorded<E>;

/**
 * `given(decider, ...events).with(reference).when(command).decides(...events)` or `.refuses('rule')`. Events may be plain
 * facts, which get an envelope with ids that count up ({@link recorded}), or come recorded already.
 */
export function given<S, C extends Command, E extends DomainEvent>(
  decider: Decider<S, C, E>,
  ...events: readonly Given<E>[]
) {
  const state = recordedAll(decider.kind, events).reduce(decider.evolve, decider.initial);
  const step = (reference: Reference) => ({
    with: (more: Partial<Reference>) => step({ ...reference, ...more }),
    when: (command: C) => {
      const decide = () => decider.decide(command, state, reference);
      return {
        /** The stream's own events, whole and in order; `others` of the same decision are left to `decidesElsewhere`. */
        decides: (...expected: readonly E[]) => expect(own(decide())).toEqual(expected),
        /** Like `decides`, but only the named fields of each event must agree. */
        decidesLike: (...expected: readonly object[]) =>
          expect(own(decide())).toMatchObject(expected),
        decidesElsewhere: (...expected: readonly object[]) =>
          expect(others(decide())).toMatchObject(expected),
        refuses: (rule: string, facts?: RuleBroken['facts']) => {
          const broken = refusal(decide);
          expect(broken.rule).toBe(rule);
          if (facts) expect(broken.facts).toMatchObject(facts);
        },
      };
    },
  });
  return { state, ...step({ district: aDistrict }) };
}

export const aDistrict: Reference['district'] = {
  id: '10000000-0000-4000-8000-000000000001',
  timeZone: 'America/Chicago',
  sandbox: true,
};

/** An event as the record would hold it; `n` counts within the stream, from 1. Fields already there stand. */
export function recorded<E extends DomainEvent>(
  event: Given<E>,
  n = 1,
  stream: StreamId = 'cycle/20000000-0000-4000-8000-000000000001',
): Recorded<E> {
  const at = event.occurredAt ?? '2025-09-01T12:00:00.000Z';
  const commandId = `40000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  return {
    id: `30000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stream,
    version: n,
    position: n,
    schemaVersion: 1,
    occurredAt: at,
    recordedAt: at,
    actor: processActor,
    commandId,
    correlationId: commandId,
    causationId: null,
    ...event,
  } as Recorded<E>;
}

export function recordedAll<E extends DomainEvent>(
  kind: string,
  events: readonly Given<E>[],
): Recorded<E>[] {
  const stream = `${kind}/20000000-0000-4000-8000-000000000001` as StreamId;
  return events.map((event, i) => recorded<E>(event, i + 1, stream));
}

const own = <E extends DomainEvent>(decided: ReturnType<Decider<never, never, E>['decide']>) =>
  'own' in decided ? decided.own : decided;

const others = <E extends DomainEvent>(decided: ReturnType<Decider<never, never, E>['decide']>) =>
  'own' in decided ? decided.others : [];

function refusal(decide: () => unknown): RuleBroken {
  try {
    decide();
  } catch (error) {
    if (error instanceof RuleBroken) return error;
    throw error;
  }
  throw new Error('expected a refusal, but the command was accepted');
}
