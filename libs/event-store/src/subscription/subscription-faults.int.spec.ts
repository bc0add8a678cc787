import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Recorded } from '#domain/decider';
import { CuttableWire } from '#testing/cuttable-wire';
import { FollowedLog, noting, upTo } from '#testing/followed-log';
import { askToRetry, parkedCommands } from './parked.js';
import type { Reactor } from './subscriber.js';
import type { RunnerOptions } from './subscription-runner.js';

let log: FollowedLog;

beforeAll(async () => {
  log = await FollowedLog.open();
});
afterEach(() => log.stopAll());
afterAll(() => log.close());

const stoppings = () => vi.fn<NonNullable<RunnerOptions['stopped']>>();

/** A promise and the call that resolves it. */
function signal() {
  let give = () => undefined as void;
  const given = new Promise<void>((resolve) => (give = resolve));
  return { given, give };
}

/** The log as a backup of position `at` holds it: what came later was never recorded. */
async function restoreTo(district: string, at: number): Promise<void> {
  const logId = await log.logId(district);
  await log.db.query('alter table es.events disable trigger no_change');
  await log.db.query('delete from es.events where log_id = $1 and pos > $2', [logId, at]);
  await log.db.query('alter table es.events enable always trigger no_change');
  await log.db.query('delete from es.streams where log_id = $1', [logId]);
  await log.db.query(
    `update es.log l set last_pos = e.pos, last_hash = e.chain_hash, last_recorded_at = e.recorded_at
     from es.events e where l.log_id = $1 and e.log_id = $1 and e.pos = $2`,
    [logId, at],
  );
}

describe('a log from an older backup', () => {
  test('stops whoever had read further, when it is taken up', async () => {
    const district = await log.founded();
    await log.appendMany(district, 10);
    const first = log.run([noting('older')]);
    await log.until('older', district, 10);
    await first.stop();
    await restoreTo(district, 6);
    const stopped = stoppings();
    log.run([noting('older')], { stopped });
    await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce(), 5_000);
    expect(stopped.mock.calls[0]![2]).toMatchObject({ reason: 'LOG_REWRITTEN', position: 10 });
  });

  test('stops whoever is running, whether it is still shorter or has grown past it', async () => {
    for (const more of [0, 8]) {
      const district = await log.founded();
      await log.appendMany(district, 10);
      const stopped = stoppings();
      const name = `exchanged-${more}`;
      log.run([noting(name)], { stopped });
      await log.until(name, district, 10);
      await restoreTo(district, 6);
      await log.appendMany(district, more);
      await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce(), 10_000);
      expect(stopped.mock.calls[0]!.slice(0, 2)).toEqual([name, district]);
      expect(stopped.mock.calls[0]![2]).toMatchObject({ reason: 'LOG_REWRITTEN', position: 10 });
      expect(await log.seen(name, district)).toEqual(upTo(10));
      expect(await log.status(name, district)).toMatchObject({ status: 'stopped', position: 10 });
      await log.stopAll();
    }
  });

  test('that holds what was read is followed on', async () => {
    const district = await log.founded();
    await log.appendMany(district, 6);
    const first = log.run([noting('covered')]);
    await log.until('covered', district, 6);
    await first.stop();
    await log.appendMany(district, 4);
    await restoreTo(district, 6);
    await log.appendMany(district, 3);
    log.run([noting('covered')]);
    expect(await log.until('covered', district, 9)).toBe(true);
    expect(await log.seen('covered', district)).toEqual(upTo(9));
  });
});

describe('a worker', () => {
  test('whose connection dies in mid-batch has written nothing of it, and goes on', async () => {
    const district = await log.founded();
    await log.appendMany(district, 40);
    let batches = 0;
    const projector = noting('killed');
    log.run(
      [
        {
          ...projector,
          apply: async (of, events, tx) => {
            await projector.apply(of, events, tx);
            if (of !== district || (batches += 1) % 3 !== 1) return;
            const { rows } = await tx.query('select pg_backend_pid() as pid');
            await log.db.query('select pg_terminate_backend($1)', [rows[0]!['pid']]);
          },
        },
      ],
      { batch: 10, attempts: 1_000 },
    );
    expect(await log.until('killed', district, 40)).toBe(true);
    expect(await log.seen('killed', district)).toEqual(upTo(40));
    expect(batches).toBeGreaterThan(4);
  });

  test('that is cut off is replaced when its lease runs out, and writes nothing when it comes back', async () => {
    const district = await log.founded();
    await log.appendMany(district, 10);
    const wire = await CuttableWire.to(log.url);
    const held = signal();
    const goOn = signal();
    const applied: string[] = [];
    const slow = async (events: readonly Recorded[], of: string) => {
      if (of !== district || events[0]!.position !== 11) return;
      held.give();
      await goOn.given; // in the middle of its batch, deaf: the lease is not renewed either
      applied.push('the first one came back');
    };
    log.run([noting('replaced', slow)], { url: wire.url, leaseMs: 400 });
    await log.until('replaced', district, 10);
    const { owner } = await log.status('replaced', district);
    await log.append(district);
    await held.given;
    wire.refuse();
    log.run([noting('replaced')], { leaseMs: 400 });
    expect(await log.until('replaced', district, 11)).toBe(true);
    const { owner: next } = await log.status('replaced', district);
    expect(next).not.toBeNull();
    expect(next).not.toBe(owner);
    goOn.give();
    wire.accept();
    await log.append(district);
    expect(await log.until('replaced', district, 12)).toBe(true);
    expect(await log.seen('replaced', district)).toEqual(upTo(12));
    expect(applied).toEqual(['the first one came back']);
    await log.stopAll();
    await wire.close();
  });

  test('is seen in the status with its machine and process, and with how far behind it is', async () => {
    const district = await log.founded();
    await log.append(district);
    const runner = log.run([noting('status')]);
    await log.until('status', district, 1);
    expect(await log.status('status', district)).toMatchObject({
      position: 1,
      head: 1,
      behind: 0,
      secondsBehind: 0,
      owner: expect.stringContaining(`/${process.pid}/`),
      status: 'running',
      lastError: null,
    });
    await runner.stop();
    await log.appendMany(district, 3);
    const { owner, behind, head, secondsBehind } = await log.status('status', district);
    expect({ owner, behind, head }).toEqual({ owner: null, behind: 3, head: 4 });
    expect(secondsBehind).toBeGreaterThanOrEqual(0);
  });
});

