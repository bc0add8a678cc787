import type { Tx } from './read-model.js';

/** Equality on some columns; a column left out or undefined does not narrow. */
export type Where = Readonly<
  Record<string, string | number | boolean | readonly string[] | null | undefined>
>;

/**
 * Plain reads of one table of `rm`, by equality (an array: any of), in a stable order. Whatever needs more than that has a
 * query of its own beside its read model.
 */
export async function selectRows<Row>(
  db: Tx,
  table: string,
  district: string,
  where: Where,
  orderBy: string,
  page: { after?: string | undefined; limit?: number } = {},
): Promise<Row[]> {
  const values: unknown[] = [district];
  const narrowed = Object.entries(where)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => {
      if (value === null) return `${column} is null`;
      values.push(value);
      return Array.isArray(value)
        ? `${column} = any($${values.length})`
        : `${column} = $${values.length}`;
    });
  if (page.after !== undefined) {
    values.push(page.after);
    narrowed.push(`${orderBy} > $${values.length}`);
  }
  values.push(page.limit ?? 10_000);
  const { rows } = await db.query(
    `select to_jsonb(t) - 'district_id' as row from rm.${table} t
     where ${['district_id = $1', ...narrowed].join(' and ')} order by ${orderBy} limit $${values.length}`,
    values,
  );
  return rows.map(({ row }) => row as Row);
}
