import { SubscriptionRunner } from '#event-store/subscription/subscription-runner';
import { project, readModelsSubscription } from '#read-models/read-models';
import { foldsOf } from '#read-models/rebuild';
import type { Installation } from './installation.js';

const patienceMs = 120_000;

/**
 * Waits until the views have passed a position; false if they are not there in time. A worker that runs brings them there; where none does,
 * this process takes the subscription's lease for as long as it waits.
 */
export async function viewsCaughtUp(
  { store, reference, progress, services }: Installation,
  district: string,
  position: number,
): Promise<boolean> {
  const folds = foldsOf(store, reference);
  const runner = new SubscriptionRunner({
    url: services().databaseUrl,
    bodies: store.bodies,
    progress,
    subscribers: [
      {
        name: readModelsSubscription,
        apply: (of, events, tx) => project(folds, of, events, tx),
      },
    ],
  });
  runner.start();
  try {
    const wait = { subscriptions: [readModelsSubscription], timeoutMs: patienceMs };
    return await progress.waitForPosition(district, position, wait);
  } finally {
    await runner.stop();
  }
}
