import type { DomainEvent } from '#domain/decider';
import type { Instant } from '#domain/time';

/** The time outside. A live district lives by it; a sandbox has a stepped clock in the store (architecture.md 4). */
export abstract class Clock {
  abstract now(): Instant;
}

export class SystemClock extends Clock {
  now(): Instant {
    return new Date().toISOString();
  }
}

/** The moment by which a district lives now, and whether it is a sandbox's stepped one. */
export type DistrictClock = { sandbox: boolean; now: Instant };

/** The moment to which a sandbox's clock moves with this event, if it is the one that moves clocks. */
export function clockStepOf(event: DomainEvent): Instant | null {
  return event.type === 'ClockAdvanced' ? (event.data as { to: Instant }).to : null;
}
