import { isAdopted, type Adoption } from '../calendar/adoption.js';
import type { Reference } from '../decider.js';
import { movedDuties } from '../ladder.js';
import { calendarOf, clocksMoved } from './clock.js';
import type { ReferralEvent } from './events.js';
import { obligations, onClock } from './obligations.js';
import type { Known } from './state.js';

/**
 * Names each duty that the new version moves, perhaps none; a legal clock that counts school days, or leaves breaks out,
 * says its old and new day in a fact of its own. Clocks of calendar days never move.
 */
export function adoptCalendar(
  data: Adoption,
  referral: Known,
  reference: Reference,
): ReferralEvent[] {
  if (referral.status === 'closed') return [];
  if (!isAdopted(data, referral.calendar)) return [];
  const { calendar, because } = data;
  const before = obligations(referral, { ...reference, calendar: reference.previousCalendar });
  const adopted = { ...referral, calendar };
  const clocks = clocksMoved(adopted, calendarOf(reference), 'calendar-changed');
  const legal = clocks.flatMap(({ type, data: day }) => {
    const duty = before.find(({ kind }) => kind === onClock[day.clock]?.kind)?.key;
    return type === 'ClockDueMoved' && duty ? [{ duty, from: day.from, to: day.to }] : [];
  });
  const moved = [...movedDuties(before, obligations(referral, reference)), ...legal];
  return [{ type: 'DueDatesMoved', data: { calendar, because, moved } }, ...clocks];
}
