import pg from 'pg';
import { classNumber } from '#domain/record-class';
import type { DestructionNote } from '../evidence/destruction-note.js';
import { types } from '../postgres/rows.js';
import { BackupProblem } from './backup-problem.js';
import type { Section } from './manifest.js';
import { logsHere, type RestorePlan } from './plan-restore.js';
import { linesIn } from './read-section.js';
import { quoted, type Table, tablesOf } from './tables.js';

export type RestoreOptions = {
  url: string;
  plan: RestorePlan;
  /** What was destroyed, by the copies outside: none of it is written back. By district. */
  destroyed: ReadonlyMap<string, readonly DestructionNote[]>;
  /** The views: removes a district's rows in the same transaction; their subscription begins anew. */
  views: { subscription: string; clear: (tx: pg.ClientBase, district: string) => Promise<void> };
};

const appendLocks = 18_753;
const sealerLocks = 18_754;

/**
 * Puts the districts of the backup in the place of what is there of them, in one transaction: whatever dies, the database holds the
 * old record or the new one. Other districts stay as they are. Of schema `app` only what is missing comes back: a token that was
 * revoked since stays revoked.
 */
export async function restoreBackup(options: RestoreOptions): Promise<void> {
  const client = new pg.Client({
    connectionString: options.url,
    types,
    application_name: 'aimline restore',
  });
  client.on('error', () => undefined); // the query under way rejects
  await client.connect();
  try {
    await client.query('begin');
    await restore(client, options);
    await client.query('commit');
    await scrub(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function restore(db: pg.Client, { plan, destroyed, views }: RestoreOptions): Promise<void> {
  const { path, manifest, districts } = plan;
  await db.query(`set local timezone = 'UTC'`);
  await db.query(`set local lock_timeout = '30s'`);
  const logIds = districts.map(({ logId }) => logId);
  for (const namespace of [appendLocks, sealerLocks])
    for (const logId of logIds)
      await db.query('select pg_advisory_xact_lock($1, $2)', [namespace, logId]);
  await assertAsPlanned(db, plan);
  const tables = await tablesOf(db, 'full');
  const epochs = await epochOf(db, logIds);
  for (const table of tables) if (table.ofLog) await clear(db, table, logIds);
  for (const section of manifest.sections) {
    const table = tables.find(({ name }) => name === section.table)!;
    const gone = destroyed.get(districts.find((d) => d.logId === section.logId)?.district ?? '');
    await load(db, path, section, table, withoutDestroyed(section.table, gone ?? []));
  }
  await forgetOwners(db, logIds, epochs);
  for (const { district, logId } of districts) {
    await views.clear(db, district);
    await db.query('delete from es.subscriptions where log_id = $1 and name = $2', [
      logId,
      views.subscription,
    ]);
  }
  for (const table of tables) await guard(db, table);
  for (const logId of logIds) {
    await db.query(`select set_config('app.log_id', $1, true)`, [String(logId)]);
    await db.query('select es.carry_out($1::smallint, 0)', [logId]);
  }
}

/** Nobody can write now; somebody may have between the plan and the lock, and would lose what nobody has agreed to lose. */
async function assertAsPlanned(db: pg.Client, { path, districts }: RestorePlan): Promise<void> {
  const now = new Map((await logsHere(db)).map((log) => [log.logId, log]));
  for (const { district, logId, here } of districts)
    if (now.get(logId)?.chainHash !== here?.chainHash)
      throw new BackupProblem(
        'changed-meanwhile',
        `The log of district ${district} has been written to meanwhile: stop API and worker, then give the command again.`,
        path,
      );
}

async function clear(db: pg.Client, table: Table, logIds: readonly number[]): Promise<void> {
  for (const { name } of table.triggers)
    await db.query(`alter table ${quoted(table.name)} disable trigger ${quoted(name)}`);
  for (const logId of logIds) {
    await db.query(`select set_config('app.log_id', $1, true)`, [String(logId)]);
    await db.query(`delete from ${quoted(table.name)} where log_id = $1`, [logId]);
  }
}

async function guard(db: pg.Client, { name: table, ofLog, triggers }: Table): Promise<void> {
  if (ofLog)
    for (const { name, enabled } of triggers)
      await db.query(`alter table ${quoted(table)} ${enabled} trigger ${quoted(name)}`);
}

type Kept = (line: string) => string | null;

async function load(
  db: pg.Client,
  path: string,
  section: Section,
  { name, ofLog }: Table,
  kept: Kept,
): Promise<void> {
  if (ofLog) await db.query(`select set_config('app.log_id', $1, true)`, [String(section.logId)]);
  const insert =
    `insert into ${quoted(name)} select * from json_populate_recordset(null::${quoted(name)}, $1::json)` +
    (ofLog ? '' : ' on conflict do nothing');
  for await (const lines of linesIn(path, section)) {
    const rows = lines.map(kept).filter((line) => line !== null);
    await db.query(insert, [`[${rows.join(',')}]`]);
  }
}

/**
 * A file of before a destruction holds the keys and bodies that went with it: they are left out on the way, so that they are in no
 * page of the database and in none of its WAL. The event that says so is recorded anew, once the record can be written to.
 */
function withoutDestroyed(table: string, destroyed: readonly DestructionNote[]): Kept {
  const classes = new Set<string>();
  const events = new Set<string>();
  for (const { subjectId, fact } of destroyed)
    if (fact.type === 'RecordDestroyed')
      classes.add(`${subjectId} ${classNumber(fact.data.recordClass)}`);
    else events.add(fact.data.eventId);
  type Row = { subject_id: string; record_class: number; event_id: string; key_id: string | null };
  const ofClass = ({ subject_id: subject, record_class: recordClass }: Row) =>
    classes.has(`${subject} ${recordClass}`);
  if (destroyed.length === 0) return (line) => line;
  if (table === 'vault.class_keys')
    return (line) => (ofClass(JSON.parse(line) as Row) ? null : line);
  // An uploaded file may hold the student's row, and nobody knows which: whoever needs one gives it again.
  if (table === 'app.files') return () => null;
  if (table !== 'es.events') return (line) => line;
  return (line) => {
    const row = JSON.parse(line) as Row;
    const gone = (row.key_id !== null && ofClass(row)) || events.has(row.event_id);
    return gone ? JSON.stringify({ ...row, body: null }) : line;
  };
}

async function epochOf(db: pg.Client, logIds: readonly number[]): Promise<number> {
  let highest = 0;
  for (const logId of logIds) {
    await db.query(`select set_config('app.log_id', $1, true)`, [String(logId)]);
    const { rows } = await db.query<{ epoch: number }>(
      'select coalesce(max(epoch), 0) as epoch from es.subscriptions where log_id = $1',
      [logId],
    );
    highest = Math.max(highest, rows[0]!.epoch);
  }
  return highest;
}

/** A worker that still believes in its lease writes nothing more. */
async function forgetOwners(db: pg.Client, logIds: readonly number[], epoch: number) {
  for (const logId of logIds) {
    await db.query(`select set_config('app.log_id', $1, true)`, [String(logId)]);
    await db.query(
      `update es.subscriptions set owner = null, lease_until = null, epoch = greatest(epoch, $2) + 1,
         status = 'running', last_error = null, attempts = 0 where log_id = $1`,
      [logId, epoch],
    );
  }
}

/** Keys of what was destroyed do not lie about in dead rows; the record itself is cleaned in the usual way. */
async function scrub(db: pg.Client): Promise<void> {
  await db.query('vacuum full vault.class_keys');
  await db.query('vacuum analyze es.events');
  await db.query('vacuum analyze es.streams');
}
