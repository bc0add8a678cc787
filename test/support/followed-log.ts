import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Recorded } from '#domain/decider';
import { DistrictKeys } from '#event-store/district-keys';
import type { Answer } from '#event-store/event-store';
import { PostgresEventStore } from '#event-store/postgres/postgres-event-store';
import { type Lag, Progress } from '#event-store/subscription/progress';
import type { Projector, Subscriber } from '#event-store/subscription/subscriber';
import {
  type RunnerOptions,
  SubscriptionRunner,
} from '#event-store/subscription/subscription-runner';
import { newStream, noteBodies, noted, request } from '../contracts/event-store.contract.js';
import { freshDatabase, type FreshDatabase } from './database.js';

export const keys = new DistrictKeys(Buffer.alloc(32, 7));
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** A view that notes every event; it is unique to the test by its name. */
export const noting = (
  name: string,
  before: (events: readonly Recorded[], district: string) => unknown = () => null,
): Projector => ({
  name,
  apply: async (district, events, tx) => {
    await before(events, district);
    await tx.query('insert into seen (name, district, pos) select $1, $2, unnest($3::bigint[])', [
      name,
      district,
      events.map((e) => e.position),
    ]);
  },
});

/** A database with a record, and whoever follows it in a test. */
export class FollowedLog {
  readonly runners: SubscriptionRunner[] = [];

  private constructor(
    private readonly database: FreshDatabase,
    readonly store: PostgresEventStore,
    readonly db: pg.Pool,
    readonly progress: Progress,
  ) {}

  static async open(): Promise<FollowedLog> {
    const database = await freshDatabase();
    const { url } = database;
    await database.migrate();
    const store = new PostgresEventStore({ url, keys, bodies: noteBodies(url) });
    const db = new pg.Pool({
      connectionString: database.superuserUrl ?? database.ownerUrl,
      max: 8,
    });
    db.on('error', () => undefined); // dropping the database ends what is still closing
    const progress = new Progress(url);
    progress.start();
    await db.query(`
      create table seen (n bigserial, name text, district uuid, pos bigint);
      grant all on seen, seen_n_seq to es_projector`);
    return new FollowedLog(database, store, db, progress);
  }

  get url(): string {
    return this.database.url;
  }

  async close(): Promise<void> {
    await this.progress.stop();
    await this.store.close();
    await this.db.end();
    await this.database.drop();
  }

  /** One worker more; all stop with {@link stopAll}. */
  run(
    subscribers: readonly Subscriber[],
    options: Partial<RunnerOptions> = {},
  ): SubscriptionRunner {
    const runner = new SubscriptionRunner({
      url: this.url,
      bodies: this.store.bodies,
      subscribers,
      attempts: 3,
      pauseMs: 5,
      ...options,
    });
    this.runners.push(runner);
    runner.start();
    return runner;
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.runners.splice(0).map((runner) => runner.stop()));
  }

  async founded(): Promise<string> {
    const district = randomUUID();
    await this.store.foundDistrict(district);
    return district;
  }

  append(district: string, events = 1): Promise<Answer> {
    return this.store.append(
      request(
        keys,
        { district, stream: newStream() },
        { events: Array.from({ length: events }, () => noted()) },
      ),
    );
  }

  appendMany(district: string, commands: number, events = 1): Promise<Answer[]> {
    return Promise.all(Array.from({ length: commands }, () => this.append(district, events)));
  }

  /** Positions that a noting view has kept, in the order in which they came. */
  async seen(name: string, district: string): Promise<number[]> {
    const { rows } = await this.db.query<{ pos: string }>(
      'select pos from seen where name = $1 and district = $2 order by n',
      [name, district],
    );
    return rows.map((row) => Number(row.pos));
  }

  until(name: string, district: string, position: number): Promise<boolean> {
    return this.progress.waitForPosition(district, position, {
      subscriptions: [name],
      timeoutMs: 20_000,
    });
  }

  async status(name: string, district: string): Promise<Lag> {
    const { subscriptions } = await this.progress.headsAndLags(district);
    return subscriptions.find((s) => s.name === name)!;
  }

  async logId(district: string): Promise<number> {
    const { rows } = await this.db.query<{ log_id: number }>(
      'select log_id from es.log where district_id = $1',
      [district],
    );
    return rows[0]!.log_id;
  }
}
