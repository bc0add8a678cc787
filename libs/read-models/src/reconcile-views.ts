import type { EventStore } from '#event-store/event-store';
import type { Progress } from '#event-store/subscription/progress';
import { compareViews, mendViews, type TableDifferences } from './against-the-log.js';
import type { RowSources } from './made-again.js';
import { followers } from './quiet.js';

export type ReconciledViews = {
  /** Streams whose rows were compared, of how many. */
  streams: number;
  of: number;
  differences: readonly TableDifferences[];
};

export type ViewsToReconcile = RowSources & { url: string; eventsANight?: number; night?: number };

/** Compares the views of every district with its log. @param repair false: only says what differs */
export async function reconcileViews(
  options: ViewsToReconcile,
  repair: boolean,
): Promise<ReconciledViews> {
  const total = { streams: 0, of: 0 };
  const differences = new Map<string, TableDifferences>();
  for (const { district } of await options.store.districts()) {
    const found = await compareViews({ ...options, district });
    if (repair) await mendViews(options, options.url, district, found.concerned);
    total.streams += found.streams;
    total.of += found.of;
    for (const one of found.differences) {
      const { table } = one;
      const so = differences.get(table) ?? { table, changed: 0, missing: 0, extra: 0 };
      differences.set(table, {
        table,
        changed: so.changed + one.changed,
        missing: so.missing + one.missing,
        extra: so.extra + one.extra,
      });
    }
  }
  return { ...total, differences: [...differences.values()] };
}

export type BehindTheHead = {
  district: string;
  subscription: string;
  events: number;
  stopped: boolean;
};

/** A subscription that works is at the head within moments; whoever is not there after these is named. */
const patienceMs = 10_000;

/** The worker's subscriptions that do not reach the heads of their logs, as those are now. */
export async function behindTheHead(
  store: EventStore,
  progress: Progress,
): Promise<BehindTheHead[]> {
  const found: BehindTheHead[] = [];
  for (const { district } of await store.districts()) {
    const head = await store.head(district);
    const wait = { subscriptions: followers, timeoutMs: patienceMs };
    if (await progress.waitForPosition(district, head, wait)) continue;
    const { subscriptions } = await progress.headsAndLags(district);
    for (const subscription of followers) {
      const lag = subscriptions.find(({ name }) => name === subscription);
      const events = head - (lag?.position ?? 0);
      if (events > 0)
        found.push({ district, subscription, events, stopped: lag?.status === 'stopped' });
    }
  }
  return found;
}
