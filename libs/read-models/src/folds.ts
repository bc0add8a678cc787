import type { Recorded, ReferenceNeeds } from '#domain/decider';
import type { StreamId } from '#domain/streams';

/**
 * The state of each process that a batch touched, folded by the domain's own `evolve`. Kept in memory by version; where
 * the memory does not fit (a restart, a batch rolled back), the stream is read again.
 */
export type Folds = {
  /** The state after the batch's last event of the stream. */
  state: (stream: StreamId) => Promise<{ state: unknown; version: number; position: number }>;
  reference: (needs: ReferenceNeeds) => Promise<import('#domain/decider').Reference>;
};

export type ReadStream = (
  district: string,
  stream: StreamId,
  upTo: number,
) => Promise<readonly Recorded[]>;
