import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * ANALYZE, which autovacuum runs by itself, copies some values of every column into `pg_statistic`, where a destruction does not reach:
 * of a key or a body that is gone such a copy would be the last one. Nobody looks for either by its value, so none is sampled.
 */
export class Unsampled1790000000020 implements MigrationInterface {
  name = 'Unsampled1790000000020';

  async up(db: QueryRunner): Promise<void> {
    for (const [table, column] of [
      ['es.events', 'body'],
      ['vault.district_keys', 'wrapped'],
      ['vault.class_keys', 'wrapped'],
    ] as const)
      await db.query(withoutSamples(table, column, 'bytea'));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
alter table es.events alter column body set statistics -1;
alter table vault.district_keys alter column wrapped set statistics -1;
alter table vault.class_keys alter column wrapped set statistics -1;`);
  }
}

/**
 * SQL after which ANALYZE takes no value of a column, and those that it took are gone: PostgreSQL drops them with every change of type,
 * one to the same type included, which rewrites no row. `type`: the column's own, with its collation.
 */
export function withoutSamples(table: string, column: string, type: string): string {
  return `alter table ${table} alter column ${column} type ${type}, alter column ${column} set statistics 0`;
}
