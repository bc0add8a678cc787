import { type StreamId, uuidOf, kindOf } from '#domain/streams';
import { keyOf, readModelTables } from './migrations.js';
import type { Tx } from './read-model.js';
import { rowsOfStreams } from './rows-of-stream.js';

/** A row that is not what the log says, and of which stream it is. */
export type Difference = { table: string; stream: StreamId; how: 'changed' | 'missing' | 'extra' };

/** Of the shape and with the keys of those in `rm`, empty again after each transaction, gone with the connection. */
export async function makeTemporaryTables(tx: Tx): Promise<void> {
  for (const table of readModelTables)
    await tx.query(
      `create temporary table ${table} (like rm.${table} including defaults including indexes) on commit delete rows`,
    );
}

/** Lays the rows of some streams beside those that stand in the temporary tables. */
export async function differencesIn(
  tx: Tx,
  district: string,
  streams: readonly StreamId[],
): Promise<Difference[]> {
  const found: Difference[] = [];
  for (const { table, kind, column } of rowsOfStreams) {
    const ids = kind === null ? streams : streams.filter((one) => kindOf(one) === kind).map(uuidOf);
    if (ids.length === 0) continue;
    const [first] = keyOf(table);
    const { rows } = await tx.query(
      `select coalesce(a.${column}, b.${column}) as id,
         case when a.${first} is null then 'missing' when b.${first} is null then 'extra' else 'changed' end as how
       from (select * from rm.${table} where district_id = $1 and ${column} = any($2)) a
       full join (select * from pg_temp.${table} where ${column} = any($2)) b
         using (district_id, ${keyOf(table).join(', ')})
       where a::text is distinct from b::text`,
      [district, ids],
    );
    for (const { id, how } of rows as { id: string; how: Difference['how'] }[])
      found.push({ table, stream: (kind === null ? id : `${kind}/${id}`) as StreamId, how });
  }
  return found;
}
