import { engine } from './engine.js';
import type { Reconciled } from './reconciled.js';

/** Nightly: open streams = open workflows, views = log; what is missing is made again from the log. */
export async function reconcile(): Promise<Reconciled> {
  return engine.reconcile();
}
