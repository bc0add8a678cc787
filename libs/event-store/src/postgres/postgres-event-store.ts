import type pg from 'pg';
import type { DomainEvent, Kept, Recorded } from '#domain/decider';
import type { Place } from '#domain/record-request/standing-against';
import type { StreamId, StreamKind, StreamRef } from '#domain/streams';
import type { Instant } from '#domain/time';
import type { Bodies } from '../bodies.js';
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
import { observed } from '../observed.js';
import { answerOf, earlierAnswer, nothingDecided, type Outcome } from '../outcome.js';
import { type PreparedCommand } from '../prepare.js';
import { parted } from '../parted.js';
import { Sealing } from '../sealing.js';
import { callAppend } from './append-call.js';
import { DistrictLogs } from './logs.js';
import { appendPool, asStoreError, LogPool } from './pools.js';
import { type EventRow, keptOf } from './rows.js';
import * as sql from './statements.js';

type Lane = Coalescer<PreparedCommand, Outcome>;
type FirstRow = EventRow & { command_mac: Buffer };

export type PostgresEventStoreOptions = {
  url: string;
  keys: DistrictKeys;
  bodies: Bodies;
  clock?: Clock;
};

/** The record in PostgreSQL 15 or later; `migrate` must have run. */
export class PostgresEventStore extends EventStore {
  private readonly pool: LogPool;
  private readonly appendPool: LogPool;
  private readonly logs: DistrictLogs;
  private readonly lanes = new Map<number, Lane>();
  readonly bodies: Bodies;
  private readonly clock: Clock;
  private readonly sealing: Sealing;

  constructor(options: PostgresEventStoreOptions) {
    super();
    this.pool = new LogPool(options.url);
    this.appendPool = appendPool(options.url);
    this.logs = new DistrictLogs(this.pool.any);
    this.bodies = options.bodies;
    this.clock = options.clock ?? new SystemClock();
    this.sealing = new Sealing(this.bodies, options.keys, (district, streams) =>
      this.subjectsOf(district, streams),
    );
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
    const rows = await observed(
      () => this.query<Row>(sql.open, to.district, to.stream, after, first),
      (found) => (found.some((row) => row.known) ? 'duplicate' : null),
    );
    const known = rows.find((row) => row.known);
    if (known) return { answer: (await this.answerFrom(to, known, mac)) as Answer<E> };
    const events = rows.filter((row) => row.known === false);
    return {
      answer: null,
      clock: this.clockAt(rows[0]!.stepped_ms),
      ...(await this.slice<E>(to.district, events, after)),
    };
  }

  async append(request: AppendRequest): Promise<Answer> {
    const { to } = request;
    const command = await this.sealing.sealed(request);
    if (command.events.length === 0) return nothingDecided(request, await this.head(to.district));
    const lane = this.laneOf(await this.logId(to.district));
    const outcome = await observed(
      () => lane.append(command),
      ({ is }) => is,
    );
    this.bodies.after(command.events, outcome.is);
    return answerOf(command, outcome, (firstPosition) =>
      this.earlier(to, command.commandId, firstPosition),
    );
  }

  async readLog(district: string, after: number, limit: number): Promise<readonly Recorded[]> {
    for (let from = after; ;) {
      const kept = await this.keptLog(district, from, limit);
      const { events } = parted(kept);
      if (events.length > 0 || kept.length === 0) return events;
      from = kept.at(-1)!.position;
    }
  }

  async streamsAbout(district: string, studentId: string): Promise<readonly StreamId[]> {
    const rows = await this.query<{ stream_id: StreamId }>(sql.about, district, studentId);
    return rows.map((row) => row.stream_id);
  }

  async streamsOf(district: string, kind: StreamKind): Promise<readonly StreamId[]> {
    const rows = await this.query<{ stream_id: StreamId }>(sql.ofKind, district, kind);
    return rows.map((row) => row.stream_id);
  }

  async placeOf(district: string, eventId: string): Promise<Place> {
    type Row = { subject_id: string; record_class: number };
    const [row] = await this.query<Row>(sql.place, district, eventId);
    return row ? { subjectId: row.subject_id, recordClass: row.record_class } : null;
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
    await Promise.all([this.pool.end(), this.appendPool.end(), this.bodies.close()]);
  }

  private async answerFrom(to: StreamRef, first: FirstRow, mac: Buffer): Promise<Answer> {
    if (!first.command_mac.equals(mac)) throw new IdReused(first.command_id);
    return this.earlier(to, first.command_id, first.pos);
  }

  /** A command's events stand side by side from its first position on. */
  private async earlier(to: StreamRef, commandId: string, firstPosition: number): Promise<Answer> {
    const page = 256;
    const events: Kept[] = [];
    for (let more = true; more;) {
      const from = firstPosition + events.length - 1;
      const found = await this.keptLog(to.district, from, page);
      const own = found.filter((event) => event.commandId === commandId);
      events.push(...own);
      more = own.length === page;
    }
    return earlierAnswer(to.stream, events, async (position) => {
      const { version } = await this.read(to, { to: position });
      return version;
    });
  }

  private async slice<E extends DomainEvent>(
    district: string,
    rows: readonly EventRow[],
    after: number,
  ): Promise<StreamSlice<E>> {
    const kept = await keptOf(district, rows, this.bodies);
    return { version: rows.at(-1)?.version ?? after, ...parted<E>(kept) };
  }

  private async keptLog(district: string, after: number, limit: number): Promise<Kept[]> {
    return keptOf(
      district,
      await this.query<EventRow>(sql.readLog, district, after, limit),
      this.bodies,
    );
  }

  private async subjectsOf(
    district: string,
    streams: readonly StreamId[],
  ): Promise<ReadonlyMap<StreamId, string>> {
    type Row = { stream_id: StreamId; subject_id: string };
    const rows = await this.query<Row>(sql.subjects, district, streams);
    return new Map(rows.map((row) => [row.stream_id, row.subject_id]));
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
      this.pool.of(logId).query<R>({ ...statement, values: [logId, ...values] }),
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
