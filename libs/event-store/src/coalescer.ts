import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Busy, StoreUnavailable } from './errors.js';

type Waiting<J, A> = { job: J; ok: (answer: A) => void; no: (error: unknown) => void };

export type CoalescerLimits = { commands: number; bytes: number; waiting: number };

const usual: CoalescerLimits = { commands: 64, bytes: 1_000_000, waiting: 1_000 };

const tries = 3;
const pauseMs = 50;

/**
 * Lets commands that arrive while one batch is under way share the next commit, each with its own outcome
 * (event-store.md 5). One lane, one batch in flight, no timer: an idle system adds no delay.
 */
export class Coalescer<J extends { bytes: number }, A> {
  private waiting: Waiting<J, A>[] = [];
  private inFlight = false;

  /** @param call answers a whole batch in order; it throws only if nothing is known of any of them */
  constructor(
    private readonly call: (jobs: readonly J[]) => Promise<readonly A[]>,
    private readonly limits: CoalescerLimits = usual,
  ) {}

  /** Throws `Busy` when too many wait already. */
  append(job: J): Promise<A> {
    if (this.waiting.length >= this.limits.waiting)
      return Promise.reject(
        new Busy(`${this.waiting.length} commands are waiting: try again soon`),
      );
    return new Promise((ok, no) => {
      this.waiting.push({ job, ok, no });
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.inFlight) return;
    this.inFlight = true;
    while (this.waiting.length > 0) {
      // One turn of the loop: callers answered just now send their next command before the batch is closed. Without it
      // every second batch held a single command, and 32 callers got a third of the appends.
      await nextTurn();
      await this.run(this.nextBatch());
    }
    this.inFlight = false;
  }

  /**
   * Whether a batch that broke off was committed is unknown: it is sent again, and what had gone in says so. A batch that
   * failed in any other way is tried one by one, so that one bad job harms no other. Repeats are harmless.
   */
  private async run(batch: Waiting<J, A>[], attempt = 1): Promise<void> {
    try {
      const answers = await this.call(batch.map((w) => w.job));
      batch.forEach((w, i) => w.ok(answers[i]!));
    } catch (error) {
      if (error instanceof StoreUnavailable && attempt < tries) {
        await pause(attempt * pauseMs);
        return this.run(batch, attempt + 1);
      }
      if (batch.length === 1 || error instanceof StoreUnavailable || error instanceof Busy)
        return batch.forEach((w) => w.no(error));
      for (const w of batch) await this.run([w]);
    }
  }

  /** At least one job, then as many as fit: a larger one goes alone. */
  private nextBatch(): Waiting<J, A>[] {
    let n = 0;
    let bytes = 0;
    while (n < this.waiting.length && n < this.limits.commands) {
      bytes += this.waiting[n]!.job.bytes;
      if (n > 0 && bytes > this.limits.bytes) break;
      n += 1;
    }
    return this.waiting.splice(0, n);
  }
}
