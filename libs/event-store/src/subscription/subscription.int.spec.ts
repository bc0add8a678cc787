import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Recorded } from '#domain/decider';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { FollowedLog, keys, noting, upTo } from '#testing/followed-log';
import { newStream, noteBodies, request } from '../../../../test/contracts/event-store.contract.js';
import { NeverQuiet, type Progress } from './progress.js';
import type { Reactor } from './subscriber.js';
import type { RunnerOptions } from './subscription-runner.js';

let log: FollowedLog;
let store: PostgresEventStore;
let db: pg.Pool;
let progress: Progress;

beforeAll(async () => {
  log = await FollowedLog.open();
  ({ store, db, progress } = log);
});
afterEach(() => log.stopAll());
afterAll(() => log.close());

/** What a student’s body might say; nobody who looks at the status may read it. */
const canary = 'Maya Canarina';
const run: FollowedLog['run'] = (...given) => log.run(...given);
const founded = () => log.founded();
const append: FollowedLog['append'] = (...given) => log.append(...given);
const appendMany: FollowedLog['appendMany'] = (...given) => log.appendMany(...given);
const seen: FollowedLog['seen'] = (...given) => log.seen(...given);
const until: FollowedLog['until'] = (...given) => log.until(...given);
const status: FollowedLog['status'] = (...given) => log.status(...given);

