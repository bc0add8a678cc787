import { genesis } from '../hash.js';
import type { LogConnections } from '../postgres/pools.js';
import { LeaseLost } from './subscriber.js';

/** The channel on which a moved checkpoint is told, in the same transaction: `<log> <position> <subscription>`. */
export const advancedChannel = 'rm_advanced';

type Querier = Pick<LogConnections, 'query'>;

/**
 * How far one subscription has come in one district's log, and whose it is. Every write names the epoch of the lease: who
 * lost it changes nothing.
 */
export class Checkpoint {
  position = 0;
  chainHash: Buffer;
  private epoch = 0;

  constructor(
    readonly name: string,
    readonly district: string,
    readonly logId: number,
    private readonly owner: string,
    private readonly leaseMs: number,
  ) {
    this.chainHash = genesis(district);
  }

  /** Takes the lease if it is free, run out or already ours, and reads where to go on. */
  take(db: Querier): Promise<boolean> {
    return this.claim(db, 'and (lease_until is null or lease_until < now() or owner = $3)');
  }

  /** Takes the lease from whoever holds it: their next write fails, and they wait until it is released. For a rebuild. */
  async seize(db: Querier): Promise<void> {
    await this.claim(db, '');
  }

  private async claim(db: Querier, condition: string): Promise<boolean> {
    await db.query(
      `insert into es.subscriptions (name, log_id, pos, chain_hash, epoch, status, updated_at)
       values ($1, $2, 0, $3, 0, 'running', now()) on conflict do nothing`,
      [this.name, this.logId, genesis(this.district)],
    );
    const { rows } = await db.query<{ pos: number; chain_hash: Buffer; epoch: number }>(
      `update es.subscriptions
       set owner = $3, epoch = epoch + 1, lease_until = now() + $4 * interval '1 ms',
           status = 'running', attempts = 0, last_error = null, updated_at = now()
       where name = $1 and log_id = $2 ${condition}
       returning pos, chain_hash, epoch`,
      [this.name, this.logId, this.owner, this.leaseMs],
    );
    if (!rows[0]) return false;
    ({ pos: this.position, chain_hash: this.chainHash, epoch: this.epoch } = rows[0]);
    return true;
  }

  /** False if the lease was lost. */
  async renew(db: Querier): Promise<boolean> {
    const { rowCount } = await db.query({
      name: 'es.renew',
      text: `update es.subscriptions set lease_until = now() + $4 * interval '1 ms'
             where name = $1 and log_id = $2 and epoch = $3`,
      values: [this.name, this.logId, this.epoch, this.leaseMs],
    });
    return rowCount === 1;
  }

  /** Moves on within the caller's transaction; call {@link moved} when it has committed. */
  async advance(db: Querier, position: number, chainHash: Buffer): Promise<void> {
    const { rowCount } = await db.query({
      name: 'es.advance',
      text: `with moved as (
               update es.subscriptions
               set pos = $5, chain_hash = $6, lease_until = now() + $7 * interval '1 ms',
                   attempts = 0, last_error = null, updated_at = now()
               where name = $1 and log_id = $2 and epoch = $3 and pos = $4 returning 1)
             select pg_notify('${advancedChannel}', $8) from moved`,
      values: [
        this.name,
        this.logId,
        this.epoch,
        this.position,
        position,
        chainHash,
        this.leaseMs,
        `${this.logId} ${position} ${this.name}`,
      ],
    });
    if (rowCount !== 1) throw new LeaseLost(this.name);
  }

  moved(position: number, chainHash: Buffer): void {
    this.position = position;
    this.chainHash = chainHash;
  }

  /** Says what is wrong, for whoever looks at the status. */
  async note(db: Querier, status: 'running' | 'stopped', error: string, attempts: number) {
    await db.query(
      `update es.subscriptions set status = $4, last_error = $5, attempts = $6, updated_at = now()
       where name = $1 and log_id = $2 and epoch = $3`,
      [this.name, this.logId, this.epoch, status, error, attempts],
    );
  }

  async park(db: Querier, position: number, error: string): Promise<void> {
    await db.query(
      `insert into es.parked (name, log_id, pos, error, at) values ($1, $2, $3, $4, now())
       on conflict (name, log_id, pos) do update
         set error = excluded.error, at = excluded.at, retry_asked_at = null`,
      [this.name, this.logId, position, error],
    );
  }

  /** Positions of parked commands that are to be tried again, in order. */
  async askedFor(db: Querier): Promise<number[]> {
    const { rows } = await db.query<{ pos: number }>({
      name: 'es.asked-for',
      text: `select pos from es.parked
             where name = $1 and log_id = $2 and retry_asked_at is not null order by pos`,
      values: [this.name, this.logId],
    });
    return rows.map(({ pos }) => pos);
  }

  async unpark(db: Querier, position: number): Promise<void> {
    await db.query('delete from es.parked where name = $1 and log_id = $2 and pos = $3', [
      this.name,
      this.logId,
      position,
    ]);
  }

  /** Lets the next owner begin at once. */
  async release(db: Querier): Promise<void> {
    await db.query(
      `update es.subscriptions set owner = null, lease_until = null
       where name = $1 and log_id = $2 and epoch = $3`,
      [this.name, this.logId, this.epoch],
    );
  }
}
