import { randomBytes } from 'node:crypto';
import { describe } from 'vitest';
import { destructionContract } from '../../../test/contracts/destruction.contract.js';
import { DistrictKeys } from './district-keys.js';
import { InMemoryEventStore } from './in-memory/in-memory-event-store.js';
import { recordIn } from './record.js';

describe('what is destroyed in memory', () => {
  destructionContract(() => {
    const keys = new DistrictKeys(randomBytes(32));
    const store = new InMemoryEventStore(keys);
    return { store, ...recordIn(store, keys) };
  });
});