describe('a projector', () => {
  test('sees every event once, in order, from the first and live, of every district', async () => {
    const [a, b] = [await founded(), await founded()];
    await appendMany(a, 30);
    run([noting('live')]);
    expect(await until('live', a, 30)).toBe(true);
    const late = await founded();
    await Promise.all([appendMany(a, 5), appendMany(b, 5), appendMany(late, 5)]);
    await Promise.all([until('live', a, 35), until('live', b, 5), until('live', late, 5)]);
    expect(await seen('live', a)).toEqual(upTo(35));
    expect(await seen('live', b)).toEqual(upTo(5));
    expect(await seen('live', late)).toEqual(upTo(5));
  });

  test('never gets half a command in a batch', async () => {
    const district = await founded();
    await appendMany(district, 7, 3);
    await append(district, 25);
    const whole: boolean[] = [];
    const commandsIn = new Map<string, number>();
    const check = (events: readonly Recorded[], of: string) => {
      if (of !== district) return;
      for (const id of new Set(events.map((e) => e.commandId))) {
        whole.push(!commandsIn.has(id));
        commandsIn.set(id, 1);
      }
    };
    run([noting('whole', check)], { batch: 10 });
    await until('whole', district, 46);
    expect(await seen('whole', district)).toEqual(upTo(46));
    expect(whole).toEqual(whole.map(() => true));
  });

  test('goes on where it stood when its process starts again', async () => {
    const district = await founded();
    await appendMany(district, 10);
    const first = run([noting('again')], { batch: 3 });
    await until('again', district, 10);
    await first.stop();
    await appendMany(district, 10);
    run([noting('again')]);
    await until('again', district, 20);
    expect(await seen('again', district)).toEqual(upTo(20));
  });

  test('that fails now and then sees everything once all the same', async () => {
    const district = await founded();
    await appendMany(district, 40);
    let n = 0;
    const sometimes = (_: readonly Recorded[], of: string) => {
      if (of !== district) return;
      n += 1;
      if (n % 3 === 0) throw new Error('a hiccup');
    };
    run([noting('hiccup', sometimes)], { batch: 5 });
    await until('hiccup', district, 40);
    expect(await seen('hiccup', district)).toEqual(upTo(40));
  });

  test('stops at an event that it cannot apply, says so, and goes on once it can', async () => {
    const district = await founded();
    await appendMany(district, 20);
    let broken = true;
    const poison = (events: readonly Recorded[], of: string) => {
      if (broken && of === district && events.some((e) => e.position === 8))
        throw new Error(`cannot read ${canary}`);
    };
    const stopped = vi.fn<NonNullable<RunnerOptions['stopped']>>();
    const runner = run([noting('poison', poison)], { stopped });
    await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce(), 5_000);
    expect(stopped.mock.calls[0]![2]).toMatchObject({ reason: 'POISON', position: 8 });
    expect(await seen('poison', district)).toEqual(upTo(7));
    expect(await status('poison', district)).toMatchObject({
      status: 'stopped',
      position: 7,
      behind: 13,
      lastError: expect.stringMatching(
        /^SubscriptionStopped: POISON at position 8: Error in libs\/event-store\/src\/subscription\/.*:\d+$/,
      ),
    });
    const waiting = progress.quiet(district, { subscriptions: ['poison'], timeoutMs: 5_000 });
    await expect(waiting).rejects.toThrow(NeverQuiet);
    broken = false;
    await runner.resume();
    await until('poison', district, 20);
    expect(await seen('poison', district)).toEqual(upTo(20));
    expect(await status('poison', district)).toMatchObject({ status: 'running', lastError: null });
  });

  test('whose lease is lost in mid-batch writes nothing of it', async () => {
    const district = await founded();
    await appendMany(district, 5);
    let stolen = false;
    const steal = async (_: readonly Recorded[], of: string) => {
      if (stolen || of !== district) return;
      stolen = true;
      await db.query(
        `update es.subscriptions set owner = 'another', epoch = epoch + 1, lease_until = now() + interval '300 ms'
         where name = 'stolen'`,
      );
    };
    run([noting('stolen', steal)], { leaseMs: 500 });
    await vi.waitFor(() => expect(stolen).toBe(true), 5_000);
    expect(await seen('stolen', district)).toEqual([]);
    await until('stolen', district, 5); // the other one let it run out
    expect(await seen('stolen', district)).toEqual(upTo(5));
  });

  test('has one owner at a time, though three processes run it', async () => {
    const district = await founded();
    for (let i = 0; i < 3; i += 1) run([noting('owners')], { leaseMs: 300, batch: 4 });
    for (let i = 0; i < 20; i += 1) await appendMany(district, 5);
    await until('owners', district, 60);
    await log.runners[0]!.stop();
    await until('owners', district, 100);
    expect(await seen('owners', district)).toEqual(upTo(100));
  });

  test('stops when the log has a gap', async () => {
    const district = await founded();
    await appendMany(district, 10);
    await db.query('alter table es.events disable trigger no_change');
    await db.query(
      'delete from es.events where pos = 6 and log_id = (select log_id from es.log where district_id = $1)',
      [district],
    );
    await db.query('alter table es.events enable always trigger no_change');
    const stopped = vi.fn<NonNullable<RunnerOptions['stopped']>>();
    run([noting('gap')], { stopped });
    await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce(), 5_000);
    expect(stopped.mock.calls[0]![1]).toBe(district);
    expect(stopped.mock.calls[0]![2]).toMatchObject({ reason: 'GAP', position: 6 });
  });

  test('stops when the log is no longer the one that it read', async () => {
    const district = await founded();
    await appendMany(district, 3);
    const first = run([noting('rewritten')]);
    await until('rewritten', district, 3);
    await first.stop();
    await db.query(
      `update es.subscriptions set chain_hash = sha256('other') where name = 'rewritten' and pos = 3`,
    );
    const stopped = vi.fn<NonNullable<RunnerOptions['stopped']>>();
    run([noting('rewritten')], { stopped });
    await vi.waitFor(() => expect(stopped).toHaveBeenCalled(), 5_000);
    expect(stopped.mock.calls.map((call) => call[2])).toContainEqual(
      expect.objectContaining({ reason: 'LOG_REWRITTEN', position: 3 }),
    );
  });
});

