import { channel } from 'node:diagnostics_channel';
import type { Outcome } from './outcome.js';

/** One command as the log answered it: whether by an append or, for a repeat, before one; `failed`: PostgreSQL did not. */
export type ObservedAppend = { outcome: Outcome['is'] | 'failed'; seconds: number };

/** Told of every append, for whoever measures; costs nothing where nobody listens. */
export const appends = channel('aimline:append');

/** Runs an append and says how it went. `outcomeOf`: null where nothing was asked of the log. */
export async function observed<T>(
  append: () => Promise<T>,
  outcomeOf: (answer: T) => Outcome['is'] | null,
): Promise<T> {
  if (!appends.hasSubscribers) return append();
  const begun = performance.now();
  const tell = (outcome: ObservedAppend['outcome'] | null) =>
    outcome && appends.publish({ outcome, seconds: (performance.now() - begun) / 1000 });
  try {
    const answer = await append();
    tell(outcomeOf(answer));
    return answer;
  } catch (error) {
    tell('failed');
    throw error;
  }
}
