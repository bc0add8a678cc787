import pg from 'pg';
import { dataSource } from './data-source.js';

const migrationLock = 1_876_500_001;

/**
 * Brings the schemas up to date and returns the names of the migrations that ran. Several processes may start at once:
 * one migrates, the others wait for it and find nothing to do.
 */
export async function migrate(
  databaseUrl: string,
  extra: readonly (new () => object)[] = [],
): Promise<readonly string[]> {
  const guard = new pg.Client({ connectionString: databaseUrl });
  await guard.connect();
  try {
    await guard.query('select pg_advisory_lock($1)', [migrationLock]);
    const source = await dataSource(databaseUrl, { migrations: extra }).initialize();
    try {
      const ran = await source.runMigrations();
      return ran.map((migration) => migration.name);
    } finally {
      await source.destroy();
    }
  } finally {
    await guard.end();
  }
}
