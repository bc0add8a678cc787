import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StreamId } from '#domain/streams';
import type { AppendRequest, EventStore } from '#event-store/event-store';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { Sealing } from '#event-store/sealing';
import { CuttableWire } from '#testing/cuttable-wire';
import { FollowedLog, keys, noting, upTo } from '#testing/followed-log';
import { type Append, check, type Operation } from '#testing/history-checker';
import {
  newStream,
  noteBodies,
  noted,
  request,
} from '../../../../test/contracts/event-store.contract.js';
import { callAppend } from './append-call.js';
import type { LogPool } from './pools.js';

let log: FollowedLog;

beforeAll(async () => {
  log = await FollowedLog.open();
});
afterAll(() => log.close());

let counted = 0;
const fresh = (n: number) => Array.from({ length: n }, () => `value ${(counted += 1)}`);
const now = () => performance.now();

/** Notes what a client sees: sent, told, refused, or left without an answer. */
async function observed(
  history: Operation[],
  send: (ask: AppendRequest) => Promise<{ version: number; position: number }>,
  [process, district, stream]: [string, string, StreamId],
  { values, expected }: { values: string[]; expected: number | null },
): Promise<void> {
  const ask = request(
    keys,
    { district, stream },
    { expected: expected ?? 'any', events: values.map((value) => noted(value)) },
  );
  const invoked = now();
  const seen = { kind: 'append', process, stream, values, expected, invoked } as const;
  try {
    const { version, position } = await send(ask);
    history.push({ ...seen, completed: now(), outcome: 'ok', version, position });
  } catch (error) {
    const refused = (error as Error).name === 'VersionConflict' || error instanceof RolledBack;
    history.push({ ...seen, completed: now(), outcome: refused ? 'fail' : 'info' });
  }
}

class RolledBack extends Error {}

/** Appends inside a transaction that waits before it ends, and often enough ends in a rollback. */
class SlowWriter {
  private readonly pool = new pg.Pool({ connectionString: log.url, max: 1 });
  private readonly bodies = noteBodies(log.url);
  private readonly sealing = new Sealing(this.bodies, keys, () => Promise.resolve(new Map()));

  constructor(private readonly logId: number) {
    this.pool.on('error', () => undefined);
  }

  send = async (ask: AppendRequest) => {
    const prepared = await this.sealing.sealed(ask);
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query(`select set_config('app.log_id', $1, true)`, [String(this.logId)]);
      const inHere = { of: () => ({ query: (q: pg.QueryConfig) => client.query(q) }) };
      const [outcome] = await callAppend(inHere as unknown as LogPool, this.logId, [prepared]);
      await pause(Math.random() * 13);
      if (outcome?.is !== 'ok' || Math.random() < 0.3) throw new RolledBack();
      await client.query('commit');
      const count = prepared.events.length;
      return {
        version: outcome.versionsBefore[0]! + count,
        position: outcome.firstPosition + count - 1,
      };
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  };

  async close(): Promise<void> {
    await this.pool.end();
    await this.bodies.close();
  }
}

/** Follows the log as fast as it can until it has seen the end. */
async function follow(
  history: Operation[],
  store: EventStore,
  [process, district]: [string, string],
  end: () => number,
): Promise<void> {
  for (let after = 0; after < end();) {
    const positions = (await store.readLog(district, after, 200)).map((e) => e.position);
    history.push({ kind: 'page', process, after, positions, completed: now() });
    after = positions.at(-1) ?? after;
  }
}

test(
  'no reader sees a position without all before it, beside sixteen writers, slow ones, rollbacks and an importer',
  { timeout: 120_000 },
  async () => {
    const district = await log.founded();
    const logId = await log.logId(district);
    const history: Operation[] = [];
    log.run([noting('order')], { batch: 50 });

    // Another process, and one on a wire that is cut again and again: an answer lost is an outcome unknown.
    const wire = await CuttableWire.to(log.url);
    const open = (url: string) =>
      new PostgresEventStore({ url, keys, bodies: noteBodies(log.url) });
    const stores = [log.store, open(log.url), open(wire.url)];
    const shared = [newStream(), newStream(), newStream()];
    const slow = Array.from({ length: 4 }, () => new SlowWriter(logId));

    let end = Infinity;
    const readers = [0, 1].map((n) =>
      follow(history, stores[n]!, [`reader ${n}`, district], () => end),
    );
    const writers = Array.from({ length: 16 }, async (_, n) => {
      const store = stores[n % 3]!;
      const send = n < 4 ? slow[n]!.send : (ask: AppendRequest) => store.append(ask);
      for (let turn = 0; turn < 25; turn += 1) {
        const stream = n % 2 ? shared[turn % 3]! : newStream();
        const expected =
          n % 2 && turn % 2 ? (await log.store.read({ district, stream })).version : null;
        const values = fresh(1 + (turn % 3));
        await observed(history, send, [`writer ${n}`, district, stream], { values, expected });
        if (n === 15) wire.cut();
        if (n === 14) wire.cutNextAnswer = true;
        await pause(Math.random() * 5);
      }
    });
    const importer = (async () => {
      for (let batch = 0; batch < 4; batch += 1)
        await observed(
          history,
          (ask) => log.store.append(ask),
          ['importer', district, newStream()],
          {
            values: fresh(1_500),
            expected: null,
          },
        );
    })();
    await Promise.all([...writers, importer]);
    end = await log.store.head(district);
    await Promise.all(readers);
    expect(await log.until('order', district, end)).toBe(true);
    expect(await log.seen('order', district)).toEqual(upTo(end));

    const events = [];
    while (events.length < end)
      events.push(...(await log.store.readLog(district, events.length, 1_000)));
    const held = events.map(({ position, stream, version, data }) => ({
      position,
      stream,
      version,
      value: (data as { text: string }).text,
    }));
    expect(check(history, held)).toEqual([]);

    const outcomes = history.flatMap((op) => (op.kind === 'append' ? [op.outcome] : []));
    const count = (what: Append['outcome']) => outcomes.filter((one) => one === what).length;
    expect(outcomes).toHaveLength(16 * 25 + 4);
    expect(count('ok')).toBeGreaterThan(200);
    expect(count('fail')).toBeGreaterThan(10);
    await log.stopAll();
    await Promise.all([...slow, ...stores.slice(1)].map((one) => one.close()));
    await wire.close();
  },
);

test('a district goes on while a writer of another one sleeps with its lock', async () => {
  const [held, free] = [await log.founded(), await log.founded()];
  const sleeper = new SlowWriter(await log.logId(held));
  const client = await log.db.connect();
  await client.query('begin');
  await client.query('select pg_advisory_xact_lock(18753, $1)', [await log.logId(held)]);
  const waiting = sleeper.send(request(keys, { district: held, stream: newStream() }));
  const outcome = waiting.then(
    () => 'committed',
    () => 'rolled back',
  );
  await log.appendMany(free, 50);
  expect(await log.store.head(free)).toBe(50);
  expect(await log.store.head(held)).toBe(0);
  await client.query('rollback');
  client.release();
  expect(await log.store.head(held)).toBe((await outcome) === 'committed' ? 1 : 0);
  await sleeper.close();
});
