import type { StreamRef } from '#domain/streams';
import { follow, type Process } from './follow.js';

/** An intervention group through the year: each planned session is logged, declared not held, or recorded as unlogged. */
export async function deliverySchedule(ref: StreamRef): Promise<void> {
  await follow(ref, { meeting });
}

/** On the morning of a school day the session is planned; by the end of the next it has been logged, or is unlogged. */
async function meeting(group: Process): Promise<void> {
  await group.waitFor('plan-session', 'log-session');
}
