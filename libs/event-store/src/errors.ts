import type { StreamId, StreamRef } from '#domain/streams';

/** What the writer expects of a stream: its exact version, or only that it is new or is there. */
export type Expected = number | 'any' | 'exists' | 'none';

/** The stream moved on (or is there, or is not): look again and decide anew. */
export class VersionConflict extends Error {
  constructor(
    readonly ref: StreamRef,
    readonly expected: Expected,
    readonly actual: number,
  ) {
    super(`${ref.stream} is at version ${actual}, expected ${expected}: read it again`);
    this.name = 'VersionConflict';
  }
}

/** More than the record takes at once; nothing of it was taken. */
export class TooMuch extends Error {
  constructor(
    readonly stream: StreamId,
    readonly what: string,
    readonly most: string,
  ) {
    super(`${stream}: ${what}, and ${most} is the most: send it in parts`);
    this.name = 'TooMuch';
  }
}

/** Another stream holds what only one may hold. */
export class ClaimTaken extends Error {
  constructor(
    readonly ref: StreamRef,
    readonly holder: StreamId,
  ) {
    super(`${ref.stream} cannot take what ${holder} holds already`);
    this.name = 'ClaimTaken';
  }
}

/** The idempotency key was used before, for something else. */
export class IdReused extends Error {
  constructor(readonly commandId: string) {
    super(`command ${commandId} was given before with other content: use a new idempotency key`);
    this.name = 'IdReused';
  }
}

/** The stream's content was destroyed; nothing can be added to it. */
export class StreamRedacted extends Error {
  constructor(readonly ref: StreamRef) {
    super(`${ref.stream} was redacted: nothing can be added`);
    this.name = 'StreamRedacted';
  }
}

/** This class of the student's record was destroyed; nothing is added to it any more. */
export class ClassDestroyed extends Error {
  constructor(readonly stream: StreamId) {
    super(`${stream}: this part of the student's record was destroyed; nothing can be added to it`);
    this.name = 'ClassDestroyed';
  }
}

/** What is asked for was recorded, and its content has been expunged or destroyed since. */
export class BodyIsGone extends Error {
  constructor(readonly stream: StreamId) {
    super(`${stream}: what was recorded here has been expunged or destroyed`);
    this.name = 'BodyIsGone';
  }
}

/** A fact of a student's process that does not exist; the store answers as the expected version asks. */
export class SubjectUnknown extends Error {
  constructor(readonly stream: StreamId) {
    super(`${stream} does not exist, and its first event must say whose record it is`);
    this.name = 'SubjectUnknown';
  }
}

/** A live district's clock cannot be moved. */
export class NotASandbox extends Error {
  constructor(readonly district: string) {
    super(`district ${district} is live: only a sandbox's clock can be advanced`);
    this.name = 'NotASandbox';
  }
}

/** Nothing was ever recorded under this name. Thrown by readers that need the stream; the store itself returns version 0. */
export class StreamNotFound extends Error {
  constructor(readonly ref: StreamRef) {
    super(`${ref.stream} does not exist`);
    this.name = 'StreamNotFound';
  }
}

export class DistrictNotFound extends Error {
  constructor(readonly district: string) {
    super(`no district ${district} is founded here`);
    this.name = 'DistrictNotFound';
  }
}

/** Too much is waiting, or the district's lock was held too long: try again soon. */
export class Busy extends Error {
  constructor(why: string, options?: ErrorOptions) {
    super(why, options);
    this.name = 'Busy';
  }
}

/** PostgreSQL cannot be reached, or has just gone away: the same command may be sent again. */
export class StoreUnavailable extends Error {
  constructor(options: ErrorOptions) {
    super('the event store cannot be reached: try again', options);
    this.name = 'StoreUnavailable';
  }
}
