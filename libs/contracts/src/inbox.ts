import { z } from 'zod';
import { area, id, named, season, studentRef } from './fields.js';
import { duty } from './duties.js';

/** `waiting`: owed by somebody else, shown to who follows it. */
export const buckets = ['overdue', 'today', 'this-week', 'later', 'waiting'] as const;

export const inboxItem = duty
  .extend({
    bucket: z.enum(buckets),
    stream: z.string(),
    /** The nouns of the sentence that the web makes from `kind`; null where the duty has none or names may not be seen. */
    about: z.object({
      student: studentRef.nullable(),
      group: named.nullable(),
      school: named.nullable(),
      area: area.nullable(),
      season: season.nullable(),
    }),
    /** Where the work is done. `slot` (a session of the group) and `reviewId` narrow it. */
    target: z.object({
      kind: z.enum(['screening-window', 'student', 'cycle', 'group', 'referral', 'import']),
      id,
      slot: z.string().nullable(),
      reviewId: id.nullable(),
    }),
    /** One thing that can be done on the spot, if the viewer may; the ETag that it must carry as `If-Match`. */
    action: z
      .object({
        kind: z.enum(['log-as-planned', 'confirm-import']),
        version: z.int(),
      })
      .nullable(),
  })
  .meta({ id: 'InboxItem' });
export type InboxItem = z.infer<typeof inboxItem>;

export const inboxQuery = z.object({
  knownAt: z.union([z.iso.datetime(), z.string().regex(/^\d{1,15}$/)]).optional(),
});
export type InboxQuery = z.infer<typeof inboxQuery>;

/** Sorted by due moment; `bucket` groups. `nextDueOn`: what an empty inbox can look forward to. */
export const inbox = z
  .object({
    today: z.iso.date(),
    items: z.array(inboxItem),
    counts: z.object({
      overdue: z.int(),
      today: z.int(),
      thisWeek: z.int(),
      later: z.int(),
      waiting: z.int(),
    }),
    nextDueOn: z.iso.date().nullable(),
  })
  .meta({ id: 'Inbox' });
export type Inbox = z.infer<typeof inbox>;
