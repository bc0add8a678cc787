import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StreamRef } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { StoreUnavailable } from '#event-store/errors';
import type { Answer, AppendRequest } from '#event-store/event-store';
import { chainStep, contentHash, genesis, leaf, sha256 } from '#event-store/hash';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { CuttableWire } from '#testing/cuttable-wire';
import { freshDatabase } from '#testing/database';
import {
  eventStoreContract,
  HandClock,
  newStream,
  noteBodies,
  noted,
  request,
} from '../../../../test/contracts/event-store.contract.js';
import { eventStoreModel } from '../../../../test/contracts/event-store.model.js';

const keys = new DistrictKeys(Buffer.alloc(32, 7));
let database: Awaited<ReturnType<typeof freshDatabase>>;
let store: PostgresEventStore;
let db: pg.Pool;
const clock = new HandClock();

beforeAll(async () => {
  database = await freshDatabase();
  await database.migrate();
  store = new PostgresEventStore({
    url: database.url,
    keys,
    bodies: noteBodies(database.url),
    clock,
  });
  db = new pg.Pool({ connectionString: database.ownerUrl, max: 2 });
  db.on('error', () => undefined); // dropping the database ends what is still closing
});
afterAll(async () => {
  await store.close();
  await db.end();
  await database.drop();
});

