import pg from 'pg';
import { Busy, StoreUnavailable } from '../errors.js';
import { types } from './rows.js';

/** Sent with the connection: whoever appends never waits for ever, and never answers before the disk has it. */
const appendSettings = (logId: number) =>
  [
    `app.log_id=${logId}`,
    'lock_timeout=5s',
    'statement_timeout=15s',
    'idle_in_transaction_session_timeout=30s',
    'synchronous_commit=on',
  ]
    .map((setting) => `-c ${setting}`)
    .join(' ');

/**
 * At most two connections a district: one batch is in flight, the other is for whoever repeats. They know their district
 * (`app.log_id`), which the append function and later the row security compare.
 */
export function appendPool(url: string, logId: number): pg.Pool {
  return quiet(
    new pg.Pool({ connectionString: url, types, max: 2, options: appendSettings(logId) }),
  );
}

export function readPool(url: string): pg.Pool {
  return quiet(new pg.Pool({ connectionString: url, types, max: 8 }));
}

/** An idle connection that dies is replaced at the next query; without a listener it would end the process. */
function quiet(pool: pg.Pool): pg.Pool {
  pool.on('error', () => undefined);
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
  if (
    connectionFailures.test(code ?? '') ||
    /^Connection terminated|timeout exceeded/.test(message ?? '')
  )
    return new StoreUnavailable({ cause: error });
  return error;
}
