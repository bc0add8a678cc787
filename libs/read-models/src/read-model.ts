import type { Recorded } from '#domain/decider';
import type { Step } from './folds.js';

/** One connection inside the transaction that also moves the checkpoint. */
export type Tx = {
  query: (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;
};

/** Where a district's rows are read: a connection that was told the district sees its rows alone. */
export type DistrictRows = {
  of: (district: string) => Tx;
  districts: () => Promise<readonly string[]>;
};

/** Events of one district in the order of the log, and each process that they touched, after each command. */
export type Batch = { district: string; events: readonly Recorded[]; steps: readonly Step[] };

/** A view fed by the log alone: thrown away and built again, it comes out equal byte for byte. */
export type ReadModel = {
  name: string;
  /** Its tables in schema `rm`; each holds `district_id` as the first column of its key. */
  tables: readonly string[];
  apply: (batch: Batch, tx: Tx) => Promise<void>;
};

/** A read model of one row per id, changed by events that name the row. */
export type RowModel<Row extends object> = {
  table: string;
  /** The key's column beside `district_id`. */
  id: keyof Row & string;
  /** The rows that an event concerns, or none. */
  idsOf: (event: Recorded) => readonly string[];
  /** The row after the event; null = no row. */
  evolve: (row: Row | null, event: Recorded, id: string) => Row | null;
};

/** Loads the rows that the batch touches, evolves them in the log's order and writes each once. */
export async function applyRows<Row extends object>(
  model: RowModel<Row>,
  { district, events }: Batch,
  tx: Tx,
): Promise<void> {
  const touched = events.flatMap((event) => model.idsOf(event).map((id) => ({ event, id })));
  if (touched.length === 0) return;
  const ids = [...new Set(touched.map((t) => t.id))];
  const { rows } = await tx.query(
    `select to_jsonb(t) - 'district_id' as row from rm.${model.table} t where district_id = $1 and ${model.id} = any($2)`,
    [district, ids],
  );
  const current = new Map<string, Row | null>();
  for (const { row } of rows) current.set(String((row as Row)[model.id]), row as Row);
  for (const { event, id } of touched) {
    current.set(id, model.evolve(current.get(id) ?? null, event, id));
  }
  const kept = [...current.values()].filter((row): row is Row => row !== null);
  const gone = [...current].filter(([, row]) => row === null).map(([id]) => id);
  await upsert(tx, model.table, district, kept, [model.id]);
  if (gone.length > 0) {
    await tx.query(
      `delete from rm.${model.table} where district_id = $1 and ${model.id} = any($2)`,
      [district, gone],
    );
  }
}

/** Writes whole rows in one statement; rows of equal key must not occur twice. */
export async function upsert(
  tx: Tx,
  table: string,
  district: string,
  rows: readonly object[],
  key: readonly string[],
): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = Object.keys(first);
  const set = columns.filter((c) => !key.includes(c)).map((c) => `${c} = excluded.${c}`);
  await tx.query(
    `insert into rm.${table} (district_id, ${columns.join(', ')})
     select $1, ${columns.join(', ')} from jsonb_populate_recordset(null::rm.${table}, $2::jsonb)
     on conflict (district_id, ${key.join(', ')}) do ${set.length > 0 ? `update set ${set.join(', ')}` : 'nothing'}`,
    [district, JSON.stringify(rows)],
  );
}
