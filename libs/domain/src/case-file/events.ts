import type { StudentEvents } from '../access/events.js';
import type { Actor } from '../decider.js';
import type { Meta } from '../outcome-codes.js';
import type { RecordClass } from '../record-class.js';
import type { StreamId } from '../streams.js';
import type { Instant } from '../time.js';

/** Where a case file comes from, and what shows that it is whole: enough to check it again against that district's log. */
export type Provenance = {
  district: string;
  districtName: string;
  /** The student's id there. */
  studentId: string;
  /** The public key of that district's log, and whether whoever imported it had it from another hand than the file. */
  key: string;
  keyVouched: boolean;
  /** The signed state of the log that the file rests on; `root` in base64, as the note has it. */
  log: { size: number; root: string };
  counted: StudentEvents;
};

/** The envelope of a fact as the other district's log has it. */
export type Was = {
  eventId: string;
  stream: StreamId;
  version: number;
  position: number;
  type: string;
  schemaVersion: number;
  occurredAt: Instant;
  recordedAt: Instant;
  actor: Actor;
  /** Hex. */
  contentHash: string;
};

/**
 * A student's history from another district, kept as what it is: facts that others recorded. They are shown and never folded, so that nothing
 * is decided here on a cycle that ran there.
 */
export type CaseFileEvent =
  | {
      type: 'CaseFileReceived';
      data: { studentId: string; from: Provenance; facts: number; gone: number };
    }
  | {
      type: 'EarlierFactReceived';
      data: {
        studentId: string;
        recordClass: RecordClass;
        was: Was;
        /** Null: the body was expunged or destroyed there. */
        said: object | null;
        codes: Meta;
      };
    };

export type EarlierFact = Omit<
  Extract<CaseFileEvent, { type: 'EarlierFactReceived' }>['data'],
  'studentId'
>;

/** The whole file in one command: it is taken whole or not at all. */
export type CaseFileCommand = {
  type: 'ReceiveCaseFile';
  data: { studentId: string; from: Provenance; facts: readonly EarlierFact[] };
};
