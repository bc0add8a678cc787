import type { Pin, Reference } from '../decider.js';
import { movedDuties } from '../ladder.js';
import type { ReferralEvent } from './events.js';
import { obligations } from './obligations.js';
import type { Known } from './state.js';

/** Names each duty that the new version moves, perhaps none. Legal clocks of calendar days never move. */
export function adoptCalendar(
  data: { calendar: Pin; because: string },
  referral: Known,
  reference: Reference,
): ReferralEvent[] {
  if (referral.status === 'closed') return [];
  if (data.calendar.id !== referral.calendar.id) return []; // followed no more, since a transfer
  if (data.calendar.version <= referral.calendar.version) return [];
  const before = obligations(referral, { ...reference, calendar: reference.previousCalendar });
  const moved = movedDuties(before, obligations(referral, reference));
  return [{ type: 'DueDatesMoved', data: { ...data, moved } }];
}
