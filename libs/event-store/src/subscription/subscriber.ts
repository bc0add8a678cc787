import type { Recorded } from '#domain/decider';

/** The connection of the transaction that also moves the checkpoint. */
export type Tx = {
  query: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;
};

/**
 * Writes rows in the checkpoint's own transaction, so each event is applied exactly once. A batch never splits a command.
 * Several read models behind one projector cost one transaction a batch. An event that it cannot apply stops it: a view
 * of a legal record skips nothing.
 */
export type Projector = {
  name: string;
  apply: (district: string, events: readonly Recorded[], tx: Tx) => Promise<void>;
  /** Called when the lease is taken: another process may have led since, so what is remembered may be old. */
  taken?: (district: string) => void;
};

/**
 * Has its effect elsewhere, before the checkpoint moves: at least once, so the target must take a repeat. A command that
 * it fails on again and again is parked, and it goes on.
 */
export type Reactor = {
  name: string;
  react: (district: string, events: readonly Recorded[]) => Promise<void>;
  /** True: the other side is away, and trying again for ever is right; nothing is parked. */
  isOutage?: (error: unknown) => boolean;
};

export type Subscriber = Projector | Reactor;

/** Why a subscription stopped. It is taken up again when its process starts anew, or by `SubscriptionRunner.resume`. */
export class SubscriptionStopped extends Error {
  constructor(
    readonly reason: 'GAP' | 'LOG_REWRITTEN' | 'EVENT_UNKNOWN' | 'POISON',
    readonly position: number,
    what: string,
    options?: ErrorOptions,
  ) {
    super(`${reason} at position ${position}: ${what}`, options);
    this.name = 'SubscriptionStopped';
  }
}

/** Another process has taken the subscription over; what was begun is rolled back. */
export class LeaseLost extends Error {
  constructor(readonly subscription: string) {
    super(`${subscription}: another process holds the lease`);
    this.name = 'LeaseLost';
  }
}
