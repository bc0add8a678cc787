import type { Claims } from '../decider.js';
import { noClaims } from '../process.js';
import type { ScreeningWindowEvent } from './events.js';

/** One window per school, season, area and school year, for ever: a second one would propose every placement twice. */
export function claims(event: ScreeningWindowEvent): Claims {
  if (event.type !== 'WindowScheduled') return noClaims;
  const { schoolId, season, area, schoolYear } = event.data;
  return { take: [`screening-window:${schoolId}:${season}:${area}:${schoolYear}`], release: [] };
}
