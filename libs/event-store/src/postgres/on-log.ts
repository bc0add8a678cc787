import pg from 'pg';
import { DistrictNotFound } from '../errors.js';
import { asStoreError } from './pools.js';

/** One district's log on one connection; `head` is its last position when the connection was told of it. */
export type OneLog = { db: pg.ClientBase; logId: number; head: number };

/**
 * How the work sees the log while others write to it:
 * `snapshot`      as it was at the beginning, all through; nothing can be written;
 * `transaction`   all or nothing of what it writes;
 * `as-it-goes`    each statement by itself, for whoever reads for hours: nothing is kept from being cleaned up meanwhile.
 */
export type Manner = 'snapshot' | 'transaction' | 'as-it-goes';

const begins: Readonly<Record<Manner, string | null>> = {
  snapshot: 'begin transaction isolation level repeatable read, read only',
  transaction: 'begin',
  'as-it-goes': null,
};

/**
 * Runs `work` on a connection of its own that has been told the district: row security shows it no other. Throws `DistrictNotFound`,
 * `StoreUnavailable`, and what `work` throws; nothing of a transaction is left then.
 */
export async function onLog<T>(
  url: string,
  district: string,
  manner: Manner,
  work: (log: OneLog) => Promise<T>,
): Promise<T> {
  const db = new pg.Client({ connectionString: url });
  db.on('error', () => undefined); // the query under way rejects
  try {
    await db.connect();
    const begin = begins[manner];
    if (begin !== null) await db.query(begin);
    const { rows } = await db.query<{ log_id: number; head: string }>(
      'select log_id, last_pos::text as head from es.log where district_id::text = $1',
      [district],
    );
    const [log] = rows;
    if (!log) throw new DistrictNotFound(district);
    await db.query(`select set_config('app.log_id', $1, false)`, [String(log.log_id)]);
    const done = await work({ db, logId: log.log_id, head: Number(log.head) });
    if (begin !== null) await db.query('commit');
    return done;
  } catch (error) {
    throw asStoreError(error);
  } finally {
    await db.end().catch(() => undefined); // with it ends a transaction that was not committed
  }
}
