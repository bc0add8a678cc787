import { z } from 'zod';
import type { ProbeMissedReason } from '#domain/cycle/events';
import { actorRef, id, instant, localDate, reason, text } from './fields.js';

const score = z.number().min(-100_000).max(100_000);

/** `value` is what counts now; `was` the entry that a correction answered. Voided ones stay readable and count for nothing. */
export const probe = z
  .object({
    eventId: id,
    phaseId: id,
    on: localDate,
    value: z.number(),
    measure: z.string(),
    form: z.string().nullable(),
    dueOn: localDate.nullable(),
    by: actorRef,
    recordedAt: instant,
    /** Recorded on a later day than it was given. */
    enteredLate: z.boolean(),
    was: z.object({ value: z.number(), reason: z.string() }).nullable(),
    voided: z.object({ reason: z.string() }).nullable(),
  })
  .meta({ id: 'Probe' });
export type Probe = z.infer<typeof probe>;

export const probeMissedReasons = [
  'student-absent',
  'staff-absent',
  'spoiled',
  'closure',
  'not-given',
  'other',
] as const satisfies readonly ProbeMissedReason[];

export const missedProbe = z
  .object({ eventId: id, phaseId: id, dueOn: localDate, reason: z.enum(probeMissedReasons) })
  .meta({ id: 'MissedProbe' });
export type MissedProbe = z.infer<typeof missedProbe>;

export const probeList = z
  .object({ probes: z.array(probe), missed: z.array(missedProbe) })
  .meta({ id: 'ProbeList' });

export const recordProbeRequest = z
  .object({ on: localDate, value: score, form: text(100).nullable().default(null) })
  .meta({ id: 'RecordProbeRequest' });
export type RecordProbeRequest = z.infer<typeof recordProbeRequest>;

export const excuseProbeRequest = z
  .object({ dueOn: localDate, reason: z.enum(probeMissedReasons) })
  .meta({ id: 'ExcuseProbeRequest' });
export type ExcuseProbeRequest = z.infer<typeof excuseProbeRequest>;

export const correctProbeRequest = z
  .object({ value: score, reason })
  .meta({ id: 'CorrectProbeRequest' });
export type CorrectProbeRequest = z.infer<typeof correctProbeRequest>;