describe('what a reactor has set aside', () => {
  const failingAt = (name: string, position: number, broken: () => boolean) => {
    const done: number[] = [];
    const reactor = (district: string): Reactor => ({
      name,
      react: async (of, events) => {
        if (of !== district) return;
        if (broken() && events.some((e) => e.position === position)) throw new Error('no answer');
        done.push(...events.map((e) => e.position));
      },
    });
    return { done, reactor };
  };
  const parked = (district: string) => parkedCommands(log.db, district);

  test('is named with its error, and done when an operator asks for it once its cause is mended', async () => {
    const district = await log.founded();
    await log.appendMany(district, 3);
    await log.append(district, 3); // one command of three events, from position 4 on
    await log.appendMany(district, 3);
    let broken = true;
    const { done, reactor } = failingAt('asked', 4, () => broken);
    log.run([reactor(district)], { leaseMs: 600 });
    await log.until('asked', district, 9);
    expect(done).toEqual([1, 2, 3, 7, 8, 9]);
    const which = { subscription: 'asked', position: 4 };
    expect(await parked(district)).toEqual([
      expect.objectContaining({
        ...which,
        type: 'Noted',
        error: expect.stringMatching(/^Error in /),
      }),
    ]);
    broken = false;
    expect(await askToRetry(log.db, district, which)).toBe(true);
    await vi.waitFor(async () => expect(await parked(district)).toEqual([]), 10_000);
    expect(done.slice(6)).toEqual([4, 5, 6]);
    expect(await askToRetry(log.db, district, which)).toBe(false);
  });

  test('stays set aside when it fails once more, and nothing waits for it', async () => {
    const district = await log.founded();
    await log.appendMany(district, 3);
    const { done, reactor } = failingAt('again', 2, () => true);
    log.run([reactor(district)], { leaseMs: 600 });
    await log.until('again', district, 3);
    const [before] = await parked(district);
    await askToRetry(log.db, district, { subscription: 'again', position: 2 });
    await vi.waitFor(async () => {
      const [now] = await parked(district);
      expect(now).toMatchObject({ position: 2, retrying: false });
      expect(now!.at > before!.at).toBe(true);
    }, 10_000);
    await log.append(district);
    await log.until('again', district, 4);
    expect(done).toEqual([1, 3, 4]);
  });
});

type Step = 'append' | 'many' | 'another worker' | 'stop one' | 'hiccup' | 'steal' | 'cut';
const steps = fc.array(
  fc.constantFrom<Step>('append', 'many', 'another worker', 'stop one', 'hiccup', 'steal', 'cut'),
  { minLength: 5, maxLength: 20 },
);

test(
  'whatever happens to the workers, each event is applied once and in order',
  { timeout: 120_000 },
  async () => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const district = await log.founded();
        const name = `any-${(n += 1)}`;
        let hiccups = 0;
        const view = noting(name, (_, of) => {
          if (of !== district || hiccups === 0) return;
          hiccups -= 1;
          throw new Error('a hiccup');
        });
        const work = () => log.run([view], { leaseMs: 300, batch: 5, attempts: 1_000 });
        let workers = [work()];
        let head = 0;
        const acts: Record<Step, () => unknown> = {
          append: async () => (head = (await log.append(district)).position),
          many: async () => {
            await log.appendMany(district, 6, 2);
            head += 12;
          },
          'another worker': () => workers.push(work()),
          'stop one': () => workers.shift()?.stop(),
          hiccup: () => (hiccups += 2),
          steal: () =>
            log.db.query(
              `update es.subscriptions set owner = 'a thief', epoch = epoch + 1,
                 lease_until = now() + interval '100 ms' where name = $1`,
              [name],
            ),
          cut: () =>
            log.db.query(
              `select pg_terminate_backend(pid) from pg_stat_activity
               where datname = current_database() and query ~ '^(listen|with moved|insert into seen)'
                 and pid <> pg_backend_pid()`,
            ),
        };
        for (const step of history) await acts[step]();
        if (workers.length === 0) workers = [work()];
        expect(await log.until(name, district, head)).toBe(true);
        expect(await log.seen(name, district)).toEqual(upTo(head));
        await log.stopAll();
      }),
      { numRuns: 12 },
    );
  },
);
