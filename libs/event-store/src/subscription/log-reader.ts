import type { Recorded } from '#domain/decider';
import type { Bodies } from '../bodies.js';
import { parted } from '../parted.js';
import type { LogPool } from '../postgres/pools.js';
import { eventColumns, type EventRow, keptOf } from '../postgres/rows.js';
import type { Checkpoint } from './checkpoint.js';
import { SubscriptionStopped } from './subscriber.js';

/** Events that belong together: whole commands, in the order of the log. */
export type LogBatch = {
  /** Those whose bodies are there; what is gone is no fact for a view, nor for a reactor. */
  events: readonly Recorded[];
  /** Positions that the batch covers. */
  first: number;
  last: number;
  commands: number;
  /** Of the event at `last`. */
  chainHash: Buffer;
};

type Row = EventRow & { chain_hash: Buffer };

/** Reads a log for a subscription, and notices when it is no longer the log that was read before. */
export class LogReader {
  constructor(
    private readonly pool: LogPool,
    private readonly bodies: Bodies,
  ) {}

  /** The event at the checkpoint must be the one that was seen there: after a restore or a failover it may not be. */
  async assertSameLog({ logId, position, chainHash }: Checkpoint): Promise<void> {
    if (position === 0) return;
    const { rows } = await this.pool
      .of(logId)
      .query<{ chain_hash: Buffer }>(
        'select chain_hash from es.events where log_id = $1 and pos = $2',
        [logId, position],
      );
    if (!rows[0]?.chain_hash.equals(chainHash))
      throw new SubscriptionStopped(
        'LOG_REWRITTEN',
        position,
        'the log no longer holds the event that was read here: rebuild what was derived from it',
      );
  }

  /** The next whole commands after the checkpoint, about `limit` events; null if there are none up to `head`. */
  async next(checkpoint: Checkpoint, limit: number, head: number): Promise<LogBatch | null> {
    const { position, district } = checkpoint;
    if (head <= position) return null;
    let rows = await this.rows(checkpoint, position, limit);
    if (rows.length === limit) rows = await this.toCommandsEnd(checkpoint, rows, limit);
    rows.forEach((row, i) => {
      if (row.pos !== position + 1 + i) throw gap(position + 1 + i);
    });
    const last = rows.at(-1);
    if (!last) throw gap(position + 1);
    return {
      events: parted(await keptOf(district, rows, this.bodies)).events,
      first: position + 1,
      last: last.pos,
      commands: new Set(rows.map((row) => row.command_id)).size,
      chainHash: last.chain_hash,
    };
  }

  /** Cuts the last command off, which may go on beyond the limit; a single larger one is read to its end. */
  private async toCommandsEnd(checkpoint: Checkpoint, read: Row[], limit: number): Promise<Row[]> {
    const command = read.at(-1)!.command_id;
    const start = read.findIndex((row) => row.command_id === command);
    if (start > 0) return read.slice(0, start);
    const rows = [...read];
    for (;;) {
      const more = await this.rows(checkpoint, rows.at(-1)!.pos, Math.max(limit, 100));
      const same = more.filter((row) => row.command_id === command);
      rows.push(...same);
      if (same.length < more.length || more.length === 0) return rows;
    }
  }

  private async rows({ logId }: Checkpoint, after: number, limit: number): Promise<Row[]> {
    const { rows } = await this.pool.of(logId).query<Row>({
      name: 'es.follow',
      text: `select ${eventColumns('e')}, e.chain_hash from es.events e
             where e.log_id = $1 and e.pos > $2 order by e.pos limit $3`,
      values: [logId, after, limit],
    });
    return rows;
  }
}

function gap(position: number): SubscriptionStopped {
  return new SubscriptionStopped(
    'GAP',
    position,
    'the log has no event here: it was changed behind the application’s back',
  );
}
