import type { Recorded } from '#domain/decider';
import { cycles } from './cycle/cycle.js';
import { directory } from './directory/directory.js';
import { duties } from './duties/duties.js';
import type { Folds } from './folds.js';
import { groupSessions } from './group-sessions/group-sessions.js';
import { imports } from './imports/imports.js';
import { processes } from './processes/processes.js';
import type { ReadModel, Tx } from './read-model.js';
import { referrals } from './referral/referral.js';
import { ruleSets } from './rule-sets/rule-sets.js';
import { screening } from './screening/screening.js';
import { studentTimeline } from './student-timeline/student-timeline.js';
import { destroyedOf, keepVersions, whatIsLeft } from './what-is-left.js';

/** Every view that people and the engine read; `duties` goes last, so that whoever it wakes finds the rest in place. */
export const readModels: readonly ReadModel[] = [
  directory,
  ruleSets,
  imports,
  screening,
  groupSessions,
  cycles,
  referrals,
  studentTimeline,
  processes,
  duties,
];

/** The subscription that feeds them all: one transaction a batch, with the checkpoint inside. */
export const readModelsSubscription = 'read-models';

/**
 * Applies a batch of one district to every read model, in the caller's transaction. Where something of a student was destroyed, the
 * rows of the student's streams are made again from what is left: as a rebuild would make them.
 */
export async function project(
  folds: Folds,
  district: string,
  events: readonly Recorded[],
  tx: Tx,
): Promise<void> {
  let from = 0;
  for (const [i, event] of events.entries()) {
    const student = destroyedOf(event);
    if (student === null) continue;
    await applied(folds, district, events.slice(from, i + 1), tx);
    from = i + 1;
    const left = await whatIsLeft(folds, district, student, event.position, tx);
    await applied(folds, district, left.events, tx);
    await keepVersions(tx, district, left.streams, event.position);
  }
  await applied(folds, district, events.slice(from), tx);
}

/** The same without a thought of what was destroyed: of events that are left, whoever gives them. */
export async function applied(
  folds: Folds,
  district: string,
  events: readonly Recorded[],
  tx: Tx,
): Promise<void> {
  const batch = { district, events, steps: await folds.steps(district, events) };
  for (const model of readModels) await model.apply(batch, tx);
}
