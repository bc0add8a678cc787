import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database of its own on the same server, for who would be in the other's way. */
export async function databaseFor(url: string, name: string): Promise<string> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  const database = `bench_${name}_${randomUUID().slice(0, 8)}`;
  await db.query(`create database ${database}`);
  await db.end();
  const own = new URL(url);
  own.pathname = `/${database}`;
  return own.href;
}
