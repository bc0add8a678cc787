import pg from 'pg';
import { dataSource } from './data-source.js';
import { esMigrations } from './migrations/index.js';
import { ensureRights } from './roles/rights.js';
import { ensureRoles } from './roles/roles.js';

const migrationLock = 1_876_500_001;

type Migrations = readonly (new () => object)[];

/** The login may not change the schemas, and they are older than this program. */
export class MigrationNeeded extends Error {
  constructor(readonly missing: readonly string[]) {
    super(
      'The database is older than this program, and this login may not change it. Run `aimline db migrate` with ' +
        `DATABASE_MIGRATION_URL set to the login that owns the database. Missing: ${missing.join(', ')}`,
    );
    this.name = 'MigrationNeeded';
  }
}

/**
 * Brings the schemas up to date, then roles and rights, and returns the names of the migrations that ran. Several processes may
 * start at once: one migrates, the others wait for it and find nothing to do. A login that may not migrate only looks whether
 * all is done; {@link MigrationNeeded} if not.
 *
 * @param url of whoever owns the database; it may create roles, or they are there
 * @param applicationUrl whose login does the application's work from now on, if it is another; made if it does not exist
 */
export async function migrate(
  url: string,
  extra: Migrations = [],
  applicationUrl: string = url,
): Promise<readonly string[]> {
  const guard = new pg.Client({ connectionString: url });
  await guard.connect();
  try {
    if (!(await mayMigrate(guard))) return await nothingMissing(guard, [...esMigrations, ...extra]);
    await guard.query('select pg_advisory_lock($1)', [migrationLock]);
    await ensureRoles(guard, loginOf(applicationUrl));
    const source = await dataSource(url, { migrations: extra }).initialize();
    try {
      const ran = await source.runMigrations();
      await ensureRights(guard);
      return ran.map((migration) => migration.name);
    } finally {
      await source.destroy();
    }
  } finally {
    await guard.end();
  }
}

async function mayMigrate(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    `select has_database_privilege(current_database(), 'create') as may`,
  );
  return rows[0]!.may;
}

async function nothingMissing(client: pg.Client, wanted: Migrations): Promise<[]> {
  const { rows } = await client
    .query<{ name: string }>('select name from public.aimline_migrations')
    .catch((error: pg.DatabaseError) => {
      if (error.code === '42P01' || error.code === '42501') return { rows: [] }; // never migrated
      throw error;
    });
  const missing = wanted
    .map(({ name }) => name)
    .filter((n) => !rows.some(({ name }) => name === n));
  if (missing.length > 0) throw new MigrationNeeded(missing);
  return [];
}

function loginOf(url: string) {
  const { username, password } = new URL(url);
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) };
}
