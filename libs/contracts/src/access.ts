import { z } from 'zod';
import { actorRef, id, localDate, text } from './fields.js';
import { pageOf } from './page.js';

/** The record of access that is kept with a student's file: 34 CFR 99.32. */
export const discloseRecordRequest = z
  .strictObject({
    /** Who it was given to, outside of the schools. */
    to: text(200),
    /** Their legitimate interest in it. */
    interest: text(2000),
    on: localDate,
  })
  .meta({ id: 'DiscloseRecordRequest' });
export type DiscloseRecordRequest = z.infer<typeof discloseRecordRequest>;

export const accessEntry = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('viewed'),
      eventId: id,
      on: localDate,
      by: actorRef,
      purpose: z.string(),
    }),
    z.object({
      kind: z.literal('disclosed'),
      eventId: id,
      on: localDate,
      by: actorRef,
      to: z.string(),
      interest: z.string(),
    }),
  ])
  .meta({ id: 'AccessEntry' });
export type AccessEntry = z.infer<typeof accessEntry>;

/** The newest first. */
export const accessPage = pageOf(accessEntry, 'AccessPage');
