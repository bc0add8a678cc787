import { engine } from './engine.js';

/** Nightly: open streams = open workflows; what is missing is started again from the log. */
export async function reconcile(): Promise<{ open: number; started: number; surplus: number }> {
  return engine.reconcile();
}
