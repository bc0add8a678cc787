import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '#event-store/migrate';

export type FreshDatabase = {
  /** As what the application logs in: it may do its work and nothing else. */
  url: string;
  /** As the role `aimline`, which owns the database and is no superuser: for a look, or a hand, behind the application's back. */
  ownerUrl: string;
  /** The same database as the server's superuser; null on a server that is not ours. */
  superuserUrl: string | null;
  /** Brings it up to date: the record, and what else is named. */
  migrate(extra?: readonly (new () => object)[]): Promise<readonly string[]>;
  drop(): Promise<void>;
};

/** A new, empty database for one spec file, on the server of the test run. Roles are the server's and are shared. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = inject('ownerUrl');
  const superuser = inject('superuserUrl');
  const name = `test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await run(server, `create database ${name}`);
  const [url, ownerUrl] = [named(inject('databaseUrl'), name), named(server, name)];
  return {
    url,
    ownerUrl,
    superuserUrl: superuser && named(superuser, name),
    migrate: (extra) => migrate(ownerUrl, extra, url),
    drop: () => run(superuser ?? server, `drop database if exists ${name} with (force)`),
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
