import type { StreamRef } from '#domain/streams';
import { engine } from './engine.js';
import { follow, type Process } from './follow.js';

/** One student in one area, from the first proposal to exit. A referral runs beside it and is never gated by it. */
export async function interventionCycle(ref: StreamRef): Promise<void> {
  await follow(
    ref,
    { placement, start, delivery, review, fade },
    { 'notify-guardian': engine.notifyGuardian, 'prepare-review': engine.prepareReview },
  );
}

/** The team confirms, overrides or declines the proposal. Silence is recorded, and the school admin owes it next. */
async function placement(cycle: Process): Promise<void> {
  await cycle.waitFor('confirm-placement');
}

/** The guardian is told in their language; the specialist takes a baseline, sets a goal and starts the phase. */
async function start(cycle: Process): Promise<void> {
  await cycle.waitFor('notify-guardian', 'start-phase');
}

/** Sessions go on in the group; here probes and fidelity fall due side by side, until a review is to be prepared. */
async function delivery(cycle: Process): Promise<void> {
  await cycle.waitFor('give-probe', 'observe-fidelity', 'prepare-review');
}

/** The team holds the review on prepared evidence; probes go on meanwhile. */
async function review(cycle: Process): Promise<void> {
  await cycle.waitFor('hold-review', 'give-probe', 'observe-fidelity');
}

/** The goal was met: support fades, and if nothing is said the cycle ends. */
async function fade(cycle: Process): Promise<void> {
  await cycle.waitFor('end-fade');
}
