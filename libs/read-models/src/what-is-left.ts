import type { Recorded } from '#domain/decider';
import type { RecordRequestEvent } from '#domain/record-request/events';
import { kindOf, type StreamId, uuidOf } from '#domain/streams';
import type { Folds } from './folds.js';
import type { Tx } from './read-model.js';
import { deleteRowsOf, rowsOfStreams } from './rows-of-stream.js';

/** The student of whose record something was destroyed by this event, or null. */
export function destroyedOf(event: Recorded): string | null {
  if (kindOf(event.stream) !== 'record-request') return null;
  const { type } = event as Recorded<RecordRequestEvent>;
  return type === 'RecordDestroyed' || type === 'BodyExpunged' ? uuidOf(event.stream) : null;
}

export type Left = { streams: readonly StreamId[]; events: readonly Recorded[] };

/**
 * Deletes every row that came from a stream in which something of the student lay, and gives back the events of which they
 * are made again, in the order of the log: what a view of the whole log would be made of, if the rest had never been said.
 */
export async function whatIsLeft(
  folds: Folds,
  district: string,
  student: string,
  until: number,
  tx: Tx,
): Promise<Left> {
  const { rows } = await tx.query(
    `select distinct e.stream_id from es.events e join es.log l on l.log_id = e.log_id
     where l.district_id = $1 and e.subject_id = $2 order by 1`,
    [district, student],
  );
  const streams = rows.map((row) => row['stream_id'] as StreamId);
  await deleteRowsOf(tx, district, streams);
  folds.forget(district, streams);
  const left: Recorded[] = [];
  for (const stream of streams)
    for (const event of await folds.read(district, stream))
      if (event.position <= until) left.push(event);
  return { streams, events: left.sort((a, b) => a.position - b.position) };
}

/** A stream counts on over what is gone, and so do its rows: whoever saw the old version has still seen this one. */
export async function keepVersions(
  tx: Tx,
  district: string,
  streams: readonly StreamId[],
  until: number,
): Promise<void> {
  const { rows } = await tx.query(
    `select e.stream_id, max(e.version) as version, max(e.pos) as position from es.events e join es.log l on l.log_id = e.log_id
     where l.district_id = $1 and e.stream_id = any($2) and e.pos <= $3 group by 1`,
    [district, streams, until],
  );
  for (const { table, kind, column, hasPosition } of rowsOfStreams.filter(
    ({ hasVersion }) => hasVersion,
  )) {
    const own = rows.filter(
      (row) => kind === null || kindOf(row['stream_id'] as StreamId) === kind,
    );
    if (own.length === 0) continue;
    const ids = own.map(({ stream_id: stream }) =>
      kind === null ? stream : uuidOf(stream as StreamId),
    );
    const place = hasPosition
      ? 'version = v.version, position = v.position'
      : 'version = v.version';
    await tx.query(
      `update rm.${table} t set ${place}
       from unnest($2::text[], $3::int[], $4::bigint[]) v(id, version, position)
       where t.district_id = $1 and t.${column} = v.id`,
      [district, ids, own.map((row) => row['version']), own.map((row) => row['position'])],
    );
  }
}
