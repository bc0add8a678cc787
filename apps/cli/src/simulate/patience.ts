import { setTimeout as pause } from 'node:timers/promises';

/** How long a part of the system may be away before the simulation gives up: restarts take seconds, a cold machine more. */
const longestOutage = 5 * 60_000; // ms

export type Patience = { isOutage: (error: unknown) => boolean; longest?: number };

/** Tries again for as long as the other side is away; anything else is thrown at once. */
export async function patiently<T>(work: () => Promise<T>, patience: Patience): Promise<T> {
  const { isOutage, longest = longestOutage } = patience;
  const since = performance.now();
  for (let wait = 50; ; wait = Math.min(wait * 2, 1_000)) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || performance.now() - since > longest) throw error;
      await pause(wait);
    }
  }
}

const socketCodes =
  /^(ECONN|EPIPE|EHOST|ENET|ETIMEDOUT|EAI_AGAIN|UND_ERR|08|57P0|53300|StoreUnavailable|Busy)/;

/** A connection that broke or was refused, or a database that is starting or stopping. */
export function isConnectionLost(error: unknown): boolean {
  const { code, name, message } = error as { code?: unknown; name?: unknown; message?: unknown };
  return (
    socketCodes.test(typeof code === 'string' ? code : '') ||
    socketCodes.test(typeof name === 'string' ? name : '') ||
    /^(Connection terminated|timeout|socket hang up|Client has encountered)/.test(String(message))
  );
}
