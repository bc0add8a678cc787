import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { quiet } from '#event-store/postgres/pools';
import { rivalFolder } from './install.js';

/** In the order of its own install.sh; roles and views are left out. */
const files = [
  'schema/message-store', 'extensions/pgcrypto', 'tables/messages', 'types/message',
  'functions/message-store-version', 'functions/hash-64', 'functions/acquire-lock', 'functions/category',
  'functions/is-category', 'functions/id', 'functions/cardinal-id', 'functions/stream-version',
  'functions/write-message', 'functions/get-stream-messages',
  'indexes/messages-id', 'indexes/messages-stream', 'indexes/messages-category',
]; // prettier-ignore

/** message-db on a database of its own, with a connection for each caller. */
export async function messageDbOn(url: string, connections: number) {
  const folder = join(await rivalFolder('@eventide/message-db'), 'database');
  const options = '-c search_path=message_store,public -c client_min_messages=warning';
  const pool = quiet(new pg.Pool({ connectionString: url, max: connections, options }));
  for (const file of files)
    await pool.query(
      (await readFile(join(folder, `${file}.sql`), 'utf8')).replaceAll(' CONCURRENTLY', ''),
    );
  return {
    /** @param expected the version that the stream has; -1 for a new one */
    async write(stream: string, type: string, data: object, expected: number): Promise<number> {
      const { rows } = await pool.query<{ version: string }>({
        name: 'write',
        text: 'select write_message($1, $2, $3, $4, $5, $6) as version',
        values: [randomUUID(), stream, type, JSON.stringify(data), null, expected],
      });
      return Number(rows[0]!.version);
    },
    close: () => pool.end(),
  };
}
