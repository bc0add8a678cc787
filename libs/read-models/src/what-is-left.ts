import type { Recorded } from '#domain/decider';
import type { RecordRequestEvent } from '#domain/record-request/events';
import { kindOf, type StreamId, uuidOf } from '#domain/streams';
import type { Folds } from './folds.js';
import type { Tx } from './read-model.js';
import { deleteRowsOf } from './rows-of-stream.js';

/** The student of whose record something was destroyed by this event, or null. */
export function destroyedOf(event: Recorded): string | null {
  if (kindOf(event.stream) !== 'record-request') return null;
  const { type } = event as Recorded<RecordRequestEvent>;
  return type === 'RecordDestroyed' || type === 'BodyExpunged' ? uuidOf(event.stream) : null;
}

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
): Promise<readonly Recorded[]> {
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
  return left.sort((a, b) => a.position - b.position);
}
