import type { StreamId } from '#domain/streams';
import { onLog } from '../postgres/on-log.js';

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
export function parkedCommands(url: string, district: string): Promise<ParkedCommand[]> {
  return onLog(url, district, async (db, logId) => {
    const { rows } = await db.query<ParkedCommand>(
      `select p.name as subscription, p.pos::int as position, e.type, e.stream_id as stream, p.error,
       to_char(p.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
       p.retry_asked_at is not null as retrying
     from es.parked p join es.events e on e.log_id = p.log_id and e.pos = p.pos
     where p.log_id = $1 order by p.name, p.pos`,
      [logId],
    );
    return rows;
  });
}

/**
 * Asks for a parked command to be tried again, by whoever holds the subscription's lease, within a third of it. False: nothing
 * is parked there.
 */
export function askToRetry(
  url: string,
  district: string,
  { subscription, position }: Pick<ParkedCommand, 'subscription' | 'position'>,
): Promise<boolean> {
  return onLog(url, district, async (db, logId) => {
    const { rowCount } = await db.query(
      `update es.parked set retry_asked_at = clock_timestamp() where log_id = $1 and name = $2 and pos = $3`,
      [logId, subscription, position],
    );
    return rowCount! > 0;
  });
}
