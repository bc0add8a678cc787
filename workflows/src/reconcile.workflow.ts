import { engine } from './engine.js';
import type { Reconciled } from './messages.js';

/** Nightly: open streams = open workflows; what is missing is started again from the log. */
export async function reconcile(): Promise<Reconciled> {
  return engine.reconcile();
}
