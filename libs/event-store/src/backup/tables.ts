import type pg from 'pg';
import { BackupProblem } from './backup-problem.js';
import type { BackupKind } from './manifest.js';

/** A table that is backed up, as the database knows it. */
export type Table = {
  /** `schema.table` */
  name: string;
  columns: readonly string[];
  /** By which its rows are ordered: the primary key. */
  key: readonly string[];
  /** Belongs to a log: has a column `log_id`. */
  ofLog: boolean;
  /** How each of its triggers is enabled: `alter table` takes the words. */
  triggers: readonly { name: string; enabled: 'enable' | 'enable always' | 'enable replica' }[];
};

/** Nobody is signed in by a backup. */
const neverKept = new Set(['app.sessions', 'app.sign_ins']);

/** Ids, hashes, codes and moments: what a log is proved with. */
const withoutPersonal = new Set(['es.log', 'es.streams', 'es.events', 'es.gone', 'es.checkpoints']);

type Row = {
  name: string;
  columns: string[];
  key: string[] | null;
  triggers: { name: string; enabled: string }[] | null;
};

/** The tables of the record, its vault and schema `app` that a backup of this kind holds; read models are made again. */
export async function tablesOf(
  db: Pick<pg.ClientBase, 'query'>,
  kind: BackupKind,
): Promise<Table[]> {
  const { rows } = await db.query<Row>(
    `select n.nspname || '.' || c.relname as name,
       (select json_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       (select json_agg(a.attname order by array_position(i.indkey::int2[], a.attnum)) from pg_index i
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey::int2[])
        where i.indrelid = c.oid and i.indisprimary) as key,
       (select json_agg(json_build_object('name', t.tgname, 'enabled', t.tgenabled) order by t.tgname)
        from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal and t.tgenabled <> 'D') as triggers
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('es', 'vault', 'app') and c.relkind = 'r'
     order by case n.nspname when 'es' then 1 when 'vault' then 2 else 3 end, c.relname`,
  );
  return rows
    .filter(({ name }) => !neverKept.has(name) && (kind === 'full' || withoutPersonal.has(name)))
    .map(({ name, columns, key, triggers }) => {
      const ofLog = columns.includes('log_id');
      if (!key || (!ofLog && !name.startsWith('app.')))
        throw new BackupProblem(
          'other-schema',
          `The table ${name} has no primary key or belongs to no log: this version cannot back it up.`,
          name,
        );
      return { name, columns, key, ofLog, triggers: (triggers ?? []).map(enabledAs) };
    });
}

function enabledAs({ name, enabled }: { name: string; enabled: string }) {
  const words = { O: 'enable', A: 'enable always', R: 'enable replica' } as const;
  return { name, enabled: words[enabled as keyof typeof words] };
}

export const quoted = (name: string) =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
