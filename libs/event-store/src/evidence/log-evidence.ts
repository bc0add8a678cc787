import pg from 'pg';
import type { StoredReader, StoredStream } from './beside-the-log.js';
import type { StoredCheckpoint } from './checked-notes.js';
import { Destroyed, type DestroyingRow } from './destroyed.js';
import { type CountingRow, StudentCounts } from './student-counts.js';
import { micros, type Querier } from './links.js';
import type { LogRow } from './log-row.js';
import type { EvidenceBeside } from './verify-log.js';

/** What the database holds of a district's log beside its events and streams. */
export type StoredEvidence = Omit<EvidenceBeside, 'verifier' | 'outside'> & { logId: number };

const { builtins } = pg.types;

/** Everything arrives as it is stored: moments as whole microseconds, uuids and JSON as text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text') => {
    if (oid === builtins.INT8) return Number;
    return pg.types.getTypeParser(oid, format) as (text: string) => unknown;
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** Reads it, in the caller's snapshot: read the events within the same. */
export async function storedEvidence(
  db: Querier,
  district: string,
  logId: number,
): Promise<StoredEvidence> {
  const [log] = await ask<{ position: number; chainHash: Buffer; at: string }>(
    db,
    `select last_pos as position, last_hash as "chainHash", (${micros('last_recorded_at')})::text as at
     from es.log where log_id = $1`,
    logId,
  );
  const { position, chainHash, at } = log!;
  return {
    district,
    logId,
    head: { position, chainHash, recordedAt: BigInt(at) },
    checkpoints: await ask<StoredCheckpoint>(
      db,
      'select size, root, edge, note from es.checkpoints where log_id = $1 order by size',
      logId,
    ),
    subscriptions: await ask<StoredReader>(
      db,
      `select name, pos as position, chain_hash as "chainHash" from es.subscriptions where log_id = $1`,
      logId,
    ),
  };
}

/** What only the whole verification reads. */
export async function storedStreams(db: Querier, logId: number): Promise<StoredStream[]> {
  return ask<StoredStream>(
    db,
    'select stream_id as stream, stream_type as type, version from es.streams where log_id = $1',
    logId,
  );
}

/** The events of a log that count a student's events. */
export async function storedCounts(db: Querier, logId: number): Promise<StudentCounts> {
  return new StudentCounts(
    await ask<CountingRow>(
      db,
      `select pos, stream_id, body from es.events where log_id = $1 and type = 'StudentEventsCounted' order by pos`,
      logId,
    ),
  );
}

/** The events of a log that destroy, which say what may be missing before it is met. */
export async function storedDestructions(db: Querier, logId: number): Promise<Destroyed> {
  return new Destroyed(
    await ask<DestroyingRow>(
      db,
      `select pos, type, subject_id, record_class, body from es.events
       where log_id = $1 and type in ('RecordDestroyed', 'BodyExpunged') order by pos`,
      logId,
    ),
  );
}

async function ask<R extends pg.QueryResultRow>(
  db: Querier,
  text: string,
  ...values: unknown[]
): Promise<R[]> {
  return (await db.query<R>({ text, values, types })).rows;
}

const columns = `pos, stream_id, version, event_id, type, schema_version, subject_id, record_class, key_id,
  (${micros('recorded_at')})::text, (${micros('occurred_at')})::text, actor_id, actor_role, correlation_id, causation_id,
  command_id, command_mac, body, body_digest, meta, content_hash, chain_hash`;

type Columns = [
  number, string, number, string, string, number, string | null, number | null, string | null,
  string, string, string, string, string, string | null,
  string, Buffer, Buffer | null, Buffer, LogRow['meta'], Buffer, Buffer,
]; // prettier-ignore

/** All events by position; the next batch is fetched while one is looked at. */
export async function* rowsOf(db: Querier, logId: number, batch = 1_000): AsyncGenerator<LogRow[]> {
  const fetch = async (after: number) => {
    const { rows } = await db.query<Columns>({
      name: 'es.verify',
      text: `select ${columns} from es.events where log_id = $1 and pos > $2 order by pos limit $3`,
      values: [logId, after, batch],
      rowMode: 'array',
      types,
    });
    return rows.map(rowOf);
  };
  let rows = await fetch(Number.MIN_SAFE_INTEGER);
  while (rows.length > 0) {
    const next = rows.length < batch ? null : fetch(rows.at(-1)!.pos);
    next?.catch(() => undefined); // thrown below, unless who reads has had enough
    yield rows;
    rows = next ? await next : [];
  }
}

/** The events at these positions, by position; one that is not there is missing from the answer. */
export async function rowsAt(
  db: Querier,
  logId: number,
  positions: readonly number[],
): Promise<LogRow[]> {
  const { rows } = await db.query<Columns>({
    text: `select ${columns} from es.events where log_id = $1 and pos = any($2::bigint[]) order by pos`,
    values: [logId, positions],
    rowMode: 'array',
    types,
  });
  return rows.map(rowOf);
}

function rowOf(c: Columns): LogRow {
  return {
    pos: c[0],
    stream_id: c[1],
    version: c[2],
    event_id: c[3],
    type: c[4],
    schema_version: c[5],
    subject_id: c[6],
    record_class: c[7],
    key_id: c[8],
    recorded_at: BigInt(c[9]),
    occurred_at: BigInt(c[10]),
    actor_id: c[11],
    actor_role: c[12],
    correlation_id: c[13],
    causation_id: c[14],
    command_id: c[15],
    command_mac: c[16],
    body: c[17],
    body_digest: c[18],
    meta: c[19],
    content_hash: c[20],
    chain_hash: c[21],
  };
}
