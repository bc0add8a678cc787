import type { RecordClass } from '../record-class.js';
import type { LocalDate } from '../time.js';

/** Why something is destroyed or expunged. Codes only: they stay when everything else is gone. */
export const authorities = [
  'guardian-request',
  'student-request',
  'retention-schedule',
  'court-order',
  'amendment-granted',
  'recorded-in-error',
] as const;
export type Authority = (typeof authorities)[number];

export const holdReasons = ['litigation', 'complaint', 'audit', 'investigation'] as const;
export type HoldReason = (typeof holdReasons)[number];

export const requesters = ['guardian', 'student', 'representative'] as const;
export type Requester = (typeof requesters)[number];

/**
 * All that is asked about one student's record, in one stream under the student's id: so a hold and a destruction can never pass
 * each other by.
 */
export type RecordRequestEvent =
  | {
      type: 'AccessRequested';
      data: { requestId: string; by: Requester; requesterId: string | null; receivedOn: LocalDate };
    }
  | { type: 'AccessGiven'; data: { requestId: string; on: LocalDate } }
  | {
      type: 'AmendmentRequested';
      data: {
        requestId: string;
        by: Requester;
        /** The facts that are contested. */
        eventIds: readonly string[];
        reason: string;
        receivedOn: LocalDate;
      };
    }
  | {
      type: 'AmendmentDecided';
      data: { requestId: string; granted: boolean; reason: string; on: LocalDate };
    }
  /** The guardian's own words, shown with the contested part for ever (34 CFR 99.21(c)). */
  | { type: 'StatementAttached'; data: { requestId: string; text: string; on: LocalDate } }
  | { type: 'HoldPlaced'; data: { holdId: string; reason: HoldReason; on: LocalDate } }
  | { type: 'HoldLifted'; data: { holdId: string; on: LocalDate } }
  | {
      type: 'DestructionRequested';
      data: {
        requestId: string;
        recordClasses: readonly RecordClass[];
        authority: Authority;
        /** The last day on which the law or the schedule asks for the record to be kept; null: none. */
        keepUntil: LocalDate | null;
        on: LocalDate;
      };
    }
  /** Its append destroys the class's key and every body under it: this is the destruction, not a note of it. */
  | {
      type: 'RecordDestroyed';
      data: {
        requestId: string;
        recordClass: RecordClass;
        authority: Authority;
        officerId: string;
        on: LocalDate;
      };
    }
  /** Its append expunges the body of the event named. */
  | {
      type: 'BodyExpunged';
      data: {
        eventId: string;
        recordClass: RecordClass;
        authority: Authority;
        officerId: string;
        on: LocalDate;
      };
    }
  /** The last backup that could have brought it back has aged out: the certificate. */
  | {
      type: 'DestructionCompleted';
      data: {
        requestId: string;
        recordClasses: readonly RecordClass[];
        authority: Authority;
        officerId: string;
        destroyedOn: LocalDate;
        on: LocalDate;
      };
    };

/** The facts whose append destroys. */
export type DestroyingFact = Extract<
  RecordRequestEvent,
  { type: 'RecordDestroyed' | 'BodyExpunged' }
>;

type Data<T extends RecordRequestEvent['type']> = Extract<RecordRequestEvent, { type: T }>['data'];

export type RecordRequestCommand =
  | { type: 'RequestAccess'; data: Data<'AccessRequested'> }
  | { type: 'GiveAccess'; data: Data<'AccessGiven'> }
  | { type: 'RequestAmendment'; data: Data<'AmendmentRequested'> }
  | { type: 'DecideAmendment'; data: Data<'AmendmentDecided'> }
  | { type: 'AttachStatement'; data: Data<'StatementAttached'> }
  | { type: 'PlaceHold'; data: Data<'HoldPlaced'> }
  | { type: 'LiftHold'; data: Data<'HoldLifted'> }
  | { type: 'RequestDestruction'; data: Data<'DestructionRequested'> }
  /** Destroys every class of the request that still stands. */
  | { type: 'DestroyRecord'; data: { requestId: string } }
  | {
      type: 'ExpungeBody';
      data: {
        eventId: string;
        recordClass: RecordClass;
        authority: Authority;
        keepUntil: LocalDate | null;
      };
    }
  | { type: 'CompleteDestruction'; data: { requestId: string } }
  /** After a restore: what was destroyed, and the log that came back does not know of. */
  | { type: 'DestroyAgain'; data: { fact: DestroyingFact } };
