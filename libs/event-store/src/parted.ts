import { type DomainEvent, isGone, type Kept, type Recorded } from '#domain/decider';
import type { StreamSlice } from './event-store.js';

/** What is there, and what is gone. */
export function parted<E extends DomainEvent>(
  all: readonly Kept[],
): Pick<StreamSlice<E>, 'events' | 'gone'> {
  const gone = all.filter(isGone);
  const events = (gone.length === 0 ? all : all.filter((one) => !isGone(one))) as Recorded<E>[];
  return { events, gone };
}
