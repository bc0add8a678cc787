import { DataSource, type DataSourceOptions } from 'typeorm';
import { esMigrations } from './migrations/index.js';

type Listed = {
  entities?: DataSourceOptions['entities'];
  /** Migration classes of the read models and of schema `app`; run after the record's own, by the number in their names. */
  migrations?: readonly (new () => object)[];
};

/** TypeORM over the same database: for migrations and the read models' entities, never for events. */
export function dataSource(databaseUrl: string, { entities = [], migrations = [] }: Listed = {}) {
  return new DataSource({
    type: 'postgres',
    url: databaseUrl,
    entities,
    migrations: [...esMigrations, ...migrations] as (new () => never)[],
    migrationsTableName: 'aimline_migrations',
    migrationsTransactionMode: 'each',
    synchronize: false,
  });
}
