import { referenceFolds } from '#domain/registry';
import { CommandHandler } from './command-handler.js';
import { DistrictKeys } from './district-keys.js';
import type { EventStore } from './event-store.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';
import { StoredReferenceData, type ReferenceData } from './reference-data.js';

/** Everything that is needed to write and read the record. */
export type OpenRecord = { store: EventStore; reference: ReferenceData; handler: CommandHandler };

/** Opens the record in a database that `migrate` has brought up to date; `store.close()` ends its connections. */
export function openRecord(url: string, masterKey: Buffer): OpenRecord {
  const keys = new DistrictKeys(masterKey);
  const store = new PostgresEventStore({ url, keys });
  return { store, ...recordIn(store, keys) };
}

/** The same over any store, for tests with the one in memory. */
export function recordIn(store: EventStore, keys: DistrictKeys): Omit<OpenRecord, 'store'> {
  const reference = new StoredReferenceData(store, referenceFolds);
  return { reference, handler: new CommandHandler(store, reference, keys) };
}
