import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import pg from 'pg';
import { backupDays } from '#domain/record-request/decide-destruction';
import { esMigrations } from '../migrations/index.js';
import { types } from '../postgres/rows.js';
import { BackupProblem } from './backup-problem.js';
import {
  BackupKey,
  type BackupKind,
  type DistrictInBackup,
  head,
  type Manifest,
  type Section,
  trailerOf,
} from './manifest.js';
import { linesOf, withoutPersonalBody } from './rows-as-lines.js';
import { type Table, tablesOf } from './tables.js';

export type WriteBackupOptions = {
  url: string;
  masterKey: Buffer;
  /** The file that is made; it must not be there yet. */
  path: string;
  kind: BackupKind;
  now?: Date;
};

const dayMs = 86_400_000;

/**
 * Writes a backup of every log as one snapshot shows it, beside whoever writes to it, in constant memory. The file gets its name when
 * it is whole and on the disk, and is its owner's alone to read.
 */
export async function writeBackup(options: WriteBackupOptions): Promise<Manifest> {
  const { url, path } = options;
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  const client = new pg.Client({
    connectionString: url,
    types,
    application_name: 'aimline backup',
  });
  client.on('error', () => undefined); // the query under way rejects
  await client.connect();
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      const manifest = await writeTo(file, client, options);
      await file.sync();
      await link(draft, path).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
        throw new BackupProblem('file-exists', 'There is a file of this name already.', path);
      });
      return manifest;
    } finally {
      await file.close();
      await rm(draft, { force: true });
    }
  } finally {
    await client.end();
  }
}

async function writeTo(
  file: FileHandle,
  db: pg.Client,
  { masterKey, kind, path, now = new Date() }: WriteBackupOptions,
): Promise<Manifest> {
  const key = new BackupKey(masterKey);
  await db.query('begin transaction isolation level repeatable read, read only');
  await db.query(`set local timezone = 'UTC'`);
  const tables = await tablesOf(db, kind);
  const districts = await districtsOf(db);
  const sections: Section[] = [];
  await file.write(head);
  let offset = head.length;
  for (const table of tables)
    for (const logId of table.ofLog ? districts.map((d) => d.logId) : [null]) {
      const section = await writeSection(file, db, { table, logId, kind, offset });
      offset += section.length;
      sections.push(section);
    }
  assertWhole(path, districts, sections);
  const manifest: Manifest = {
    format: 1,
    kind,
    createdAt: now.toISOString(),
    keepUntil: kind === 'full' ? new Date(now.getTime() + backupDays * dayMs).toISOString() : null,
    migrations: await migrationsOf(db),
    masterKey: key.name,
    districts,
    sections,
  };
  await file.write(trailerOf(manifest, key));
  await db.query('rollback');
  return manifest;
}

type Writing = { table: Table; logId: number | null; kind: BackupKind; offset: number };

async function writeSection(
  file: FileHandle,
  db: pg.Client,
  { table, logId, kind, offset }: Writing,
): Promise<Section> {
  const hash = createHash('sha256');
  let rows = 0;
  let length = 0;
  const bare = kind === 'without-personal' && table.name === 'es.events';
  await pipeline(
    async function* () {
      for await (const lines of linesOf(db, table, logId)) {
        rows += lines.length;
        yield `${(bare ? lines.map(withoutPersonalBody) : lines).join('\n')}\n`;
      }
    },
    createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
    async function (compressed: AsyncIterable<Buffer>) {
      for await (const bytes of compressed) {
        hash.update(bytes);
        length += bytes.length;
        await file.write(bytes);
      }
    },
  );
  const { name, columns } = table;
  return {
    table: name,
    logId,
    columns: [...columns],
    rows,
    offset,
    length,
    sha256: hash.digest('hex'),
  };
}

/** Row security or a hole would leave a backup that looks fine and is empty. */
function assertWhole(
  path: string,
  districts: readonly DistrictInBackup[],
  sections: readonly Section[],
): void {
  for (const { district, logId, head: events } of districts) {
    const { rows } = sections.find((s) => s.table === 'es.events' && s.logId === logId)!;
    if (rows !== events)
      throw new BackupProblem(
        'log-not-whole',
        `The log of district ${district} counts ${events} events and ${rows} can be read: nothing was written. ` +
          'See `aimline verify`, and that the database’s role may read them all.',
        path,
      );
  }
}

async function districtsOf(db: pg.Client): Promise<DistrictInBackup[]> {
  const { rows } = await db.query<DistrictInBackup>(
    `select l.district_id as district, l.log_id as "logId", l.stepped_now is not null as sandbox, l.last_pos as head,
       encode(l.last_hash, 'hex') as "chainHash",
       to_char(l.last_recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "recordedAt",
       (select json_build_object('size', c.size, 'note', c.note) from es.checkpoints c
        where c.log_id = l.log_id order by c.size desc limit 1) as checkpoint
     from es.log l order by l.log_id`,
  );
  return rows;
}

/** Those of the record's own migrations that have run, in their order. */
export async function migrationsOf(db: Pick<pg.Client, 'query'>): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>('select name from aimline_migrations');
  const ran = new Set(rows.map(({ name }) => name));
  return esMigrations.map(({ name }) => name).filter((name) => ran.has(name));
}
