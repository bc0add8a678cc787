import type { DomainEvent, Kept, Recorded } from '#domain/decider';
import type { Place } from '#domain/record-request/standing-against';
import { kindOf, type StreamId, type StreamKind, type StreamRef } from '#domain/streams';
import type { Instant } from '#domain/time';
import type { Shapes } from '#domain/upcast';
import { type Belongings, Bodies } from '../bodies.js';
import { type Clock, type DistrictClock, SystemClock } from '../clock.js';
import type { DistrictKeys } from '../district-keys.js';
import { DistrictNotFound, IdReused } from '../errors.js';
import {
  type Answer,
  type AppendRequest,
  type DistrictLog,
  EventStore,
  type Opening,
  type ReadOptions,
  type StreamSlice,
} from '../event-store.js';
import { answerOf, earlierAnswer, nothingDecided } from '../outcome.js';
import { Sealing } from '../sealing.js';
import { InMemoryVault } from '../vault/vault.js';
import { refuseOtherMode } from '../founding.js';
import { parted } from '../parted.js';
import { InMemoryLog, type Row } from './in-memory-log.js';

/** The record without a database, for unit tests: it keeps every promise of the contract but durability. */
export class InMemoryEventStore extends EventStore {
  private readonly logs = new Map<string, InMemoryLog>();
  private readonly vault = new InMemoryVault();
  readonly bodies: Bodies;
  private readonly sealing: Sealing;

  constructor(
    keys: DistrictKeys,
    private readonly clock: Clock = new SystemClock(),
    belongings?: Belongings,
    shapes?: Shapes,
  ) {
    super();
    this.bodies = new Bodies(this.vault, belongings, shapes);
    this.sealing = new Sealing(this.bodies, keys, async (district, streams) =>
      this.log(district).subjectsOf(streams),
    );
  }

  async foundDistrict(district: string, sandbox?: { startsAt: Instant }): Promise<void> {
    const log = this.logs.get(district);
    if (log) return refuseOtherMode(district, log.steppedNow !== null, sandbox !== undefined);
    const now = () => this.clock.now();
    this.logs.set(district, new InMemoryLog(district, sandbox?.startsAt ?? null, now, this.vault));
  }

  async districts(): Promise<readonly DistrictLog[]> {
    return [...this.logs].map(([district, log]) => ({
      district,
      sandbox: log.steppedNow !== null,
    }));
  }

  async clockOf(district: string): Promise<DistrictClock> {
    const { steppedNow } = this.log(district);
    return { sandbox: steppedNow !== null, now: steppedNow ?? this.clock.now() };
  }

  /** What the operator of a database would do to a stream; nothing where there is none. */
  redact({ district, stream }: StreamRef): void {
    this.log(district).redact(stream);
  }

  async answerTo(district: string, commandId: string, mac: Buffer): Promise<Answer | null> {
    const known = this.log(district).known(commandId);
    if (!known) return null;
    if (!known.mac.equals(mac)) throw new IdReused(commandId);
    const { stream } = this.log(district).events[known.firstPosition - 1]!;
    return this.earlier({ district, stream }, known.firstPosition);
  }

  async read<E extends DomainEvent>(
    ref: StreamRef,
    { to = Infinity, after = 0 }: ReadOptions = {},
  ): Promise<StreamSlice<E>> {
    const rows = this.log(ref.district).events.filter(
      (e) => e.stream === ref.stream && e.version > after && e.position <= to,
    );
    const kept = await this.opened(ref.district, rows);
    return { version: rows.at(-1)?.version ?? after, ...parted<E>(kept) };
  }

  async open<E extends DomainEvent>(
    to: StreamRef,
    commandId: string,
    mac: Buffer,
    after = 0,
  ): Promise<Opening<E>> {
    const known = this.log(to.district).known(commandId);
    if (known && !known.mac.equals(mac)) throw new IdReused(commandId);
    if (known) return { answer: (await this.earlier(to, known.firstPosition)) as Answer<E> };
    const clock = await this.clockOf(to.district);
    return { answer: null, clock, ...(await this.read<E>(to, { after })) };
  }

  async append(request: AppendRequest): Promise<Answer> {
    const { to } = request;
    const log = this.log(to.district);
    const command = await this.sealing.sealed(request);
    if (command.events.length === 0) return nothingDecided(request, log.events.length);
    const outcome = log.append(command);
    this.bodies.after(command.events, outcome.is);
    return answerOf(command, outcome, (first) => this.earlier(to, first));
  }

  async readLog(district: string, after: number, limit: number): Promise<readonly Recorded[]> {
    for (let from = after; ;) {
      const rows = this.log(district).events.slice(from, from + limit);
      const { events } = parted(await this.opened(district, rows));
      if (events.length > 0 || rows.length === 0) return events;
      from = rows.at(-1)!.position;
    }
  }

  async streamsAbout(district: string, studentId: string): Promise<readonly StreamId[]> {
    return this.log(district).streamsAbout(studentId);
  }

  async streamsOf(district: string, kind: StreamKind): Promise<readonly StreamId[]> {
    const all = new Set(this.log(district).events.map(({ stream }) => stream));
    return [...all].filter((stream) => kindOf(stream) === kind).sort();
  }

  async placeOf(district: string, eventId: string): Promise<Place> {
    const row = this.log(district).events.find(({ id, keyId }) => id === eventId && keyId !== null);
    return row ? { subjectId: row.subjectId!, recordClass: row.recordClass! } : null;
  }

  async head(district: string): Promise<number> {
    return this.log(district).events.length;
  }

  async positionAt(district: string, recordedAt: Instant): Promise<number> {
    return this.log(district).events.findLast((e) => e.recordedAt <= recordedAt)?.position ?? 0;
  }

  async close(): Promise<void> {
    this.logs.clear();
  }

  private log(district: string): InMemoryLog {
    const log = this.logs.get(district);
    if (!log) throw new DistrictNotFound(district);
    return log;
  }

  private async earlier(to: StreamRef, firstPosition: number): Promise<Answer> {
    const { events } = this.log(to.district);
    const { commandId } = events[firstPosition - 1]!;
    const own = events.slice(firstPosition - 1).filter((e) => e.commandId === commandId);
    return earlierAnswer(to.stream, await this.opened(to.district, own), async (position) => {
      const { version } = await this.read(to, { to: position });
      return version;
    });
  }

  private async opened(district: string, rows: readonly Row[]): Promise<Kept[]> {
    const open = await this.bodies.opener(district, rows);
    return rows.map((row): Kept => {
      const { body: _, subjectId: _s, recordClass: _c, keyId: _k, meta, ...envelope } = row;
      const data = open({ ...envelope, eventId: envelope.id }, row);
      return data === null ? { ...envelope, data, meta } : { ...envelope, data };
    });
  }
}
