import type { BodyGone, Claims, Command, DomainEvent, Elsewhere, Recorded } from '#domain/decider';
import type { Place } from '#domain/record-request/standing-against';
import type { StreamId, StreamKind, StreamRef } from '#domain/streams';
import type { Instant } from '#domain/time';
import type { Bodies } from './bodies.js';
import type { DistrictClock } from './clock.js';
import type { Expected } from './errors.js';

/** What was recorded for a command: `version` of its own stream after it, `position` of its last event in the log. */
export type Answer<E extends DomainEvent = DomainEvent> = {
  stream: StreamId;
  version: number;
  position: number;
  events: readonly Recorded<E | DomainEvent>[];
  /** True if the command had been taken before: nothing was added now. */
  replayed: boolean;
};

/** One command's facts, appended all or nothing. */
export type AppendRequest = {
  to: StreamRef;
  expected: Expected;
  command: Command;
  /** DistrictKeys.commandMac of the command. */
  mac: Buffer;
  events: readonly DomainEvent[];
  others?: readonly Elsewhere[];
  /** What the own stream takes and releases, in order. */
  claims?: readonly Claims[];
};

export type ReadOptions = {
  /** Only what the log held at this position (`knownAt`, by {@link EventStore.positionAt}). */
  to?: number;
  /** Only events after this version of the stream. */
  after?: number;
};

export type StreamSlice<E extends DomainEvent = DomainEvent> = {
  /** Of the stream as far as it was read; 0 if there is none. */
  version: number;
  /** Whose bodies are there: what is folded, shown and decided on. */
  events: readonly Recorded<E>[];
  /** Whose bodies were expunged or destroyed: that they happened, and when, is all that is left. */
  gone: readonly BodyGone[];
};

/** What a command meets: its earlier answer, or the moment and the stream that it decides on. */
export type Opening<E extends DomainEvent = DomainEvent> =
  { answer: Answer<E> } | (StreamSlice<E> & { answer: null; clock: DistrictClock });

export type DistrictLog = { district: string; sandbox: boolean };

/**
 * The record: one gapless log a district, streams within it. Every method names its district; `DistrictNotFound` if it
 * was never founded, `StoreUnavailable` if PostgreSQL cannot be reached.
 */
export abstract class EventStore {
  /** What opens the log's bodies, for those who follow it. */
  abstract readonly bodies: Bodies;

  /**
   * Opens the district's log; a sandbox's clock stands at `startsAt`. Founding again the same way changes nothing;
   * another mode is refused: a district is a sandbox from its first event or never.
   */
  abstract foundDistrict(district: string, sandbox?: { startsAt: Instant }): Promise<void>;
  abstract districts(): Promise<readonly DistrictLog[]>;
  abstract clockOf(district: string): Promise<DistrictClock>;

  /** The answer that the command got before, if it did. Throws `IdReused` if its content was another. */
  abstract answerTo(district: string, commandId: string, mac: Buffer): Promise<Answer | null>;
  abstract read<E extends DomainEvent>(
    ref: StreamRef,
    options?: ReadOptions,
  ): Promise<StreamSlice<E>>;
  /** `answerTo`, `clockOf` and `read` after a version, in one round trip. */
  abstract open<E extends DomainEvent>(
    to: StreamRef,
    commandId: string,
    mac: Buffer,
    after?: number,
  ): Promise<Opening<E>>;

  /**
   * Appends or throws `VersionConflict`, `ClaimTaken`, `IdReused`, `StreamRedacted`, `ClassDestroyed`, `NotASandbox` or
   * `Busy`. A command taken before gets its first answer, or `BodyIsGone`. No events: nothing is stored and nothing checked.
   */
  abstract append(request: AppendRequest): Promise<Answer>;

  /** Up to `limit` events of the whole log after a position, in order; those whose bodies are gone are passed over. */
  abstract readLog(district: string, after: number, limit: number): Promise<readonly Recorded[]>;
  /** The processes that are about a student. */
  abstract streamsAbout(district: string, studentId: string): Promise<readonly StreamId[]>;
  /** All streams of a kind, by their ids. */
  abstract streamsOf(district: string, kind: StreamKind): Promise<readonly StreamId[]>;
  /** Whose and of which class an event's sealed body is, gone or not; null if it has none. */
  abstract placeOf(district: string, eventId: string): Promise<Place>;

  /** The last position; 0 for an empty log. */
  abstract head(district: string): Promise<number>;
  /** The last position that was recorded at or before a moment; 0 if none. */
  abstract positionAt(district: string, recordedAt: Instant): Promise<number>;
  abstract close(): Promise<void>;
}
