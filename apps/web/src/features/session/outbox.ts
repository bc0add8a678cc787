import type { LogSessionRequest, NotHeldRequest } from '#contracts/sessions';
import { ApiProblem } from '../../api/problem.js';

/** What a person said about one session: that it was held, or why not. */
export type SessionReport =
  { kind: 'log'; body: LogSessionRequest } | { kind: 'not-held'; body: NotHeldRequest };

/** A report that has not reached the server. Ids only, no names: it lies on a device that others may pick up. */
export type Waiting = {
  /** The idempotency key: however often it is sent, it counts once. */
  key: string;
  /** Whose report it is; only they may send it. */
  actorId: string;
  groupId: string;
  slot: string;
  report: SessionReport;
  /** Set when the server refused it: it is kept until its author has seen why. */
  refused: string | null;
};

/** Where waiting reports are kept: IndexedDB in the browser, a map in tests. */
export type Shelf = {
  all(): Promise<readonly Waiting[]>;
  put(waiting: Waiting): Promise<void>;
  remove(key: string): Promise<void>;
};

export type Send = (waiting: Waiting) => Promise<void>;

/**
 * Sends now, or keeps the report for later where no answer came. A refusal is thrown: the person is still here to hear it.
 * Returns whether it has arrived.
 */
export async function sendOrKeep(
  shelf: Shelf,
  waiting: Waiting,
  send: Send,
): Promise<'sent' | 'kept'> {
  try {
    await send(waiting);
    return 'sent';
  } catch (error) {
    if (!(error instanceof ApiProblem) || !error.mayRetry) throw error;
    await shelf.put(waiting);
    return 'kept';
  }
}

/** Sends what waits, oldest first, and stops at the first that gets no answer. Refused ones stay, with the reason. */
export async function flush(shelf: Shelf, actorId: string, send: Send): Promise<number> {
  let sent = 0;
  for (const waiting of await mine(shelf, actorId)) {
    if (waiting.refused !== null) continue;
    try {
      await send(waiting);
      await shelf.remove(waiting.key);
      sent += 1;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.mayRetry || error.status === 401) break;
      await shelf.put({ ...waiting, refused: error.detail });
    }
  }
  return sent;
}

export async function mine(shelf: Shelf, actorId: string): Promise<readonly Waiting[]> {
  return (await shelf.all()).filter((waiting) => waiting.actorId === actorId);
}
