import pg from 'pg';
import { types } from '../postgres/rows.js';
import { BackupProblem } from './backup-problem.js';
import { BackupKey, type DistrictInBackup, type Manifest, readManifest } from './manifest.js';
import { checkSections } from './read-section.js';
import { type Table, tablesOf } from './tables.js';
import { migrationsOf } from './write-backup.js';

/** What the restore of one district means for the log that is there now. */
export type PlannedDistrict = DistrictInBackup & {
  /** Of the log that is there now; null: the district is new here. */
  here: { head: number; chainHash: string } | null;
  /** Events that are recorded now and that the backup does not hold, and when they were recorded; null: none. */
  lost: { events: number; from: string; to: string } | null;
  /** The log here is not a longer or shorter form of the one in the backup. */
  otherHistory: boolean;
};

export type RestorePlan = {
  path: string;
  manifest: Manifest;
  districts: readonly PlannedDistrict[];
  /** Districts that the backup does not know; they stay as they are. */
  untouched: readonly string[];
  /** The day on which it had to be thrown away has passed. */
  tooOld: boolean;
};

export type PlanOptions = { url: string; path: string; masterKey: Buffer; now?: Date };

/**
 * Reads and checks the whole file, byte by byte, and compares it with what is there. Changes nothing. Throws `BackupProblem` where the
 * file cannot be believed, or does not fit this database.
 */
export async function planRestore(options: PlanOptions): Promise<RestorePlan> {
  const { url, path, masterKey, now = new Date() } = options;
  const manifest = await readManifest(path, new BackupKey(masterKey));
  await checkSections(path, manifest);
  if (manifest.kind === 'without-personal')
    throw new BackupProblem(
      'without-personal',
      'This backup holds neither keys nor bodies: it proves the log (`aimline backup --check`), and nobody can go on from it.',
      path,
    );
  const client = new pg.Client({ connectionString: url, types });
  client.on('error', () => undefined);
  await client.connect();
  try {
    assertSameSchema(path, manifest, await tablesOf(client, 'full'), await migrationsOf(client));
    const logs = await logsHere(client);
    const districts: PlannedDistrict[] = [];
    for (const district of manifest.districts)
      districts.push(await planned(client, path, district, logs));
    const inBackup = new Set(manifest.districts.map((d) => d.district));
    return {
      path,
      manifest,
      districts,
      untouched: logs.flatMap(({ district }) => (inBackup.has(district) ? [] : [district])),
      tooOld: manifest.keepUntil !== null && now.toISOString() > manifest.keepUntil,
    };
  } finally {
    await client.end();
  }
}

function assertSameSchema(
  path: string,
  manifest: Manifest,
  tables: readonly Table[],
  migrations: readonly string[],
): void {
  const ran = new Set(migrations);
  const only = manifest.migrations.find((name) => !ran.has(name));
  const missing = migrations.find((name) => !manifest.migrations.includes(name));
  if (only !== undefined || missing !== undefined)
    throw new BackupProblem(
      'other-schema',
      `The backup was made by another version of Aimline: ${only ?? missing} has run ` +
        `${only === undefined ? 'here and not there' : 'there and not here'}. Restore it with the version that made it, ` +
        'then bring that up to date.',
      path,
    );
  const here = new Map(tables.map((table) => [table.name, table]));
  for (const { table, columns } of manifest.sections)
    if (here.get(table)?.columns.toSorted().join() !== columns.toSorted().join())
      throw new BackupProblem(
        'other-schema',
        `The table ${table} has other columns here than in the backup.`,
        `${path}, ${table}`,
      );
}

type LogHere = { logId: number; district: string; head: number; chainHash: string };

export async function logsHere(db: Pick<pg.ClientBase, 'query'>): Promise<LogHere[]> {
  const { rows } = await db.query<LogHere>(
    `select log_id as "logId", district_id as district, last_pos as head, encode(last_hash, 'hex') as "chainHash"
     from es.log order by log_id`,
  );
  return rows;
}

async function planned(
  db: pg.Client,
  path: string,
  inBackup: DistrictInBackup,
  logs: readonly LogHere[],
): Promise<PlannedDistrict> {
  const { district, logId } = inBackup;
  const taken = logs.find((log) => (log.logId === logId) !== (log.district === district));
  if (taken)
    throw new BackupProblem(
      'log-id-taken',
      `District ${district} has log ${logId} in the backup; here ${taken.district} has log ${taken.logId}. ` +
        'Restore it into an empty database.',
      path,
    );
  const here = logs.find((log) => log.logId === logId) ?? null;
  if (!here) return { ...inBackup, here, lost: null, otherHistory: false };
  const { head, chainHash } = here;
  const common = await commonLength(db, inBackup, here);
  const lost = common === head ? null : await lostAfter(db, logId, common);
  return { ...inBackup, here: { head, chainHash }, lost, otherHistory: common === 0 && head > 0 };
}

/**
 * How many events both logs share, as far as the ends and the backup's last checkpoint tell: chain hashes that are equal say so of
 * every event before them. A log that is shorter than the backup cannot be told from another without reading both: it counts as lost.
 */
async function commonLength(
  db: pg.Client,
  inBackup: DistrictInBackup,
  here: LogHere,
): Promise<number> {
  if (here.head === inBackup.head && here.chainHash === inBackup.chainHash) return here.head;
  await db.query(`select set_config('app.log_id', $1, false)`, [String(here.logId)]);
  const { rows } = await db.query<{ hash: string }>(
    `select encode(chain_hash, 'hex') as hash from es.events where log_id = $1 and pos = $2`,
    [here.logId, inBackup.head],
  );
  if (rows[0]?.hash === inBackup.chainHash) return inBackup.head;
  const { checkpoint } = inBackup;
  if (!checkpoint) return 0;
  const { rows: same } = await db.query(
    'select from es.checkpoints where log_id = $1 and size = $2 and note = $3',
    [here.logId, checkpoint.size, checkpoint.note],
  );
  return same.length > 0 ? checkpoint.size : 0;
}

async function lostAfter(db: pg.Client, logId: number, after: number) {
  const { rows } = await db.query<{ events: number; from: string | null; to: string | null }>(
    `select count(*) as events, ${utc('min(recorded_at)')} as from, ${utc('max(recorded_at)')} as to
     from es.events where log_id = $1 and pos > $2`,
    [logId, after],
  );
  const { events, from, to } = rows[0]!;
  return from === null || to === null ? null : { events, from, to };
}

const utc = (moment: string) =>
  `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
