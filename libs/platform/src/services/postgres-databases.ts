import pg from 'pg';
import type { AimlineHome } from './aimline-home.js';
import { superuserUrl } from './embedded-postgres.js';
import { homeSecret } from './secret-file.js';
import { ServiceProblem } from './service-problem.js';

/** Where a PostgreSQL server is and who speaks to it. */
export type PostgresAccess = {
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  tls: boolean;
};

/** The oldest major version that a test of ours runs on. */
const OLDEST = 15;

const applicationSecret = 'app-postgres-password';

/**
 * Roles and databases on the embedded server: `aimline` owns ours and migrates it, `aimline_app` is what API, worker and commands log
 * in as, `temporal` is Temporal's; each has its own password. None is a superuser, as on a managed server, so that what works
 * here works there.
 */
export async function prepareEmbeddedDatabases(
  home: AimlineHome,
  port: number,
): Promise<{ databaseUrl: string; migrationUrl: string; temporal: PostgresAccess }> {
  const [owners, applications, temporals] = [
    await homeSecret(home, 'postgres-password'),
    await homeSecret(home, applicationSecret),
    await homeSecret(home, 'temporal-postgres-password'),
  ];
  const client = new pg.Client({ connectionString: await superuserUrl(home, port) });
  await client.connect();
  try {
    await ensureRole(client, 'aimline', owners, 'createdb createrole');
    await ensureRole(client, 'aimline_app', applications, 'nocreatedb nocreaterole');
    await ensureRole(client, 'temporal', temporals, 'nocreatedb nocreaterole');
    await ensureDatabase(client, 'aimline', 'aimline');
    await ensureDatabase(client, 'temporal', 'temporal');
    await ensureDatabase(client, 'temporal_visibility', 'temporal');
  } finally {
    await client.end();
  }
  const at = { host: '127.0.0.1', port, tls: false };
  return {
    databaseUrl: await applicationUrl(home, port),
    migrationUrl: `postgres://aimline:${owners}@127.0.0.1:${port}/aimline`,
    temporal: { ...at, user: 'temporal', password: temporals, database: 'temporal' },
  };
}

/** Our database on the embedded server, as the login that may do no more than the application's work. */
export async function applicationUrl(home: AimlineHome, port: number): Promise<string> {
  return `postgres://aimline_app:${await homeSecret(home, applicationSecret)}@127.0.0.1:${port}/aimline`;
}

/**
 * Checks that DATABASE_URL leads to a PostgreSQL that is new enough; otherwise says what is wrong with it. `loginToCome`: the first migration
 * makes the login, so that a server which does not know it has answered well enough.
 */
export async function checkDatabaseUrl(
  databaseUrl: string,
  { loginToCome = false } = {},
): Promise<void> {
  const where = withoutPassword(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query(
      "select current_setting('server_version_num')::int as version",
    );
    const major = Math.floor(Number(rows[0].version) / 10_000);
    if (major < OLDEST)
      throw new ServiceProblem(
        'postgres-too-old',
        `${where} is PostgreSQL ${major}; Aimline needs ${OLDEST} or newer.`,
        'Use a newer server, or unset DATABASE_URL to run the embedded one.',
      );
  } catch (error) {
    if (error instanceof ServiceProblem) throw error;
    const { code = '' } = error as { code?: string };
    if (loginToCome && code.startsWith('28')) return;
    throw new ServiceProblem(
      'postgres-unreachable',
      `PostgreSQL at ${where} does not answer: ${(error as Error).message || (error as { code?: string }).code}`,
      'Check DATABASE_URL and that the server runs, or unset DATABASE_URL to run the embedded one.',
    );
  } finally {
    await client.end().catch(() => {});
  }
}

/** On a server of yours, Temporal gets two databases beside Aimline's own, by the same role. */
export async function prepareTemporalDatabases(databaseUrl: string): Promise<PostgresAccess> {
  const url = new URL(databaseUrl);
  const user = decodeURIComponent(url.username);
  const database = `${url.pathname.slice(1)}_temporal`;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const name of [database, `${database}_visibility`])
      await ensureDatabase(client, name, user);
  } catch (error) {
    throw new ServiceProblem(
      'temporal-no-database',
      `The databases ${database} and ${database}_visibility could not be created: ${(error as Error).message}`,
      `Create them for the role ${user}, or set TEMPORAL_ADDRESS to a Temporal server of yours.`,
    );
  } finally {
    await client.end();
  }
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user,
    password: decodeURIComponent(url.password),
    database,
    tls: !['', 'disable', 'allow', 'prefer'].includes(url.searchParams.get('sslmode') ?? ''),
  };
}

export function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'DATABASE_URL (which is no URL)';
  const url = new URL(databaseUrl);
  return `${url.hostname}:${url.port || 5432}${url.pathname}`;
}

async function ensureRole(client: pg.Client, name: string, password: string, may: string) {
  const role = client.escapeIdentifier(name);
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  if (!rowCount) await client.query(`create role ${role}`);
  // Every time: the password file may have been lost, and the server is ours.
  await client.query(`alter role ${role} login ${may} password ${client.escapeLiteral(password)}`);
}

async function ensureDatabase(client: pg.Client, name: string, owner: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  if (rowCount) return;
  const [database, role] = [client.escapeIdentifier(name), client.escapeIdentifier(owner)];
  await client.query(`create database ${database} owner ${role}`);
}
