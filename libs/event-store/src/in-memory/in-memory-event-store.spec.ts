import { describe } from 'vitest';
import type { StreamRef } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { InMemoryEventStore } from '#event-store/in-memory/in-memory-event-store';
import {
  eventStoreContract,
  HandClock,
  noteShapes,
  notesBelong,
} from '../../../../test/contracts/event-store.contract.js';
import { eventStoreModel } from '../../../../test/contracts/event-store.model.js';

const keys = new DistrictKeys(Buffer.alloc(32, 7));
const make = () => {
  const clock = new HandClock();
  const store = new InMemoryEventStore(keys, clock, notesBelong, noteShapes);
  return { store, keys, clock, redact: async (ref: StreamRef) => store.redact(ref) };
};

describe('the store in memory', () => {
  eventStoreContract(make);
  eventStoreModel(make, 200);
});
