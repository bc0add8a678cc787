import { processes } from '#domain/registry';
import type { EventStore } from '#event-store/event-store';
import type { ReferenceData } from '#event-store/reference-data';
import { rebuildProjection } from '#event-store/subscription/rebuild';
import { Folds } from './folds.js';
import type { Tx } from './read-model.js';
import { readModelTables } from './migrations.js';
import { project, readModelsSubscription } from './read-models.js';

export type Rebuilt = { events: number };

/** The folds of a projector that reads from a store. */
export function foldsOf(store: EventStore, reference: ReferenceData): Folds {
  return new Folds({
    processes,
    read: async (district, stream, toVersion) =>
      (await store.read({ district, stream })).events.filter((e) => e.version <= toVersion),
    reference: (district, needs) => reference.for(district, needs),
  });
}

/** Throws away every row of a district, as a rebuild begins. */
export async function clearRows(tx: Tx, district: string): Promise<void> {
  for (const table of readModelTables)
    await tx.query(`delete from rm.${table} where district_id = $1`, [district]);
}

/**
 * Throws a district's rows away and makes them again from its log: they come out equal byte for byte. All in one
 * transaction, in which the new rows are written beside the old ones: people read the old ones, all of them, until it
 * commits (docs/decisions/how-views-are-rebuilt.md).
 */
export async function rebuildReadModels(
  { store, reference }: { store: EventStore; reference: ReferenceData },
  url: string,
  district: string,
  batch?: number,
): Promise<Rebuilt> {
  const folds = foldsOf(store, reference);
  const events = await rebuildProjection({
    url,
    bodies: store.bodies,
    name: readModelsSubscription,
    district,
    batch,
    clear: (tx) => clearRows(tx, district),
    apply: (batchOfEvents, tx) => project(folds, district, batchOfEvents, tx),
  });
  return { events };
}
