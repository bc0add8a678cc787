import pg from 'pg';
import { Busy, StoreUnavailable } from '../errors.js';
import { types } from './rows.js';

/** Sent with the connection: whoever appends never waits for ever, and never answers before the disk has it. */
const appendSettings = [
  'lock_timeout=5s',
  'statement_timeout=15s',
  'idle_in_transaction_session_timeout=30s',
  'synchronous_commit=on',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/**
 * Connections for appending, of all districts together, so that their number does not grow with the districts: each has
 * one batch in flight. A connection is told its district (`app.log_id`) when it changes hands; the append function, and
 * later the row security, compare it.
 */
export class AppendPool {
  private readonly pool: pg.Pool;
  private readonly logOf = new WeakMap<pg.PoolClient, number>();

  constructor(url: string) {
    this.pool = quiet(
      new pg.Pool({ connectionString: url, types, max: 8, options: appendSettings }),
    );
  }

  async query<R extends pg.QueryResultRow>(
    logId: number,
    query: pg.QueryConfig,
  ): Promise<pg.QueryResult<R>> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      if (this.logOf.get(client) !== logId) {
        await client.query(`select set_config('app.log_id', $1, false)`, [String(logId)]);
        this.logOf.set(client, logId);
      }
      return await client.query<R>(query);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  end(): Promise<void> {
    return this.pool.end();
  }
}

export function readPool(url: string): pg.Pool {
  return quiet(new pg.Pool({ connectionString: url, types, max: 8 }));
}

/** A connection that dies is replaced, and its query rejects; an error event without a listener would end the process. */
export function quiet(pool: pg.Pool): pg.Pool {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const connectionFailures = /^(08|57P0|53300)|^E(CONN|PIPE|HOST|NET|TIMEDOUT|NOTFOUND|AI_AGAIN)/;

/** The store's own words for what PostgreSQL and the network report; any other error is a bug and stays as it is. */
export function asStoreError(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string };
  if (code === '55P03' || code === '57014')
    return new Busy("the district's log is held by another writer: try again soon", {
      cause: error,
    });
  if (code === '53100')
    return new Busy('the disk of the database is full: make room on it, then send this again', {
      cause: error,
    });
  if (
    connectionFailures.test(code ?? '') ||
    /^Connection terminated|timeout exceeded/.test(message ?? '')
  )
    return new StoreUnavailable({ cause: error });
  return error;
}
