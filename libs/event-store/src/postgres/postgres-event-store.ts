import type pg from 'pg';
import type { DomainEvent, Recorded } from '#domain/decider';
import type { StreamRef } from '#domain/streams';
import type { Instant } from '#domain/time';
import { type BodyCodec, JcsBodies } from '../body-codec.js';
import { type Clock, type DistrictClock, SystemClock } from '../clock.js';
import { Coalescer } from '../coalescer.js';
import type { DistrictKeys } from '../district-keys.js';
import { IdReused } from '../errors.js';
import {
  type Answer,
  type AppendRequest,
  type DistrictLog,
  EventStore,
  type Opening,
  type ReadOptions,
  type StreamSlice,
} from '../event-store.js';
import { eventId } from '../ids.js';
import { answerOf, earlierAnswer, nothingDecided, type Outcome } from '../outcome.js';
import { prepare, type PreparedCommand } from '../prepare.js';
import { callAppend } from './append-call.js';
import { DistrictLogs } from './logs.js';
import { AppendPool, asStoreError, readPool } from './pools.js';
import { type EventRow, recordedOf } from './rows.js';
import * as sql from './statements.js';

type Lane = Coalescer<PreparedCommand, Outcome>;
type FirstRow = EventRow & { command_mac: Buffer };

export type PostgresEventStoreOptions = {
  url: string;
  keys: DistrictKeys;
  bodies?: BodyCodec;
  clock?: Clock;
};

/** The record in PostgreSQL 15 or later; `migrate` must have run. */
export class PostgresEventStore extends EventStore {
  private readonly pool: pg.Pool;
  private readonly appendPool: AppendPool;
  private readonly logs: DistrictLogs;
  private readonly lanes = new Map<number, Lane>();
  private readonly bodies: BodyCodec;
  private readonly clock: Clock;

  constructor(private readonly options: PostgresEventStoreOptions) {
    super();
    this.pool = readPool(options.url);
    this.appendPool = new AppendPool(options.url);
    this.logs = new DistrictLogs(this.pool);
    this.bodies = options.bodies ?? new JcsBodies();
    this.clock = options.clock ?? new SystemClock();
  }

  foundDistrict(district: string, sandbox?: { startsAt: Instant }): Promise<void> {
    return guarded(() => this.logs.found(district, sandbox));
  }

  districts(): Promise<readonly DistrictLog[]> {
    return guarded(() => this.logs.all());
  }

  async clockOf(district: string): Promise<DistrictClock> {
    const [row] = await this.query<{ stepped_ms: number | null }>(sql.clock, district);
    return this.clockAt(row!.stepped_ms);
  }

  async answerTo(district: string, commandId: string, mac: Buffer): Promise<Answer | null> {
    const [first] = await this.query<FirstRow>(sql.firstEvent, district, eventId(commandId, 0));
    return first ? this.answerFrom({ district, stream: first.stream_id }, first, mac) : null;
  }

  async read<E extends DomainEvent>(
    ref: StreamRef,
    { to = Number.MAX_SAFE_INTEGER, after = 0 }: ReadOptions = {},
  ): Promise<StreamSlice<E>> {
    const rows = await this.query<EventRow>(sql.read, ref.district, ref.stream, after, to);
    return this.slice(ref.district, rows, after);
  }

  async open<E extends DomainEvent>(
    to: StreamRef,
    commandId: string,
    mac: Buffer,
    after = 0,
  ): Promise<Opening<E>> {
    type Row = FirstRow & { known: boolean | null; stepped_ms: number | null };
    const first = eventId(commandId, 0);
    const rows = await this.query<Row>(sql.open, to.district, to.stream, after, first);
    const known = rows.find((row) => row.known);
    if (known) return { answer: (await this.answerFrom(to, known, mac)) as Answer<E> };
    const events = rows.filter((row) => row.known === false);
    return {
      answer: null,
      clock: this.clockAt(rows[0]!.stepped_ms),
      ...this.slice<E>(to.district, events, after),
    };
  }

  async append(request: AppendRequest): Promise<Answer> {
    const { to } = request;
    const command = prepare(request, this.bodies, this.options.keys);
    if (command.events.length === 0) return nothingDecided(request, await this.head(to.district));
    const lane = this.laneOf(await this.logId(to.district));
    const outcome = await lane.append(command);
    return answerOf(command, outcome, (firstPosition) =>
      this.earlier(to, command.commandId, firstPosition),
    );
  }

  async readLog(district: string, after: number, limit: number): Promise<readonly Recorded[]> {
    const rows = await this.query<EventRow>(sql.readLog, district, after, limit);
    return rows.map((row) => recordedOf(district, row, this.bodies));
  }

  async head(district: string): Promise<number> {
    const [row] = await this.query<{ last_pos: number }>(sql.head, district);
    return row!.last_pos;
  }

  async positionAt(district: string, recordedAt: Instant): Promise<number> {
    const [row] = await this.query<{ pos: number }>(sql.positionAt, district, recordedAt);
    return row?.pos ?? 0;
  }

  async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.appendPool.end()]);
  }

  private async answerFrom(to: StreamRef, first: FirstRow, mac: Buffer): Promise<Answer> {
    if (!first.command_mac.equals(mac)) throw new IdReused(first.command_id);
    return this.earlier(to, first.command_id, first.pos);
  }

  /** A command's events stand side by side from its first position on. */
  private async earlier(to: StreamRef, commandId: string, firstPosition: number): Promise<Answer> {
    const page = 256;
    const events: Recorded[] = [];
    for (let more = true; more;) {
      const from = firstPosition + events.length - 1;
      const found = await this.readLog(to.district, from, page);
      const own = found.filter((event) => event.commandId === commandId);
      events.push(...own);
      more = own.length === page;
    }
    return earlierAnswer(to.stream, events, async (position) => {
      const { version } = await this.read(to, { to: position });
      return version;
    });
  }

  private slice<E extends DomainEvent>(
    district: string,
    rows: readonly EventRow[],
    after: number,
  ): StreamSlice<E> {
    return {
      version: rows.at(-1)?.version ?? after,
      events: rows.map((row) => recordedOf(district, row, this.bodies) as Recorded<E>),
    };
  }

  private clockAt(steppedMs: number | null): DistrictClock {
    return steppedMs === null
      ? { sandbox: false, now: this.clock.now() }
      : { sandbox: true, now: new Date(Math.round(steppedMs)).toISOString() };
  }

  private laneOf(logId: number): Lane {
    let lane = this.lanes.get(logId);
    if (!lane) {
      lane = new Coalescer((batch) => guarded(() => callAppend(this.appendPool, logId, batch)));
      this.lanes.set(logId, lane);
    }
    return lane;
  }

  private logId(district: string): Promise<number> {
    return guarded(() => this.logs.idOf(district));
  }

  /** Runs a named statement; its first parameter is the district's log. */
  private async query<R extends pg.QueryResultRow>(
    statement: sql.Statement,
    district: string,
    ...values: unknown[]
  ): Promise<R[]> {
    const logId = await this.logId(district);
    const { rows } = await guarded(() =>
      this.pool.query<R>({ ...statement, values: [logId, ...values] }),
    );
    return rows;
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(error);
  }
}
