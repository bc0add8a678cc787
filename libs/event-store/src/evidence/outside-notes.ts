/** A checkpoint's note, by the size of the log that it speaks of. */
export type OutsideNote = { size: number; note: string };

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
  /** Where a person finds them. */
  abstract where(district: string): string;
}
