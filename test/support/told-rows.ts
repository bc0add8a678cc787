import type { DomainEvent, Recorded } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import type { RowModel } from '#read-models/read-model';

/** Facts of one stream as the record would have them: the n-th has the id `e<n>` and the position n. */
export function told<E extends DomainEvent>(
  stream: StreamId,
  ...events: readonly E[]
): readonly Recorded<E>[] {
  return events.map((event, i) => ({
    occurredAt: '2025-09-08T15:00:00.000Z',
    ...event,
    id: `e${i + 1}`,
    stream,
    version: i + 1,
    position: i + 1,
    schemaVersion: 1,
    recordedAt: '2025-09-08T15:00:00.000Z',
    actor: { id: 'nora', role: 'specialist' },
    commandId: `c${i + 1}`,
    correlationId: `c${i + 1}`,
    causationId: null,
  }));
}

/** The rows that a model makes of facts, by id, without a database. */
export function rowsOf<Row extends object>(
  model: RowModel<Row>,
  events: readonly Recorded[],
): Record<string, Row | null> {
  const rows: Record<string, Row | null> = {};
  for (const event of events)
    for (const id of model.idsOf(event)) rows[id] = model.evolve(rows[id] ?? null, event, id);
  return rows;
}
