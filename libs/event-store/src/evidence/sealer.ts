import { setTimeout as pause } from 'node:timers/promises';
import type { DistrictKeys } from '../district-keys.js';
import { StoreUnavailable } from '../errors.js';
import { asStoreError, LogPool } from '../postgres/pools.js';
import { originOf } from './checkpoint-note.js';
import { signerFromSeed } from './note.js';
import type { OutsideNotes } from './outside-notes.js';
import { sealLog, type Sealed } from './seal-log.js';

export type SealerOptions = {
  url: string;
  keys: DistrictKeys;
  outside: OutsideNotes;
  /** A line for the operator: what keeps a log from being sealed. Each is said once, until it is over. */
  say: (line: string) => void;
  /** A log is sealed when so many events are new, or some are and the last checkpoint is so old. */
  events?: number;
  everyMs?: number;
  pollMs?: number;
};

type Due = { log_id: number; district_id: string };

/**
 * Signs a checkpoint of every district's log, every minute or 1,000 events, and keeps each note outside of the database
 * too (event-store.md 9). Any number of processes may run one: a log is sealed by one at a time. It holds no state: where
 * to go on stands in the last checkpoint.
 */
export class Sealer {
  private readonly pool: LogPool;
  private readonly stopping = new AbortController();
  private readonly troubles = new Map<string, string>();
  private running: Promise<void> | null = null;

  constructor(private readonly options: SealerOptions) {
    this.pool = new LogPool(options.url, { max: 1, connectionTimeoutMillis: 5_000 });
  }

  start(): void {
    this.running = this.run();
  }

  /** Finishes the checkpoint under way and signs what is left, so that a log at rest has no unsigned end. */
  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.running) {
      await this.running;
      await this.sealWhere(1, 0).catch(() => undefined); // PostgreSQL is away: after the next start
    }
    await this.pool.end();
  }

  /** Seals every log that is due now. */
  look(): Promise<void> {
    const { events = 1_000, everyMs = 60_000 } = this.options;
    return this.sealWhere(events, everyMs);
  }

  private async sealWhere(events: number, everyMs: number): Promise<void> {
    const { rows } = await this.pool.any.query<Due>(
      'select log_id, district_id from es.logs_to_seal($1, $2)',
      [events, everyMs],
    );
    for (const { log_id: logId, district_id: district } of rows)
      await this.noting(district, () => this.seal(district, logId));
  }

  /** Seals one district's log as far as it goes now; null if another process is doing so. */
  async seal(district: string, logId: number): Promise<Sealed | null> {
    const { keys, outside } = this.options;
    const signer = signerFromSeed(originOf(district), keys.checkpointSeed(district));
    const client = await this.pool.of(logId).connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const sealed = await sealLog({ db: client, district, logId, signer, outside });
      await client.query('commit');
      return sealed;
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look().catch(() => undefined); // PostgreSQL is away: the next look comes
      await pause(this.options.pollMs ?? 2_000, undefined, { signal }).catch(() => undefined);
    }
  }

  private async noting(district: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.troubles.delete(district);
    } catch (error) {
      if (asStoreError(error) instanceof StoreUnavailable) return; // tried again at the next look
      const trouble = (error as Error).message;
      if (this.troubles.get(district) !== trouble)
        this.options.say(`no checkpoint of district ${district}: ${trouble}`);
      this.troubles.set(district, trouble);
    }
  }
}
