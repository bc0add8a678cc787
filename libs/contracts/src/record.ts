import { z } from 'zod';
import { recordClasses } from '#domain/record-class';
import { authorities, holdReasons, requesters } from '#domain/record-request/events';
import { actorRef, id, localDate, reason, text } from './fields.js';

/** What is asked about a student's record, held, and destroyed of it: domain.md 7, FERPA 34 CFR 99.10 and 99.20–22, IDEA 300.624. */
const requester = z.enum(requesters);
const recordClass = z.enum(recordClasses);
const authority = z.enum(authorities);
const classes = z.array(recordClass).min(1).max(recordClasses.length);

export const requestAccessRequest = z
  .strictObject({ by: requester, requesterId: id.nullable(), receivedOn: localDate })
  .meta({ id: 'RequestAccessRequest' });
export type RequestAccessRequest = z.infer<typeof requestAccessRequest>;

export const requestAmendmentRequest = z
  .strictObject({
    by: requester,
    /** The events that are contested. */
    eventIds: z.array(id).min(1).max(200),
    reason,
    receivedOn: localDate,
  })
  .meta({ id: 'RequestAmendmentRequest' });
export type RequestAmendmentRequest = z.infer<typeof requestAmendmentRequest>;

export const decideAmendmentRequest = z
  .strictObject({ granted: z.boolean(), reason, on: localDate })
  .meta({ id: 'DecideAmendmentRequest' });
export type DecideAmendmentRequest = z.infer<typeof decideAmendmentRequest>;

export const attachStatementRequest = z
  .strictObject({ text: text(20_000), on: localDate })
  .meta({ id: 'AttachStatementRequest' });
export type AttachStatementRequest = z.infer<typeof attachStatementRequest>;

export const placeHoldRequest = z
  .strictObject({ reason: z.enum(holdReasons), on: localDate })
  .meta({ id: 'PlaceHoldRequest' });
export type PlaceHoldRequest = z.infer<typeof placeHoldRequest>;

export const requestDestructionRequest = z
  .strictObject({
    recordClasses: classes,
    authority,
    /** The last day on which the law or the schedule asks for the record to be kept; null: none. */
    keepUntil: localDate.nullable(),
    on: localDate,
  })
  .meta({ id: 'RequestDestructionRequest' });
export type RequestDestructionRequest = z.infer<typeof requestDestructionRequest>;

export const expungeBodyRequest = z
  .strictObject({ eventId: id, recordClass, authority, keepUntil: localDate.nullable() })
  .meta({ id: 'ExpungeBodyRequest' });
export type ExpungeBodyRequest = z.infer<typeof expungeBodyRequest>;

const gone = z.object({
  recordClass,
  on: localDate,
  authority,
  officer: actorRef,
  /** Where the log says so. */
  position: z.int(),
});

export const recordOverview = z
  .object({
    studentId: id,
    /** For If-Match; 0 = nothing was ever asked. */
    version: z.int(),
    access: z.array(
      z.object({
        id,
        by: requester,
        requesterId: id.nullable(),
        receivedOn: localDate,
        /** 45 days after it was received (34 CFR 99.10(b)). */
        dueOn: localDate,
        givenOn: localDate.nullable(),
      }),
    ),
    amendments: z.array(
      z.object({
        id,
        by: requester,
        eventIds: z.array(id),
        reason: z.string(),
        receivedOn: localDate,
        decision: z.object({ on: localDate, granted: z.boolean(), reason: z.string() }).nullable(),
        statement: z.object({ on: localDate, text: z.string() }).nullable(),
      }),
    ),
    holds: z.array(
      z.object({
        id,
        reason: z.enum(holdReasons),
        placedOn: localDate,
        liftedOn: localDate.nullable(),
      }),
    ),
    destructions: z.array(
      z.object({
        id,
        recordClasses: z.array(recordClass),
        authority,
        keepUntil: localDate.nullable(),
        receivedOn: localDate,
        destroyed: z.array(gone),
        /** The day from which it holds for every backup too; null until all is destroyed. */
        certifiableFrom: localDate.nullable(),
        completedOn: localDate.nullable(),
      }),
    ),
    expunged: z.array(gone.extend({ eventId: id })),
  })
  .meta({ id: 'RecordOverview' });
export type RecordOverview = z.infer<typeof recordOverview>;
