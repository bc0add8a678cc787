import { z } from 'zod';
import { dutyKinds } from './duties.js';
import { id, instant, localDate, named } from './fields.js';
import { timeQuery } from './page.js';

export const schoolsReportQuery = timeQuery.extend({ schoolId: id.optional() });
export type SchoolsReportQuery = z.infer<typeof schoolsReportQuery>;

const n = z.int().min(0);

/** What a school's processes come to: counts alone. A process counts for the school at which it stood at that moment. */
const counts = z.object({
  /** Open cycles by the tier that a team has decided on; `undecided`: proposed to a team, and no more. */
  cycles: z.object({ open: n, undecided: n, tier1: n, tier2: n, tier3: n }),
  /** planned = held + notHeld + unlogged + awaited; heldLate: part of held. */
  sessions: z.object({ planned: n, held: n, heldLate: n, notHeld: n, unlogged: n, awaited: n }),
  /** missed: recorded as not held in time, whether or not they were held later. */
  reviews: z.object({ opened: n, held: n, missed: n }),
  referrals: z.object({ open: n, deadlinesMissed: n }),
  /** Duties whose silence was recorded, by kind; a kind that is not there: none. */
  silences: z.partialRecord(z.enum(dutyKinds), n),
});

export const schoolsReport = z
  .object({
    /** The day and the last position that the counts are of; null: by all that is known now. */
    asOf: localDate.nullable(),
    knownAt: z.int().nullable(),
    drawnUpAt: instant,
    schools: z.array(z.object({ school: named, ...counts.shape })),
    total: counts,
  })
  .meta({ id: 'SchoolsReport' });
export type SchoolsReport = z.infer<typeof schoolsReport>;
