import { eventColumns } from './rows.js';

/** A prepared statement: parsed and planned once a connection. Parameter 1 is always the log. */
export type Statement = { name: string; text: string };

const steppedMs = 'extract(epoch from l.stepped_now)::float8 * 1000 as stepped_ms';

export const clock: Statement = {
  name: 'es.clock',
  text: `select ${steppedMs} from es.log l where l.log_id = $1`,
};

export const head: Statement = {
  name: 'es.head',
  text: 'select last_pos from es.log where log_id = $1',
};

/** Whom streams are about. */
export const subjects: Statement = {
  name: 'es.subjects',
  text: `select stream_id, subject_id from es.streams
    where log_id = $1 and stream_id = any($2) and subject_id is not null`,
};

export const about: Statement = {
  name: 'es.about',
  text: 'select stream_id from es.streams where log_id = $1 and subject_id = $2 order by 1',
};

export const ofKind: Statement = {
  name: 'es.of-kind',
  text: 'select stream_id from es.streams where log_id = $1 and stream_type = $2 order by 1',
};

export const place: Statement = {
  name: 'es.place',
  text: `select subject_id, record_class from es.events
    where log_id = $1 and event_id = $2 and key_id is not null`,
};

export const firstEvent: Statement = {
  name: 'es.first-event',
  text: `select ${eventColumns('e')}, e.command_mac from es.events e where e.event_id = $2 and e.log_id = $1`,
};

export const read: Statement = {
  name: 'es.read',
  text: `select ${eventColumns('e')} from es.events e
    where e.log_id = $1 and e.stream_id = $2 and e.version > $3 and e.pos <= $4 order by e.version`,
};

/** The clock in every row; `known` is null when neither the stream nor the command has events. */
export const open: Statement = {
  name: 'es.open',
  text: `select ${steppedMs}, x.*
    from es.log l left join lateral (
      select false as known, ${eventColumns('e')}, null::bytea as command_mac from es.events e
        where e.log_id = $1 and e.stream_id = $2 and e.version > $3
      union all
      select true, ${eventColumns('e')}, e.command_mac from es.events e
        where e.event_id = $4 and e.log_id = $1
    ) x on true
    where l.log_id = $1 order by x.known, x.version`,
};

export const readLog: Statement = {
  name: 'es.read-log',
  text: `select ${eventColumns('e')} from es.events e
    where e.log_id = $1 and e.pos > $2 order by e.pos limit $3`,
};

/** Time never falls as positions rise and no position is missing: halving finds it in twenty looks among a million. */
export const positionAt: Statement = {
  name: 'es.position-at',
  text: `with recursive search(low, high) as (
      select 0::bigint, last_pos from es.log where log_id = $1
      union all
      select case when e.recorded_at <= $2 then middle else low end,
             case when e.recorded_at <= $2 then high else middle - 1 end
      from search
      cross join lateral (select (low + high + 1) / 2 as middle) m
      join es.events e on e.log_id = $1 and e.pos = middle
      where low < high)
    select low as pos from search where low = high`,
};
