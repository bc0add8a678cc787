import type { Claims } from '../decider.js';
import { noClaims } from '../process.js';
import type { StudentEvent } from './events.js';

/** A local, state or roster id names one student of the district for good: a file must never find two. */
export function claims(event: StudentEvent): Claims {
  if (event.type !== 'StudentEnrolled') return noClaims;
  const take = Object.entries(event.data.ids)
    .filter(([, text]) => text !== null)
    .map(([kind, text]) => `student-id:${kind}:${text}`);
  return { take, release: [] };
}
