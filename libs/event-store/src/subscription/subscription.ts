import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { Busy, StoreUnavailable } from '../errors.js';
import { asStoreError, type LogConnections } from '../postgres/pools.js';
import type { Checkpoint } from './checkpoint.js';
import { faultOf } from './fault.js';
import type { LogBatch, LogReader } from './log-reader.js';
import { LeaseLost, type Subscriber, SubscriptionStopped, type Tx } from './subscriber.js';

export type SubscriptionSettings = {
  /** Events of one batch; a command is never split. */
  batch: number;
  /** Tries of one command before it counts as poison. */
  attempts: number;
  /** Pause after the first failure; doubles up to a hundred times as long. */
  pauseMs: number;
  leaseMs: number;
};

type Surroundings = {
  /** Of the district's log. */
  pool: LogConnections;
  reader: LogReader;
  settings: SubscriptionSettings;
  /** Called after each commit of a checkpoint. */
  advanced: (checkpoint: Checkpoint) => void;
};

/** One subscriber following one district's log: lease, batch, checkpoint, and what to do when something fails. */
export class Subscription {
  head = 0;
  private isSameLog = true;
  /** What was parked is looked at when the lease is taken, and each time it is renewed. */
  private looksAtParked = true;
  private wake: () => void = () => undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly subscriber: Subscriber,
    readonly checkpoint: Checkpoint,
    private readonly around: Surroundings,
  ) {}

  /** Tells how far the log has come. A log never grows shorter: if it has, another one stands in its place. */
  headIs(head: number): void {
    if (head === this.head) return;
    this.isSameLog &&= head > this.head;
    this.head = head;
    this.wake();
  }

  stop(): void {
    this.stopping.abort();
    this.wake();
  }

  /** Follows until it is stopped; returns why, if by itself. */
  async run(): Promise<SubscriptionStopped | null> {
    while (!this.stopped) {
      try {
        if (await this.checkpoint.take(this.around.pool)) {
          if ('taken' in this.subscriber) this.subscriber.taken?.(this.checkpoint.district);
          await this.follow();
        } else await this.rest(this.around.settings.leaseMs / 10);
      } catch (error) {
        if (error instanceof SubscriptionStopped) {
          await this.note('stopped', error, this.around.settings.attempts);
          await this.release(); // whoever mends it need not wait for the lease
          return error;
        }
        await this.note('running', error, 0);
        await this.rest(this.around.settings.pauseMs);
      }
    }
    await this.release();
    return null;
  }

  private async release(): Promise<void> {
    await this.checkpoint.release(this.around.pool).catch(() => undefined); // it runs out by itself
  }

  private get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private async follow(): Promise<void> {
    const { pool, reader, settings } = this.around;
    await this.assertSameLog();
    this.looksAtParked = true;
    let held = true;
    const renew = setInterval(() => {
      this.checkpoint.renew(pool).then(
        (ours) => {
          held &&= ours;
          this.looksAtParked = true;
          this.wake();
        },
        () => undefined,
      );
    }, settings.leaseMs / 3);
    try {
      // After a failure one command at a time, up to where the failed batch ended: so the bad one is found.
      let carefullyTo = 0;
      let attempt = 0;
      while (!this.stopped && held) {
        if (!this.isSameLog) await this.assertSameLog();
        if (this.looksAtParked) await this.retryParked();
        const limit = this.checkpoint.position < carefullyTo ? 1 : settings.batch;
        const batch = await reader.next(this.checkpoint, limit, this.head);
        if (!batch) {
          await this.changed();
          continue;
        }
        const { last } = batch;
        try {
          await this.take(batch);
          attempt = 0;
        } catch (error) {
          if (error instanceof LeaseLost) return;
          carefullyTo = Math.max(carefullyTo, last);
          attempt += 1;
          if (await this.failed(error, batch, attempt)) attempt = 0;
        }
      }
    } finally {
      clearInterval(renew);
    }
  }

  private async assertSameLog(): Promise<void> {
    await this.around.reader.assertSameLog(this.checkpoint);
    this.isSameLog = true;
  }

  /** Commands that were set aside and that an operator asks for again; what fails once more stays where it is. */
  private async retryParked(): Promise<void> {
    this.looksAtParked = false;
    if (!('react' in this.subscriber)) return;
    const { pool, reader } = this.around;
    for (const position of await this.checkpoint.askedFor(pool)) {
      const { events } = await reader.command(this.checkpoint, position);
      try {
        await this.subscriber.react(this.checkpoint.district, events);
        await this.checkpoint.unpark(pool, position);
      } catch (error) {
        await this.checkpoint.park(pool, position, faultOf(error));
      }
    }
  }

  private async take(batch: LogBatch): Promise<void> {
    const { pool, advanced } = this.around;
    const { district } = this.checkpoint;
    const { last } = batch;
    if ('react' in this.subscriber) {
      await this.subscriber.react(district, batch.events);
      await this.checkpoint.advance(pool, last, batch.chainHash);
    } else {
      const { apply } = this.subscriber;
      await inTransaction(pool, async (tx) => {
        await apply(district, batch.events, tx as Tx);
        await this.checkpoint.advance(tx, last, batch.chainHash);
      });
    }
    this.checkpoint.moved(last, batch.chainHash);
    advanced(this.checkpoint);
  }

  /**
   * Waits before the next try. After the last one a projector stops, and a reactor sets the command aside: true.
   */
  private async failed(error: unknown, batch: LogBatch, attempt: number): Promise<boolean> {
    const { settings, pool, advanced } = this.around;
    const single = batch.commands === 1;
    if (single && attempt > settings.attempts && !this.isOutage(error)) {
      const { first: position, last } = batch;
      const text = faultOf(error);
      if (!('react' in this.subscriber))
        throw new SubscriptionStopped('POISON', position, text, { cause: error });
      await inTransaction(pool, async (tx) => {
        await this.checkpoint.park(tx, position, text);
        await this.checkpoint.advance(tx, last, batch.chainHash);
      });
      this.checkpoint.moved(last, batch.chainHash);
      advanced(this.checkpoint);
      return true;
    }
    await this.note('running', error, attempt);
    await this.rest(settings.pauseMs * Math.min(2 ** (attempt - 1), 100));
    return false;
  }

  private isOutage(error: unknown): boolean {
    const known = asStoreError(error);
    if (known instanceof StoreUnavailable || known instanceof Busy) return true;
    return 'react' in this.subscriber && this.subscriber.isOutage?.(error) === true;
  }

  private async note(status: 'running' | 'stopped', error: unknown, attempt: number) {
    await this.checkpoint
      .note(this.around.pool, status, faultOf(error), attempt)
      .catch(() => undefined); // PostgreSQL is away: then it cannot be told
  }

  /** Until the log has grown, the lease was renewed or lost, or all is stopped. */
  private changed(): Promise<void> {
    if (this.stopped || this.head > this.checkpoint.position) return Promise.resolve();
    return new Promise((resolve) => (this.wake = resolve));
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

async function inTransaction(
  pool: LogConnections,
  work: (tx: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}
