/** A checkpoint's note, by the size of the log that it speaks of. */
export type OutsideNote = { size: number; note: string };

/** A signed word that something was destroyed, by the event that says so. */
export type DestructionKept = { position: number; eventId: string; note: string };

/** Notes that a restored log no longer reaches. */
export type NotesSetAside = {
  /** How many events the log had when they were put aside, and how many the largest of them counts. */
  after: number;
  upTo: number;
  notes: number;
  at: string;
  where: string;
};

/** What was written outside cannot be what is to be written now: the log is not the one that was signed. */
export class OutsideNoteDiffers extends Error {
  constructor(
    readonly size: number,
    where: string,
  ) {
    super(
      `a different note for a log of ${size} events is kept at ${where}: ` +
        'this log is not the one that was signed. `aimline verify` says from where on they differ',
    );
    this.name = 'OutsideNoteDiffers';
  }
}

/**
 * Where notes are kept beside the database, out of reach of who can write to it: a folder here; an object store with a
 * retention lock, or a mailbox, in the same shape. What was kept is never changed.
 */
export abstract class OutsideNotes {
  /** Keeps a note for good. The same note again is harmless; another one for the same size is `OutsideNoteDiffers`. */
  abstract keep(district: string, note: OutsideNote): Promise<void>;
  /** Sizes of the notes that are kept, ascending, above `after`. */
  abstract sizes(district: string, after?: number): Promise<number[]>;
  abstract read(district: string, size: number): Promise<string>;
  /** Keeps the public key beside the notes, for whoever checks them elsewhere. */
  abstract keepKey(district: string, text: string): Promise<void>;
  /** Keeps for good, beside the notes, that something was destroyed: a backup of before does not know. Twice is once. */
  abstract keepDestruction(district: string, kept: DestructionKept): Promise<void>;
  /** The notes of {@link keepDestruction}, in the order of their positions. */
  abstract destructions(district: string): Promise<string[]>;
  /** After a restore: takes the notes above `after` out of the way, so that the log can be signed again; null if there are none. */
  abstract setAside(district: string, after: number): Promise<NotesSetAside | null>;
  /** What was ever put aside, the oldest first. */
  abstract asides(district: string): Promise<NotesSetAside[]>;
  /** Where a person finds them. */
  abstract where(district: string): string;
}
