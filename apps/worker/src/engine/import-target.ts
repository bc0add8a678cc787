import type { DomainEvent, Recorded } from '#domain/decider';
import { importActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { RuleBroken } from '#domain/rule-broken';
import { kindOf, type StreamId } from '#domain/streams';
import { ClaimTaken, IdReused } from '#event-store/errors';
import { commandId } from '#event-store/ids';
import type { OpenRecord } from '#event-store/record';
import { refusedBy } from '#imports/apply/refusals';
import type { Folding, Outcome, Target } from '#imports/apply/target';
import { importKey } from '#imports/chunk';
import type { LocalDate } from '#domain/time';

/** The record as an import writes to it: each row's command under its own key, correlated by the import's id. */
export function recordTarget(
  { store, handler }: OpenRecord,
  of: { district: string; importId: string; today: LocalDate; timeZone: string },
): Target {
  const { district, importId } = of;
  return {
    ...of,
    idOf: (name) => commandId(district, name),
    before: async <S, E extends DomainEvent>(
      { initial, evolve }: Folding<S, E>,
      stream: StreamId,
    ) => {
      const { events } = await store.read<E>({ district, stream });
      return events
        .filter((event: Recorded) => event.correlationId !== importId)
        .reduce((state, event) => evolve(state, event), initial);
    },
    submit: async (stream, rowKey, command): Promise<Outcome> => {
      const submission = {
        ...command,
        key: importKey(importId, rowKey),
        actor: importActor,
        correlationId: importId,
      };
      try {
        const to = { district, stream };
        return {
          recorded: (await handler.handle(deciders[kindOf(stream)], to, submission)).events.length,
        };
      } catch (error) {
        if (error instanceof RuleBroken) return refusedBy(error.rule);
        if (error instanceof ClaimTaken) return refusedBy('claim-taken');
        // Taken by an earlier try of this chunk, when the directory said something else of the student's school or grade.
        if (error instanceof IdReused) return { recorded: 1 };
        throw error;
      }
    },
  };
}
