import type { Kept } from '#domain/decider';
import type { Bodies } from '../bodies.js';
import { type EventRow, eventColumns, keptOf, types } from '../postgres/rows.js';
import type { OneLog } from '../postgres/on-log.js';

/** An event with what the domain does not see of it. Hashes in hex. */
export type LoggedEvent = {
  event: Kept;
  /** Whose record it belongs to; null: nobody's. */
  subjectId: string | null;
  recordClass: number | null;
  /** Under the key of that student and class, and not gone. */
  isSealed: boolean;
  contentHash: string;
  chainHash: string;
};

type Row = EventRow & { content_hash: string; chain_hash: string };

/** The whole log after a position, a page at a time; also what is gone. Memory is that of one page. */
export async function* logPages(
  { db, logId, head }: OneLog,
  district: string,
  bodies: Bodies,
  { after, page = 1_000 }: { after: number; page?: number },
): AsyncGenerator<LoggedEvent[]> {
  for (let at = after; at < head;) {
    const { rows } = await db.query<Row>({
      text: `select ${eventColumns('e')}, encode(e.content_hash, 'hex') as content_hash, encode(e.chain_hash, 'hex') as chain_hash
             from es.events e where e.log_id = $1 and e.pos > $2 and e.pos <= $3 order by e.pos limit $4`,
      values: [logId, at, head, page],
      types,
    });
    if (rows.length === 0) return;
    const events = await keptOf(district, rows, bodies);
    yield rows.map((row, i) => ({
      event: events[i]!,
      subjectId: row.subject_id,
      recordClass: row.record_class,
      isSealed: row.key_id !== null && row.body !== null,
      contentHash: row.content_hash,
      chainHash: row.chain_hash,
    }));
    at = rows.at(-1)!.pos;
  }
}
