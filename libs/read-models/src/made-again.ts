import type { Recorded } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import type { EventStore } from '#event-store/event-store';
import type { ReferenceData } from '#event-store/reference-data';
import type { Tx } from './read-model.js';
import { applied } from './read-models.js';
import { foldsOf } from './rebuild.js';
import { keepVersions } from './what-is-left.js';

export type RowSources = { store: EventStore; reference: ReferenceData };

/** Streams read at once: few connections, which whoever works by day needs too. */
const lanes = 4;

/**
 * Writes the rows of these streams, which must not be there, as the projector would have made them up to a position. Where bodies were
 * destroyed, of what is left, and the versions count on over what is gone.
 */
export async function madeAgain(
  { store, reference }: RowSources,
  district: string,
  streams: readonly StreamId[],
  position: number,
  tx: Tx,
): Promise<void> {
  const events: Recorded[] = [];
  const withGaps: StreamId[] = [];
  const queue = [...streams];
  const lane = async () => {
    for (let stream = queue.pop(); stream; stream = queue.pop()) {
      const slice = await store.read({ district, stream }, { to: position });
      events.push(...slice.events);
      if (slice.gone.length > 0) withGaps.push(stream);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  events.sort((a, b) => a.position - b.position);
  await applied(foldsOf(store, reference), district, events, tx);
  if (withGaps.length > 0) await keepVersions(tx, district, withGaps, position);
}
