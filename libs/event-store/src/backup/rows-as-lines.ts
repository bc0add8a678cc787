import type pg from 'pg';
import { belongingOf } from '#domain/record-class';
import type { DomainEvent } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import { quoted, type Table } from './tables.js';

/** Bytes of text that are held at once, whatever the rows' size. */
const atOnce = 4_000_000;
const mostRows = 5_000;

/**
 * A table's rows, each as a line of JSON as PostgreSQL writes it (bytes as `\x…`, moments in UTC with microseconds), a batch at a
 * time, in the order of the primary key. To be called in a transaction.
 */
export async function* linesOf(
  db: Pick<pg.ClientBase, 'query'>,
  { name, key, ofLog }: Table,
  logId: number | null,
): AsyncGenerator<readonly string[]> {
  if (ofLog) await db.query(`select set_config('app.log_id', $1, true)`, [String(logId)]);
  await db.query(
    `declare aimline_rows no scroll cursor for
     select row_to_json(t)::text as line
     from (select * from ${quoted(name)} ${ofLog ? `where log_id = ${Number(logId)}` : ''}
           order by ${key.map(quoted).join(', ')}) t`,
  );
  for (let count = 16; ;) {
    const { rows } = await db.query<{ line: string }>(`fetch ${count} from aimline_rows`);
    if (rows.length === 0) break;
    const lines = rows.map(({ line }) => line);
    yield lines;
    const average = lines.reduce((sum, line) => sum + line.length, 0) / lines.length;
    count = Math.max(1, Math.min(mostRows, count * 4, Math.floor(atOnce / average)));
  }
  await db.query('close aimline_rows');
}

type EventLine = { stream_id: string; type: string; key_id: string | null; body: string | null };

/**
 * Without its body, unless that is in clear and of a type that tells of no student: in old logs what is sealed today stood in clear.
 * The body's digest stays, and with it every proof.
 */
export function withoutPersonalBody(line: string): string {
  const event = JSON.parse(line) as EventLine;
  return tellsOfNobody(event) ? line : JSON.stringify({ ...event, body: null });
}

function tellsOfNobody({ stream_id: stream, type, key_id: key, body }: EventLine): boolean {
  if (key !== null || body === null) return false;
  try {
    const data = JSON.parse(bytesOf(body).toString('utf8')) as object;
    const belonging = belongingOf(stream as StreamId, { type, data } as DomainEvent);
    return !belonging?.sealed;
  } catch {
    return false; // a type that this version does not know may be about anybody
  }
}

/** A `bytea` as JSON holds it. */
export const bytesOf = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');
