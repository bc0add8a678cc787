import type { DomainEvent, Recorded } from '#domain/decider';
import type { StreamRef } from '#domain/streams';
import type { Instant } from '#domain/time';
import { type BodyCodec, JcsBodies } from '../body-codec.js';
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
import { prepare } from '../prepare.js';
import { refuseOtherMode } from '../founding.js';
import { InMemoryLog } from './in-memory-log.js';

/** The record without a database, for unit tests: it keeps every promise of the contract but durability. */
export class InMemoryEventStore extends EventStore {
  private readonly logs = new Map<string, InMemoryLog>();
  private readonly bodies: BodyCodec = new JcsBodies();

  constructor(
    private readonly keys: DistrictKeys,
    private readonly clock: Clock = new SystemClock(),
  ) {
    super();
  }

  async foundDistrict(district: string, sandbox?: { startsAt: Instant }): Promise<void> {
    const log = this.logs.get(district);
    if (log) return refuseOtherMode(district, log.steppedNow !== null, sandbox !== undefined);
    const now = () => this.clock.now();
    this.logs.set(district, new InMemoryLog(district, sandbox?.startsAt ?? null, now));
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
    const events = this.log(ref.district).events.filter(
      (e) => e.stream === ref.stream && e.version > after && e.position <= to,
    );
    return { version: events.at(-1)?.version ?? after, events: copies<E>(events) };
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
    const command = prepare(request, this.bodies, this.keys);
    const log = this.log(to.district);
    if (command.events.length === 0) return nothingDecided(request, log.events.length);
    return answerOf(command, log.append(command), (first) => this.earlier(to, first));
  }

  async readLog(district: string, after: number, limit: number): Promise<readonly Recorded[]> {
    return copies(this.log(district).events.slice(after, after + limit));
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

  private earlier(to: StreamRef, firstPosition: number): Promise<Answer> {
    const { events } = this.log(to.district);
    const { commandId } = events[firstPosition - 1]!;
    const own = events.slice(firstPosition - 1).filter((e) => e.commandId === commandId);
    return earlierAnswer(to.stream, copies(own), async (position) => {
      const { version } = await this.read(to, { to: position });
      return version;
    });
  }
}

/** Readers get bodies of their own, as from a database: none can change the record by changing what it read. */
function copies<E extends DomainEvent>(events: readonly Recorded[]): Recorded<E>[] {
  return structuredClone(events) as Recorded<E>[];
}
