import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type FreshDatabase = {
  /** As the role `aimline`, which owns the database and is no superuser. */
  url: string;
  /** The same database as the server's superuser; null on a server that is not ours. */
  superuserUrl: string | null;
  drop(): Promise<void>;
};

/** A new, empty database for one spec file, on the server of the test run. Roles are the server's and are shared. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = inject('databaseUrl');
  const superuser = inject('superuserUrl');
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await run(server, `create database ${name}`);
  return {
    url: named(server, name),
    superuserUrl: superuser && named(superuser, name),
    drop: () => run(server, `drop database if exists ${name} with (force)`),
  };
}

function named(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
