import { z } from 'zod';
import { jurisdictions } from '#domain/legal-clock/pack';
import { id, instant, reason, text } from './fields.js';

export const district = z
  .object({
    id,
    name: z.string(),
    mode: z.enum(['sandbox', 'live']),
    timeZone: z.string(),
    identifier: z.string().nullable(),
    /** Whose legal clocks hold for new requests; `chosen` is false for the federal default of a district that has not. */
    jurisdiction: z.object({
      id: z.enum(jurisdictions),
      name: z.string(),
      chosen: z.boolean(),
      parameters: z.record(z.string(), z.union([z.boolean(), z.string()])),
    }),
    version: z.int(),
  })
  .meta({ id: 'District' });
export type District = z.infer<typeof district>;

/** `parameters`: readings of counsel by the names of the pack; left out, its defaults. */
export const chooseJurisdictionRequest = z
  .object({
    jurisdiction: z.enum(jurisdictions),
    parameters: z.record(text(60), z.union([z.boolean(), text(60)])).default({}),
    because: reason,
  })
  .meta({ id: 'ChooseJurisdictionRequest' });
export type ChooseJurisdictionRequest = z.infer<typeof chooseJurisdictionRequest>;

/** First visit to an empty installation: who signs in first founds the district and becomes its admin. */
export const foundDistrictRequest = z
  .object({
    name: text(200),
    timeZone: text(60),
    identifier: text(100).nullable().default(null),
    admin: z.object({ givenName: text(100), familyName: text(100) }),
  })
  .meta({ id: 'FoundDistrictRequest' });
export type FoundDistrictRequest = z.infer<typeof foundDistrictRequest>;

/**
 * `mode` live: the wall clock, never advanced by hand. `nextDueAt`: the next moment at which something falls due, or one
 * that has passed if what was due then is not done yet; a stepped clock goes there before it goes further.
 */
export const clock = z
  .object({
    mode: z.enum(['sandbox', 'live']),
    now: instant,
    today: z.iso.date(),
    nextDueAt: instant.nullable(),
  })
  .meta({ id: 'Clock' });
export type Clock = z.infer<typeof clock>;

/** Sandbox only. Exactly one of the two. */
export const advanceClockRequest = z
  .object({
    to: z.union([z.iso.date(), instant]).optional(),
    days: z.int().min(1).max(400).optional(),
  })
  .refine((r) => (r.to === undefined) !== (r.days === undefined), 'give either "to" or "days"')
  .meta({ id: 'AdvanceClockRequest' });
export type AdvanceClockRequest = z.infer<typeof advanceClockRequest>;

export const status = z
  .object({
    version: z.string(),
    head: z.int(),
    services: z.array(
      z.object({ name: z.string(), ok: z.boolean(), detail: z.string().nullable() }),
    ),
    subscriptions: z.array(z.object({ name: z.string(), position: z.int(), behind: z.int() })),
    open: z.record(z.string(), z.int()),
  })
  .meta({ id: 'Status' });
export type Status = z.infer<typeof status>;
