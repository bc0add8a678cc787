import pg from 'pg';
import { DistrictNotFound } from '../errors.js';
import { types } from './rows.js';

/**
 * A look at one log, or a word to it, in a transaction on a connection of its own that has named the log: row security shows it no other.
 * Throws `DistrictNotFound`.
 */
export async function onLog<T>(
  url: string,
  district: string,
  work: (db: pg.Client, logId: number) => Promise<T>,
): Promise<T> {
  const db = new pg.Client({ connectionString: url, types });
  db.on('error', () => undefined); // the query under way rejects
  await db.connect();
  try {
    await db.query('begin');
    const { rows } = await db.query<{ id: number }>(
      'select log_id as id from es.log where district_id::text = $1',
      [district],
    );
    if (!rows[0]) throw new DistrictNotFound(district);
    await db.query(`select set_config('app.log_id', $1, true)`, [String(rows[0].id)]);
    const done = await work(db, rows[0].id);
    await db.query('commit');
    return done;
  } finally {
    await db.end().catch(() => undefined);
  }
}