describe('the store in PostgreSQL', () => {
  const redact = async ({ district, stream }: StreamRef) => {
    await db.query(
      `update es.streams s set redacted = true from es.log l
       where l.log_id = s.log_id and l.district_id = $1 and s.stream_id = $2`,
      [district, stream],
    );
  };
  const make = () => ({ store, keys, clock, redact });
  eventStoreContract(make);
  eventStoreModel(make, 60);

  const founded = async () => {
    const district = randomUUID();
    await store.foundDistrict(district);
    const { rows } = await db.query('select log_id from es.log where district_id = $1', [district]);
    return { district, logId: Number(rows[0].log_id) };
  };

  test('chains every event to all before it, over its content, place and time', async () => {
    const { district, logId } = await founded();
    for (let i = 0; i < 5; i += 1)
      await Promise.all(
        [1, 2, 3].map(() => store.append(request(keys, { district, stream: newStream() }))),
      );
    const { rows } = await db.query(
      `select *, (extract(epoch from recorded_at) * 1000000)::bigint::text as recorded_us,
              (extract(epoch from occurred_at) * 1000000)::bigint::text as occurred_us
       from es.events where log_id = $1 order by pos`,
      [logId],
    );
    let chain = genesis(district);
    for (const row of rows) {
      expect(row.body_digest).toEqual(sha256(row.body));
      const content = contentHash({
        log: district,
        eventId: row.event_id,
        stream: row.stream_id,
        type: row.type,
        schemaVersion: row.schema_version,
        subject: row.subject_id,
        recordClass: row.record_class,
        keyId: row.key_id,
        occurredAt: row.occurred_us,
        actor: row.actor_id,
        role: row.actor_role,
        correlation: row.correlation_id,
        causation: row.causation_id,
        command: row.command_id,
        mac: row.command_mac.toString('hex'),
        meta: row.meta,
        bodyDigest: row.body_digest.toString('hex'),
      });
      expect(row.content_hash).toEqual(content);
      const place = { position: Number(row.pos), version: row.version, contentHash: content };
      chain = chainStep(chain, leaf({ ...place, recordedAtMicros: BigInt(row.recorded_us) }));
      expect(row.chain_hash).toEqual(chain);
    }
    const head = await db.query('select * from es.log where log_id = $1', [logId]);
    expect(rows).toHaveLength(15);
    expect(head.rows[0]).toMatchObject({ last_pos: '15', last_hash: chain });
  });

  test('refuses to change, delete or truncate an event, even to a superuser in a replica role', async () => {
    const { district } = await founded();
    await store.append(request(keys, { district, stream: newStream() }));
    const refusedTo = async (url: string, ...settings: string[]) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const setting of settings) await client.query(setting);
      for (const sql of [
        `update es.events set type = 'Other'`,
        'delete from es.events',
        'truncate es.events',
      ])
        await expect(client.query(sql)).rejects.toThrow('append-only');
      await client.end();
    };
    await refusedTo(database.ownerUrl);
    if (database.superuserUrl)
      await refusedTo(database.superuserUrl, 'set session_replication_role = replica');
  });

  test('refuses a stream that was redacted, and nothing else in its batch', async () => {
    const { district, logId } = await founded();
    const [gone, kept] = [newStream(), newStream()];
    await store.append(request(keys, { district, stream: gone }));
    await db.query('update es.streams set redacted = true where log_id = $1 and stream_id = $2', [
      logId,
      gone,
    ]);
    const [a, b] = await Promise.allSettled(
      [gone, kept].map((stream) => store.append(request(keys, { district, stream }))),
    );
    expect(a).toMatchObject({ status: 'rejected', reason: { name: 'StreamRedacted' } });
    expect(b).toMatchObject({ status: 'fulfilled' });
  });

  test('never lets recordedAt fall when the clock of the server is set back', async () => {
    const { district, logId } = await founded();
    const future = '2099-01-01T00:00:00.000Z';
    await db.query('update es.log set last_recorded_at = $2 where log_id = $1', [logId, future]);
    const { events } = await store.append(request(keys, { district, stream: newStream() }));
    expect(events[0]!.recordedAt).toBe(future);
  });

  test('takes no call for another district’s log, nor under an older snapshot', async () => {
    const { logId } = await founded();
    const empty = Array.from({ length: 36 }, () => `'{}'`).join(', ');
    const call = `select es.append(${logId}::smallint, ${empty})`;
    const client = await db.connect();
    await expect(client.query(call)).rejects.toThrow('not the log of this connection');
    await client.query(`set app.log_id = '${logId}'`);
    await client.query(call);
    await client.query('begin isolation level repeatable read');
    await expect(client.query(call)).rejects.toThrow('READ COMMITTED');
    await client.query('rollback');
    client.release(true);
  });

  test('keeps the districts apart: a lock held in one stops no other', async () => {
    const [held, free] = [await founded(), await founded()];
    const client = await db.connect();
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock(18753, $1)', [held.logId]);
    await store.append(request(keys, { district: free.district, stream: newStream() }));
    const waiting = store.append(request(keys, { district: held.district, stream: newStream() }));
    await client.query('commit');
    expect((await waiting).position).toBe(1);
    client.release();
  });

  test('survives a connection that dies between the commit and the answer: nothing is lost or doubled', async () => {
    const { district } = await founded();
    const wire = await CuttableWire.to(database.url);
    const behind = new PostgresEventStore({
      url: wire.url,
      keys,
      bodies: noteBodies(database.url),
    });
    const stream = newStream();
    await behind.append(request(keys, { district, stream }));
    wire.cutNextAnswer = true;
    const answer = await behind.append(request(keys, { district, stream }, { expected: 1 }));
    expect(wire.cutNextAnswer).toBe(false);
    expect(answer).toMatchObject({ version: 2, position: 2, replayed: true });
    expect(await behind.head(district)).toBe(2);
    await behind.close();
    await wire.close();
  });

  test('loses and doubles nothing when connections are cut again and again and commands are sent again', async () => {
    const { district } = await founded();
    const wire = await CuttableWire.to(database.url);
    const behind = new PostgresEventStore({
      url: wire.url,
      keys,
      bodies: noteBodies(database.url),
    });
    let answers = 0;
    let replays = 0;
    const disturb = () => {
      answers += 1;
      if (answers % 10 === 0) wire.cutNextAnswer = true;
      if (answers % 10 === 5) wire.cut();
    };
    const untilTaken = async (ask: AppendRequest): Promise<Answer> => {
      for (;;) {
        try {
          return await behind.append(ask);
        } catch (error) {
          expect(error).toBeInstanceOf(StoreUnavailable);
        }
      }
    };
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const ref = { district, stream: newStream() };
        for (let version = 0; version < 50; version += 2) {
          const events = [noted(), noted()];
          const answer = await untilTaken(request(keys, ref, { expected: version, events }));
          expect(answer.version).toBe(version + 2);
          if (answer.replayed) replays += 1;
          disturb();
        }
      }),
    );
    expect(replays).toBeGreaterThan(0);
    expect(await store.head(district)).toBe(8 * 50);
    await behind.close();
    await wire.close();
  });

  test('migrates an up-to-date database without doing anything, twice at once', async () => {
    expect(await Promise.all([database.migrate(), database.migrate()])).toEqual([[], []]);
  });
});
