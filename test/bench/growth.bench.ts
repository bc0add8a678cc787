import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import type { StreamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { noteBodies, request } from '../contracts/event-store.contract.js';
import type { EmptyDatabase } from './empty-database.js';
import { interleaved } from './load.js';
import { type Measured, timed } from './measured.js';

const small = 100_000;
const caughtUp = 50_000;
const page = 1_000;
const atATime = 500_000;
const ofOneStream = 20;
const callers = 32;
/** How much dearer an event may be in the large log than in the small one. */
const mostTimes = 1.2;
const body = { text: 'x'.repeat(300), list: [1, 2, 3] };

/**
 * What an append and a read of the log cost when the log is large, beside the same when it was small, on one server. Most events get there by one
 * statement as PostgreSQL's superuser: with their indexes, without what an append checks. Ten million need 20 GB of disk.
 */
export async function growthBench(
  { url, superuserUrl, migrate }: EmptyDatabase,
  seconds: number,
  large = Number(process.env['AIMLINE_BENCH_EVENTS'] ?? 10_000_000),
): Promise<readonly Measured[]> {
  await migrate();
  const keys = new DistrictKeys(randomBytes(32));
  const store = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
  const db = new pg.Pool({ connectionString: superuserUrl, max: 1 });
  const district = randomUUID();
  await store.foundDistrict(district);

  const measure = async () => {
    const streams = Array.from({ length: callers }, (): StreamId => `cycle/${randomUUID()}`);
    const events = [{ type: 'Noted', data: body }];
    const once = (caller: number) =>
      store.append(request(keys, { district, stream: streams[caller]! }, { events }));
    const [append] = await interleaved([{ name: 'append', once }], { callers, seconds });
    const head = await store.head(district);
    const took = await timed(async () => {
      for (let after = head - caughtUp; after < head; after += page)
        await store.readLog(district, after, page);
    });
    return { append: append!, read: caughtUp / took };
  };

  await fill(db, district, small);
  const before = await measure();
  await fill(db, district, large);
  const after = await measure();
  await Promise.all([store.close(), db.end()]);

  const line = (name: string, was: number, is: number, p99Ms?: number): Measured => {
    const times = was / is;
    const missed = times > mostTimes ? ', MISSED' : '';
    const note = `${times.toFixed(2)} × the cost at ${small} (asked: at most ${mostTimes}${missed})`;
    return { name: `${name} at ${large} events`, perSecond: is, ratio: is / was, p99Ms, note };
  };
  return [
    {
      name: `append at ${small} events`,
      perSecond: before.append.perSecond,
      ratio: null,
      p99Ms: before.append.p99Ms,
    },
    { name: `catch-up at ${small} events`, perSecond: before.read, ratio: null },
    line('append', before.append.perSecond, after.append.perSecond, after.append.p99Ms),
    line('catch-up', before.read, after.read),
  ];
}

/** Makes the log `upTo` events long. */
async function fill(db: pg.Pool, district: string, upTo: number): Promise<void> {
  const { rows } = await db.query<{ log_id: number; last_pos: string }>(
    'select log_id, last_pos from es.log where district_id = $1',
    [district],
  );
  const { log_id: logId } = rows[0]!;
  for (let last = Number(rows[0]!.last_pos); last < upTo;) {
    const to = Math.min(last + atATime, upTo);
    await db.query(
      `insert into es.events
         (log_id, pos, stream_id, version, event_id, type, schema_version, subject_id, record_class, recorded_at, occurred_at,
          actor_id, actor_role, correlation_id, command_id, command_mac, body, body_digest, content_hash, chain_hash)
       select $1::smallint, n, 'cycle/' || s.id, n % $4 + 1, gen_random_uuid(), 'Noted', 1, s.id, 3, clock_timestamp(), clock_timestamp(),
          gen_random_uuid(), 'process', gen_random_uuid(), gen_random_uuid(), sha256(int8send(n)), $5, sha256($5),
          sha256(int8send(n + 1)), sha256(int8send(n + 2))
       from generate_series($2::bigint + 1, $3::bigint) n
       cross join lateral (select md5($1::smallint::text || n / $4)::uuid as id) s`,
      [logId, last, to, ofOneStream, Buffer.from(JSON.stringify(body))],
    );
    await db.query(
      `insert into es.streams (log_id, stream_id, stream_type, version)
       select $1, stream_id, 'cycle', max(version) from es.events where log_id = $1 and pos > $2 group by stream_id
       on conflict (log_id, stream_id) do update set version = excluded.version`,
      [logId, last],
    );
    await db.query(
      `update es.log set last_pos = $2, last_recorded_at = clock_timestamp() where log_id = $1`,
      [logId, to],
    );
    last = to;
  }
  await db.query('vacuum analyze es.events');
  await db.query('checkpoint');
}
