import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

const run = promisify(execFile);

/** PostgreSQL's own load generator, or null where none is installed (Debian: postgresql-contrib). */
export async function pgbenchOn(url: string) {
  try {
    await run('pgbench', ['--version']);
  } catch {
    return null;
  }
  const db = new pg.Pool({ connectionString: url, max: 1 });
  await db.query('create table plain (id bigserial primary key, stream uuid, body bytea)');
  await db.end();
  return {
    /** Rows a second of single-row INSERTs by so many connections, each its own transaction. */
    async insert(connections: number, seconds: number, rows = 1): Promise<number> {
      const folder = await mkdtemp(join(tmpdir(), 'aimline-pgbench-'));
      const script = join(folder, 'insert.sql');
      const row = `(gen_random_uuid(), decode(repeat('ab', 480), 'hex'))`;
      const values = Array.from({ length: rows }, () => row).join(', ');
      await writeFile(script, `insert into plain (stream, body) values ${values};\n`);
      try {
        const options = ['-n', '-M', 'prepared', '-c', String(connections), '-j', '2'];
        const { stdout } = await run('pgbench', [
          ...options, '-T', String(Math.max(1, Math.round(seconds))), '-f', script, url,
        ]); // prettier-ignore
        const tps = /^tps = ([\d.]+) \(without initial/m.exec(stdout);
        if (!tps) throw new Error(`pgbench said nothing that can be read:\n${stdout}`);
        return Number(tps[1]) * rows;
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  };
}
