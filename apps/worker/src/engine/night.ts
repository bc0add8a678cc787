import type { EventStore } from '#event-store/event-store';
import type { ReferenceData } from '#event-store/reference-data';
import type { Progress } from '#event-store/subscription/progress';
import { behindTheHead, reconcileViews } from '#read-models/reconcile-views';
import { agrees, reconciledInWords, type Reconciled } from '#workflows/reconciled';
import type { Reconciliation } from './reconciliation.js';

export type NightParts = {
  url: string;
  store: EventStore;
  reference: ReferenceData;
  progress: Progress;
  runs: Pick<Reconciliation, 'run'>;
  /** Takes up again what has stopped by itself. */
  resume: () => Promise<void>;
  say: (line: string) => void;
};

/** About two minutes on two cores (docs/reference/load.md); a longer log is compared in several nights. */
const eventsANight = 500_000;

const dayMs = 86_400_000;

/**
 * Everything that derives from the log is compared with it and repaired: first the views, which say what is open; then
 * what follows the log; then the workflows.
 */
export class Night {
  /** What the last one found, and when it was over; null: none in this process. */
  last: { found: Reconciled; at: number } | null = null;

  constructor(private readonly parts: NightParts) {}

  async reconcile(): Promise<Reconciled> {
    const { store, progress, runs, resume, say } = this.parts;
    const night = Math.floor(Date.now() / dayMs);
    const views = await reconcileViews({ ...this.parts, eventsANight, night }, true);
    await resume();
    const behind = await behindTheHead(store, progress);
    const found = { ...(await runs.run()), behind, views };
    this.last = { found, at: Date.now() };
    if (!agrees(found)) say(`reconcile: ${reconciledInWords(found, true)}`);
    return found;
  }
}
