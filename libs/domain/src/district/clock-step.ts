import { RuleBroken } from '../rule-broken.js';
import type { Instant } from '../time.js';
import type { DistrictCommand } from './events.js';

/** A step of a sandbox's clock: to a moment, or by whole days of 24 hours. */
export type ClockStep = Extract<DistrictCommand, { type: 'AdvanceClock' }>['data'];

const dayMs = 86_400_000;

/** Where a step that begins at `from` ends. */
export function endOfStep(step: ClockStep, from: Instant): Instant {
  return 'to' in step ? step.to : new Date(Date.parse(from) + step.days * dayMs).toISOString();
}

/** What is due earlier is done earlier, as it is where time passes by itself; `nextDueAt` null: nothing is owed. */
export function requireNothingDueBefore(
  step: ClockStep,
  clock: Instant,
  nextDueAt: Instant | null,
): void {
  const to = endOfStep(step, clock);
  if (nextDueAt !== null && to > nextDueAt && to > clock)
    throw new RuleBroken('something-is-due-before', { clock, nextDueAt, to });
}
