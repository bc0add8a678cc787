import { referenceFolds } from '#domain/registry';
import { Bodies } from './bodies.js';
import { CommandHandler } from './command-handler.js';
import { DistrictKeys } from './district-keys.js';
import { StoreUnavailable } from './errors.js';
import type { EventStore } from './event-store.js';
import { PostgresEventStore } from './postgres/postgres-event-store.js';
import { StoredReferenceData, type ReferenceData } from './reference-data.js';
import { MasterKey } from './vault/key-wrapper.js';
import { PostgresVault } from './vault/postgres-vault.js';

/** Everything that is needed to write and read the record. */
export type OpenRecord = { store: EventStore; reference: ReferenceData; handler: CommandHandler };

/** Opens the record in a database that `migrate` has brought up to date; `store.close()` ends its connections. */
export function openRecord(url: string, masterKey: Buffer): OpenRecord {
  const keys = new DistrictKeys(masterKey);
  const bodies = new Bodies(new PostgresVault(url, new MasterKey(masterKey)));
  const store = new PostgresEventStore({ url, keys, bodies });
  return { store, ...recordIn(store, keys) };
}

/**
 * Throws `KeysDoNotFit` before anything is served or written: for every process at its start, once the database is up to date. A
 * database that is away is waited for later, as everything else is.
 */
export async function assertKeysFit(url: string, masterKey: Buffer): Promise<void> {
  const vault = new PostgresVault(url, new MasterKey(masterKey));
  try {
    await vault.check();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  } finally {
    await vault.close();
  }
}

/** The same over any store, for tests with the one in memory. */
export function recordIn(store: EventStore, keys: DistrictKeys): Omit<OpenRecord, 'store'> {
  const reference = new StoredReferenceData(store, referenceFolds);
  return { reference, handler: new CommandHandler(store, reference, keys) };
}
