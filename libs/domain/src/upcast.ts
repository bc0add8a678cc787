import { classesByKind } from './record-class.js';

/** One step of a body's shape, to the next version. Pure, and right for everything that was ever recorded in the older one. */
export type Upcast = (data: object) => object;

/** By type of event: the first leads from version 1 to 2, the second from 2 to 3. */
export type Upcasts = Readonly<Record<string, readonly Upcast[]>>;

/**
 * The steps of the record's own types. A type that is not named has its first shape still. Stored bytes never change: a step
 * is added here, with a golden file of the new version beside those of the old ones (`libs/domain/golden`).
 */
export const upcasts: Upcasts = {};

/** An event that this version cannot read: it must neither be skipped nor guessed at. */
export class EventUnknown extends Error {
  constructor(
    readonly type: string,
    readonly schemaVersion: number,
  ) {
    super(
      `no event ${type} in version ${schemaVersion} is known here: the log was written by a newer version of Aimline`,
    );
    this.name = 'EventUnknown';
  }
}

/** What the bodies of events look like, by type and version. */
export type Shapes = {
  /** In which new events of a type are written. */
  versionOf: (type: string) => number;
  knows: (type: string, schemaVersion: number) => boolean;
  /** A body as if it had been recorded today; throws {@link EventUnknown}. */
  upToDate: (type: string, schemaVersion: number, data: object) => object;
};

export function shapesOf(types: Iterable<string>, steps: Upcasts): Shapes {
  const known = new Set(types);
  const versionOf = (type: string) => (Object.hasOwn(steps, type) ? steps[type]!.length : 0) + 1;
  const knows = (type: string, schemaVersion: number) =>
    known.has(type) && schemaVersion >= 1 && schemaVersion <= versionOf(type);
  return {
    versionOf,
    knows,
    upToDate: (type, schemaVersion, data) => {
      if (!knows(type, schemaVersion)) throw new EventUnknown(type, schemaVersion);
      if (schemaVersion === versionOf(type)) return data;
      return steps[type]!.slice(schemaVersion - 1).reduce((body, step) => step(body), data);
    },
  };
}

/** Every type of event that is recorded. */
export const eventTypes: ReadonlySet<string> = new Set(
  Object.values(classesByKind).flatMap((classes) => Object.keys(classes)),
);

export const recordedShapes = shapesOf(eventTypes, upcasts);
