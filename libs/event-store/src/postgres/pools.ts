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

type Shared = { client: Promise<pg.PoolClient>; users: number; broken?: Error | undefined };

/** `pipeline`: a query is sent before earlier ones of its log are answered, on the same connection and so in their order. */
type PoolSettings = pg.PoolConfig & { pipeline?: boolean };

/** Connections of one district's log: every one of them has been told which (`app.log_id`). */
export type LogConnections = {
  query: <R extends pg.QueryResultRow>(
    query: string | pg.QueryConfig,
    values?: unknown[],
  ) => Promise<pg.QueryResult<R>>;
  /** To be released by the caller, as any client of a pool. */
  connect: () => Promise<pg.PoolClient>;
};

/**
 * Connections of all districts together, so that their number does not grow with the districts. A connection is told its
 * district (`app.log_id`) when it changes hands, and keeps it: row security shows it that district's rows alone, and the
 * functions that write compare it with what they are given.
 */
export class LogPool {
  /** Connections that may have been told any district or none: for `es.log`, which is everybody's, and for functions. */
  readonly any: pg.Pool;
  private readonly logOf = new WeakMap<pg.PoolClient, number>();
  /** Where queries are sent before earlier ones are answered: the connection that a log's queries share meanwhile. */
  private readonly shared = new Map<number, Shared>();
  private readonly pipelined: boolean;

  constructor(url: string, config: PoolSettings = {}) {
    this.pipelined = config.pipeline ?? false;
    this.any = quiet(new pg.Pool({ connectionString: url, types, max: 8, ...config }));
  }

  of(logId: number): LogConnections {
    return {
      connect: () => this.connect(logId),
      query: async (query, values) => {
        const line = this.lineOf(logId);
        line.users += 1;
        try {
          return await (await line.client).query(query, values);
        } catch (error) {
          if (!(error instanceof pg.DatabaseError)) this.leave(logId, line, error as Error);
          throw error;
        } finally {
          line.users -= 1;
          if (line.users === 0) {
            this.leave(logId, line);
            line.client.then(
              (client) => client.release(line.broken),
              () => undefined, // it has told its users
            );
          }
        }
      },
    };
  }

  end(): Promise<void> {
    return this.any.end();
  }

  private lineOf(logId: number): Shared {
    const line = this.shared.get(logId) ?? { client: this.connect(logId), users: 0 };
    if (this.pipelined) this.shared.set(logId, line);
    return line;
  }

  /** Nobody joins it any more. */
  private leave(logId: number, line: Shared, broken = line.broken): void {
    line.broken = broken;
    if (this.shared.get(logId) === line) this.shared.delete(logId);
  }

  private async connect(logId: number): Promise<pg.PoolClient> {
    const client = await this.any.connect();
    if (this.logOf.get(client) === logId) return client;
    try {
      await client.query(`select set_config('app.log_id', $1, false)`, [String(logId)]);
    } catch (error) {
      client.release(error as Error);
      throw error;
    }
    this.logOf.set(client, logId);
    return client;
  }
}

/** For `es.append`. */
export function appendPool(url: string): LogPool {
  return new LogPool(url, { options: appendSettings, pipeline: true });
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
    /^Connection terminated|timeout exceeded|not queryable/.test(message ?? '')
  )
    return new StoreUnavailable({ cause: error });
  return error;
}
