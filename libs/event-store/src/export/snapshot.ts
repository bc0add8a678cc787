import pg from 'pg';
import { DistrictNotFound } from '../errors.js';
import type { Querier } from '../evidence/links.js';
import { asStoreError, quiet } from '../postgres/pools.js';

export type LogSnapshot = { db: Querier; logId: number; head: number };

/**
 * Runs `work` on one snapshot of a district's log, beside whoever writes to it. Throws `DistrictNotFound`, `StoreUnavailable`.
 */
export function onSnapshot<T>(
  url: string,
  district: string,
  work: (log: LogSnapshot) => Promise<T>,
): Promise<T> {
  return onConnection(url, district, work, async (db) => {
    await db.query('begin transaction isolation level repeatable read, read only');
  });
}

/** The same without a snapshot, for whoever reads for hours: nothing is kept from being cleaned up meanwhile. */
export function onLog<T>(
  url: string,
  district: string,
  work: (log: LogSnapshot) => Promise<T>,
): Promise<T> {
  return onConnection(url, district, work, async () => {});
}

async function onConnection<T>(
  url: string,
  district: string,
  work: (log: LogSnapshot) => Promise<T>,
  begin: (db: Querier) => Promise<void>,
): Promise<T> {
  const pool = quiet(new pg.Pool({ connectionString: url, max: 1 }));
  try {
    const db = await pool.connect();
    try {
      await begin(db);
      const { rows } = await db.query<{ log_id: number; head: string }>(
        'select log_id, last_pos::text as head from es.log where district_id::text = $1',
        [district],
      );
      const [log] = rows;
      if (!log) throw new DistrictNotFound(district);
      await db.query(`select set_config('app.log_id', $1, false)`, [String(log.log_id)]);
      return await work({ db, logId: log.log_id, head: Number(log.head) });
    } finally {
      db.release(true); // ends the transaction with its connection
    }
  } catch (error) {
    throw asStoreError(error);
  } finally {
    await pool.end();
  }
}
