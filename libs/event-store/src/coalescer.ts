import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Busy, StoreUnavailable } from './errors.js';

type Waiting<J, A> = { job: J; ok: (answer: A) => void; no: (error: unknown) => void };

export type CoalescerLimits = { commands: number; bytes: number; waiting: number };

const usual: CoalescerLimits = { commands: 64, bytes: 1_000_000, waiting: 1_000 };

/** One is answered and the next made ready by this process while the other is PostgreSQL's. */
const mostBatches = 2;
/** As many waiting commands as make two batches of them: for fewer, what a call costs by itself weighs more. */
const worthParting = 8;

const tries = 3;
const pauseMs = 50;

/**
 * Lets commands that arrive while one batch is under way share the next commit, each with its own outcome
 * (event-store.md 5). One lane, at most two batches in flight, no timer: an idle system adds no delay. `call` keeps their order.
 */
export class Coalescer<J extends { bytes: number }, A> {
  private waiting: Waiting<J, A>[] = [];
  private filling = false;
  private inFlight = 0;
  /** Batches that are tried again: nothing overtakes them. */
  private troubled = 0;

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
    if (this.filling) return;
    this.filling = true;
    while (this.mayBegin()) {
      // One turn of the loop: callers answered just now send their next command before the batch is closed. Without it
      // every second batch held a single command, and 32 callers got a third of the appends.
      await nextTurn();
      if (!this.mayBegin()) break; // trouble in that turn
      const batch = this.nextBatch();
      this.inFlight += 1;
      void this.run(batch).finally(() => {
        this.inFlight -= 1;
        void this.drain();
      });
    }
    this.filling = false;
  }

  private mayBegin(): boolean {
    return this.waiting.length > 0 && this.inFlight < mostBatches && this.troubled === 0;
  }

  /**
   * Whether a batch that broke off was committed is unknown: it is sent again, and what had gone in says so. A batch that
   * failed in any other way is tried one by one, so that one bad job harms no other. Repeats are harmless.
   */
  private async run(batch: Waiting<J, A>[]): Promise<void> {
    try {
      await this.send(batch);
    } catch (error) {
      this.troubled += 1;
      await this.runAgain(batch, error);
      this.troubled -= 1;
    }
  }

  private async runAgain(batch: Waiting<J, A>[], error: unknown, attempt = 1): Promise<void> {
    if (error instanceof StoreUnavailable && attempt < tries) {
      await pause(attempt * pauseMs);
      try {
        return await this.send(batch);
      } catch (again) {
        return this.runAgain(batch, again, attempt + 1);
      }
    }
    if (batch.length === 1 || error instanceof StoreUnavailable || error instanceof Busy)
      return batch.forEach((w) => w.no(error));
    for (const w of batch) await this.run([w]);
  }

  private async send(batch: Waiting<J, A>[]): Promise<void> {
    const answers = await this.call(batch.map((w) => w.job));
    batch.forEach((w, i) => w.ok(answers[i]!));
  }

  /** At least one job, then as many as fit: a larger one goes alone. Where no other batch is under way, half of many. */
  private nextBatch(): Waiting<J, A>[] {
    const { length } = this.waiting;
    const share =
      this.inFlight === 0 && length >= worthParting ? Math.ceil(length / mostBatches) : length;
    let n = 0;
    let bytes = 0;
    while (n < share && n < this.limits.commands) {
      bytes += this.waiting[n]!.job.bytes;
      if (n > 0 && bytes > this.limits.bytes) break;
      n += 1;
    }
    return this.waiting.splice(0, n);
  }
}
