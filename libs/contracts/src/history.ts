import { z } from 'zod';
import { actorRef, id, instant } from './fields.js';
import { pageOf, pageQuery } from './page.js';

/** One event as people may see it: who, when it happened, when it was recorded. The web words it from `type` and `data`. */
export const historyEntry = z
  .object({
    eventId: id,
    stream: z.string(),
    version: z.int(),
    position: z.int(),
    type: z.string(),
    occurredAt: instant,
    recordedAt: instant,
    actor: actorRef,
    /** Null in a student's history, which is read from a view. */
    commandId: id.nullable(),
    correlationId: id.nullable(),
    causationId: z.string().nullable(),
    /** The fact itself, as recorded. */
    data: z.record(z.string(), z.unknown()),
    /** Codes and numbers that a one-line summary needs; never a sentence. */
    summary: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    voided: z.boolean(),
  })
  .meta({ id: 'HistoryEntry' });
export type HistoryEntry = z.infer<typeof historyEntry>;

export const historyQuery = pageQuery.extend({
  order: z.enum(['oldest', 'newest']).default('oldest'),
  knownAt: z.union([z.iso.datetime(), z.string().regex(/^\d{1,15}$/)]).optional(),
});
export type HistoryQuery = z.infer<typeof historyQuery>;

export const historyPage = pageOf(historyEntry, 'HistoryPage');
export type HistoryPage = z.infer<typeof historyPage>;
