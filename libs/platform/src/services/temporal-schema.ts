import { execFile } from 'node:child_process';
import pg from 'pg';
import type { PostgresAccess } from './postgres-databases.js';
import { ServiceProblem } from './service-problem.js';

/** Sets up or upgrades both schemas with Temporal's own tool. Run at every start: nothing happens when all is current. */
export async function updateTemporalSchema(sqlTool: string, access: PostgresAccess): Promise<void> {
  const { database } = access;
  await Promise.all([
    update(sqlTool, access, database, 'postgresql/v12/temporal'),
    update(sqlTool, access, `${database}_visibility`, 'postgresql/v12/visibility'),
  ]);
}

async function update(tool: string, access: PostgresAccess, database: string, schema: string) {
  if (!(await hasVersion(access, database)))
    await run(tool, access, database, ['setup-schema', '-v', '0.0']);
  await run(tool, access, database, ['update-schema', '--schema-name', schema]);
}

async function hasVersion(access: PostgresAccess, database: string): Promise<boolean> {
  const { host, port, user, password, tls } = access;
  const client = new pg.Client({ host, port, user, password, database, ssl: tls });
  await client.connect();
  try {
    const { rows } = await client.query(
      "select to_regclass('schema_version') is not null as there",
    );
    return rows[0].there as boolean;
  } finally {
    await client.end();
  }
}

async function run(tool: string, access: PostgresAccess, database: string, args: string[]) {
  const env = {
    ...process.env,
    SQL_PLUGIN: 'postgres12_pgx',
    SQL_HOST: access.host,
    SQL_PORT: String(access.port),
    SQL_USER: access.user,
    SQL_PASSWORD: access.password,
    SQL_DATABASE: database,
    SQL_TLS: String(access.tls),
  };
  const output = await new Promise<string | null>((done) => {
    execFile(tool, args, { env }, (error, stdout, stderr) =>
      done(error ? `${stdout}${stderr}` || error.message : null),
    );
  });
  if (output === null) return;
  throw new ServiceProblem(
    'temporal-schema-failed',
    `Temporal's schema in ${database} could not be brought up to date (${args[0]}):\n${output.trim().split('\n').slice(-4).join('\n')}`,
    'If an older Aimline wrote this database, its Temporal data can be dropped: workflows are rebuilt from the log.',
  );
}