describe('a reactor', () => {
  test('parks what it fails on again and again, and goes on', async () => {
    const district = await founded();
    await appendMany(district, 10);
    const done: number[] = [];
    const reactor: Reactor = {
      name: 'reactor',
      react: async (of, events) => {
        if (of !== district) return;
        if (events.some((e) => e.position === 4))
          throw new SyntaxError(`Unexpected token in ${canary}`);
        done.push(...events.map((e) => e.position));
      },
    };
    run([reactor]);
    expect(await until('reactor', district, 10)).toBe(true);
    expect(done).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10]);
    const { rows } = await db.query(`select pos, error from es.parked where name = 'reactor'`);
    const error = expect.stringMatching(/^SyntaxError in libs\/event-store\/src\/.*spec\.ts:\d+$/);
    expect(rows).toEqual([{ pos: '4', error }]);
    expect(await status('reactor', district)).toMatchObject({ status: 'running', parked: 1 });
  });

  test('waits for the other side as long as it is away, and parks nothing', async () => {
    const district = await founded();
    await append(district);
    let tries = 0;
    const reactor: Reactor = {
      name: 'away',
      react: async (of) => {
        if (of === district && (tries += 1) < 12) throw new Error('away');
      },
      isOutage: (error) => (error as Error).message === 'away',
    };
    run([reactor], { pauseMs: 1 });
    expect(await until('away', district, 1)).toBe(true);
    const { rows } = await db.query(`select * from es.parked where name = 'away'`);
    expect(rows).toEqual([]);
  });
});

describe('whoever waits', () => {
  const asleep = { subscriptions: ['nobody'], timeoutMs: 50 };

  test('for a position that is not reached in time is told so', async () => {
    const district = await founded();
    await append(district);
    expect(await progress.waitForPosition(district, 1, asleep)).toBe(false);
    expect(await progress.quiet(district, asleep)).toBe(false);
  });

  test('for quiet waits for all subscriptions and for what the log holds now', async () => {
    const district = await founded();
    run([noting('quick'), noting('slow', () => new Promise((r) => setTimeout(r, 30)))]);
    await appendMany(district, 20);
    const names = { subscriptions: ['quick', 'slow'], timeoutMs: 10_000 };
    expect(await progress.quiet(district, names)).toBe(true);
    expect(await seen('slow', district)).toEqual(upTo(20));
    expect(await progress.headsAndLags(district)).toMatchObject({
      head: 20,
      subscriptions: [
        { name: 'quick', behind: 0 },
        { name: 'slow', behind: 0 },
      ],
    });
  });

  test('sees its own write within a moment, though the listening connection was cut', async () => {
    const district = await founded();
    run([noting('cut')], { pollMs: 200, progress });
    await append(district);
    await until('cut', district, 1);
    await db.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()`,
    );
    const { position } = await append(district);
    expect(await until('cut', district, position)).toBe(true);
  });
});

test(
  'no reader skips an event, however many write, wait and fail',
  { timeout: 60_000 },
  async () => {
    const district = await founded();
    run([noting('torture')], { batch: 50 });
    let writing = true;
    const prefix: number[] = [];
    const reading = (async () => {
      for (let more = true; more;) {
        more = writing;
        const events = await store.readLog(district, prefix.length, 100);
        prefix.push(...events.map((e) => e.position));
      }
    })();
    const another = new PostgresEventStore({
      url: log.url,
      keys,
      bodies: noteBodies(log.url),
    }); // as another process would
    const until3s = performance.now() + 3_000;
    await Promise.all(
      Array.from({ length: 12 }, async (_, writer) => {
        const through = writer % 2 ? store : another;
        const shared = newStream();
        for (let n = 0; performance.now() < until3s; n += 1) {
          const doomed = n % 10 === 9; // a tenth fails on its version, as rollbacks would
          const ask = request(
            keys,
            { district, stream: shared },
            doomed ? { expected: 'none' } : {},
          );
          await through.append(ask).catch(() => undefined);
          if (n % 7 === 0) await new Promise((r) => setTimeout(r, Math.random() * 13));
        }
      }),
    );
    writing = false;
    await reading;
    const head = await store.head(district);
    expect(await until('torture', district, head)).toBe(true);
    expect(head).toBeGreaterThan(200);
    while (prefix.length < head)
      prefix.push(...(await store.readLog(district, prefix.length, 1_000)).map((e) => e.position));
    expect(prefix).toEqual(upTo(head));
    expect(await seen('torture', district)).toEqual(upTo(head));
    await another.close();
  },
);
