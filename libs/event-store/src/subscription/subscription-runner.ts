import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bodies } from '../bodies.js';
import { LogPool } from '../postgres/pools.js';
import { Checkpoint } from './checkpoint.js';
import { Listener } from './listener.js';
import { LogReader } from './log-reader.js';
import type { Progress } from './progress.js';
import type { Subscriber, SubscriptionStopped } from './subscriber.js';
import { Subscription, type SubscriptionSettings } from './subscription.js';

export type RunnerOptions = Partial<SubscriptionSettings> & {
  url: string;
  subscribers: readonly Subscriber[];
  /** Told of every checkpoint, so that waiting in this process needs no way through the database. */
  progress?: Progress;
  /** Of the record that is followed; closed by its store. */
  bodies: Bodies;
  /** Called when a subscription stops by itself. */
  stopped?: (name: string, district: string, why: SubscriptionStopped) => void;
  pollMs?: number;
};

type Running = { subscription: Subscription; done: Promise<void>; stopped: boolean };

/** After a kill -9 the next process has to wait for the lease: ten seconds, renewed three times as often. */
const usual: SubscriptionSettings = { batch: 1_000, attempts: 5, pauseMs: 100, leaseMs: 10_000 };

/**
 * Runs all subscriptions of all districts in this process, new districts included; any number of processes may do so at
 * once, and each subscription of a district is led by one of them. NOTIFY wakes, a poll every second is the truth.
 */
export class SubscriptionRunner {
  private readonly pool: LogPool;
  private readonly reader: LogReader;
  private readonly listener: Listener;
  private readonly settings: SubscriptionSettings;
  /** For whoever looks at the status: which machine and process leads. */
  private readonly owner = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  private readonly running = new Map<string, Running>();
  private readonly stopping = new AbortController();
  private ending: Promise<void> | null = null;
  private looking: Promise<void> | null = null;
  private lookAgain = false;
  private polling: Promise<void> = Promise.resolve();

  constructor(private readonly options: RunnerOptions) {
    const { batch, attempts, pauseMs, leaseMs } = { ...usual, ...options };
    this.settings = { batch, attempts, pauseMs, leaseMs };
    // A checkpoint and its rows are lost together or not at all, and come again from the log: no wait for the disk.
    this.pool = new LogPool(options.url, {
      max: 4 + options.subscribers.length,
      options: '-c synchronous_commit=off',
    });
    this.reader = new LogReader(this.pool, options.bodies);
    this.listener = new Listener(options.url, 'es_log', () => void this.look());
  }

  start(): void {
    this.listener.start();
    this.polling = this.poll();
  }

  /** Finishes the batches under way and lets go of the leases. */
  stop(): Promise<void> {
    this.ending ??= this.end();
    return this.ending;
  }

  private async end(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.listener.stop(), this.polling]);
    await this.looking;
    for (const { subscription } of this.running.values()) subscription.stop();
    await Promise.all([...this.running.values()].map(({ done }) => done));
    await this.pool.end();
  }

  /** Takes up again what stopped by itself, after its cause was mended; what runs goes on untouched. */
  async resume(): Promise<void> {
    for (const [key, { stopped }] of this.running) if (stopped) this.running.delete(key);
    await this.look();
  }

  private async poll(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.look();
      await pause(this.options.pollMs ?? 1_000, undefined, { signal: this.stopping.signal }).catch(
        () => undefined,
      );
    }
  }

  /** One look at a time at all heads; a wake during it makes one more. */
  private look(): Promise<void> {
    if (this.looking) {
      this.lookAgain = true;
      return this.looking;
    }
    this.looking = this.lookAtHeads().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  private async lookAtHeads(): Promise<void> {
    do {
      this.lookAgain = false;
      const logs = await this.pool.any
        .query<{ log_id: number; district_id: string; last_pos: number }>({
          name: 'es.heads',
          text: 'select log_id, district_id, last_pos from es.log',
        })
        .catch(() => null); // PostgreSQL is away: the next poll looks again
      for (const log of logs?.rows ?? []) this.lead(log.district_id, log.log_id, log.last_pos);
    } while (this.lookAgain && !this.stopping.signal.aborted);
  }

  private lead(district: string, logId: number, head: number): void {
    if (this.stopping.signal.aborted) return;
    for (const subscriber of this.options.subscribers) {
      const key = `${logId} ${subscriber.name}`;
      const known = this.running.get(key);
      if (known) known.subscription.headIs(head);
      else this.running.set(key, this.begin(subscriber, district, logId, head));
    }
  }

  private begin(subscriber: Subscriber, district: string, logId: number, head: number): Running {
    const { name } = subscriber;
    const { leaseMs } = this.settings;
    const checkpoint = new Checkpoint(name, district, logId, this.owner, leaseMs);
    const subscription = new Subscription(subscriber, checkpoint, {
      pool: this.pool.of(logId),
      reader: this.reader,
      settings: this.settings,
      advanced: ({ position }) => this.options.progress?.advanced(logId, name, position),
    });
    subscription.headIs(head);
    const running: Running = { subscription, stopped: false, done: Promise.resolve() };
    running.done = subscription.run().then((why) => {
      if (!why) return;
      running.stopped = true;
      this.options.stopped?.(name, district, why);
    });
    return running;
  }
}
