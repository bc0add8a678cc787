import type { StreamId } from '#domain/streams';
import type { Tx } from './subscriber.js';

/** A command on which a reactor failed again and again: it went on without it. */
export type ParkedCommand = {
  subscription: string;
  /** Of the command's first event, with what it is and whose. */
  position: number;
  type: string;
  stream: StreamId;
  error: string;
  at: string;
  /** Somebody has asked for it to be tried again, and it has not been yet. */
  retrying: boolean;
};

/** What a district's reactors have set aside, by subscription and position. */
export async function parkedCommands(db: Tx, district: string): Promise<ParkedCommand[]> {
  const { rows } = await db.query(
    `select p.name as subscription, p.pos::int as position, e.type, e.stream_id as stream, p.error,
       to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
       p.retry_asked_at is not null as retrying
     from es.parked p
     join es.log l on l.log_id = p.log_id
     join es.events e on e.log_id = p.log_id and e.pos = p.pos
     where l.district_id::text = $1 order by p.name, p.pos`,
    [district],
  );
  return rows as ParkedCommand[];
}

/**
 * Asks for a parked command to be tried again, by whoever holds the subscription's lease, within a third of it. False: nothing
 * is parked there.
 */
export async function askToRetry(
  db: Tx,
  district: string,
  { subscription, position }: Pick<ParkedCommand, 'subscription' | 'position'>,
): Promise<boolean> {
  const { rows } = await db.query(
    `update es.parked p set retry_asked_at = clock_timestamp() from es.log l
     where l.log_id = p.log_id and l.district_id::text = $1 and p.name = $2 and p.pos = $3
     returning p.pos`,
    [district, subscription, position],
  );
  return rows.length > 0;
}
