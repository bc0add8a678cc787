import type { Recorded } from '#domain/decider';
import { EventUnknown } from '#domain/upcast';
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
  async assertSameLog(checkpoint: Checkpoint): Promise<void> {
    const { logId, position } = checkpoint;
    if (position === 0) return;
    const { rows } = await this.pool
      .of(logId)
      .query<Pick<Row, 'pos' | 'chain_hash'>>(
        'select pos, chain_hash from es.events where log_id = $1 and pos = $2',
        [logId, position],
      );
    if (!isAt(rows[0], checkpoint)) throw rewritten(position);
  }

  /**
   * The next whole commands after the checkpoint, about `limit` events; null if there are none up to `head`. The event at
   * the checkpoint is read along: a log that is exchanged under a running subscription is noticed with its next batch.
   */
  async next(checkpoint: Checkpoint, limit: number, head: number): Promise<LogBatch | null> {
    const { position } = checkpoint;
    if (head <= position) return null;
    const read = await this.rows(checkpoint, Math.max(position - 1, 0), limit + 1);
    if (position > 0 && !isAt(read[0], checkpoint)) throw rewritten(position);
    const rows = position > 0 ? read.slice(1) : read.slice(0, limit);
    return this.batchOf(checkpoint, position, rows, limit);
  }

  /** The whole command that begins at a position; throws `GAP` where there is none. */
  command(checkpoint: Checkpoint, position: number): Promise<LogBatch> {
    return this.rows(checkpoint, position - 1, 1).then((rows) =>
      this.batchOf(checkpoint, position - 1, rows, 1),
    );
  }

  private async batchOf(
    checkpoint: Checkpoint,
    position: number,
    read: Row[],
    limit: number,
  ): Promise<LogBatch> {
    const { district } = checkpoint;
    const whole = read.length === limit ? await this.toCommandsEnd(checkpoint, read, limit) : read;
    whole.forEach((row, i) => {
      if (row.pos !== position + 1 + i) throw gap(position + 1 + i);
    });
    const rows = this.readable(whole);
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

  /** Up to the first command that this version cannot read; throws where that is the next one. */
  private readable(rows: Row[]): Row[] {
    const { shapes } = this.bodies;
    const foreign = rows.find((row) => !shapes.knows(row.type, row.schema_version));
    if (!foreign) return rows;
    const start = rows.findIndex((row) => row.command_id === foreign.command_id);
    if (start > 0) return rows.slice(0, start);
    const { message } = new EventUnknown(foreign.type, foreign.schema_version);
    throw new SubscriptionStopped('EVENT_UNKNOWN', foreign.pos, message);
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

function isAt(
  row: Pick<Row, 'pos' | 'chain_hash'> | undefined,
  { position, chainHash }: Checkpoint,
): boolean {
  return row?.pos === position && row.chain_hash.equals(chainHash);
}

function rewritten(position: number): SubscriptionStopped {
  return new SubscriptionStopped(
    'LOG_REWRITTEN',
    position,
    'the log no longer holds the event that was read here: rebuild what was derived from it',
  );
}

function gap(position: number): SubscriptionStopped {
  return new SubscriptionStopped(
    'GAP',
    position,
    'the log has no event here: it was changed behind the application’s back',
  );
}
