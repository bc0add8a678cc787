import type { Shelf, Waiting } from './outbox.js';

const store = 'waiting';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('aimline-outbox', 1);
    // `at` keeps the order in which things were said; keys are random.
    request.onupgradeneeded = () =>
      request.result
        .createObjectStore(store, { keyPath: 'at', autoIncrement: true })
        .createIndex('key', 'key', { unique: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB is closed'));
  });
}

async function within<T>(
  mode: IDBTransactionMode,
  work: (waiting: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await settled(work(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
  });
}

const placeOf = (key: string) => within('readonly', (waiting) => waiting.index('key').getKey(key));

/** The outbox's shelf in this browser: survives a reload, a dead battery and a closed tab. */
export const indexedDbShelf: Shelf = {
  all: () => within<Waiting[]>('readonly', (waiting) => waiting.getAll()),
  async put(waiting) {
    const at = await placeOf(waiting.key);
    await within('readwrite', (shelf) =>
      shelf.put(at === undefined ? waiting : { ...waiting, at }),
    );
  },
  async remove(key) {
    const at = await placeOf(key);
    if (at !== undefined) await within('readwrite', (shelf) => shelf.delete(at));
  },
};
