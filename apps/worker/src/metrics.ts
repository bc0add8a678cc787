import { Gauge } from '@prometheus-io/client';
import { processMetrics } from '#platform/metrics/registry';
import type { Engine } from './engine.js';

/** Temporal is asked for its counts no more often: visibility answers few questions a second (temporal.md 1.5). */
const runsAskedEveryMs = 60_000;

type Measured = Pick<Engine, 'store' | 'progress' | 'views' | 'client' | 'night' | 'taskQueue'>;

/**
 * What an operator must see of the engine, read when Prometheus asks: districts by their opaque ids, and of each how far who
 * follows its log has come and what waits. Every worker says the same of the districts; a dashboard takes the greatest.
 */
export function workerMetrics(engine: Measured) {
  const { registry, stop } = processMetrics();
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const ofSubscription = ['district', 'subscription'];
  const lagEvents = gauge(
    'aimline_subscription_lag_events',
    'Events that a subscription has not seen yet.',
    ofSubscription,
  );
  const lagSeconds = gauge(
    'aimline_subscription_lag_seconds',
    'How long the oldest event that a subscription has not seen has waited, by the district’s clock.',
    ofSubscription,
  );
  const stopped = gauge(
    'aimline_subscription_stopped',
    '1: it has stopped by itself and waits for somebody.',
    ofSubscription,
  );
  const parked = gauge(
    'aimline_subscription_parked',
    'Commands that a reactor has set aside.',
    ofSubscription,
  );
  const overdue = gauge('aimline_duties_overdue', 'Duties past their due instant.', ['district']);
  const untaken = gauge(
    'aimline_rungs_due',
    'Rungs that are due and not taken: above zero for long, the engine is behind.',
    ['district'],
  );
  const open = gauge('aimline_processes_open', 'Open processes.', ['district', 'kind']);
  const runs = gauge('aimline_workflow_runs', 'Open runs, as Temporal counts them.', []);
  const differences = gauge(
    'aimline_reconcile_differences',
    'What the last reconcile of this process found and repaired.',
    ['what'],
  );
  const reconciledAt = gauge(
    'aimline_reconcile_finished_timestamp_seconds',
    'When the last reconcile of this process was over; 0: none yet.',
    [],
  );

  const ofDistrict = async (district: string) => {
    const { subscriptions } = await engine.progress.headsAndLags(district);
    for (const lag of subscriptions) {
      const labels = { district, subscription: lag.name };
      lagEvents.set(labels, lag.behind);
      lagSeconds.set(labels, lag.secondsBehind);
      stopped.set(labels, lag.status === 'stopped' ? 1 : 0);
      parked.set(labels, lag.parked);
    }
    overdue.set({ district }, await engine.views.duties.overdue(district));
    untaken.set({ district }, await engine.views.duties.due(district));
    for (const [kind, n] of Object.entries(await engine.views.processes.openByKind(district)))
      open.set({ district, kind }, n);
  };

  let askedAt = -Infinity;
  const countRuns = async () => {
    if (performance.now() - askedAt < runsAskedEveryMs) return;
    const query = `ExecutionStatus = 'Running' and TaskQueue = '${engine.taskQueue}'`;
    const counted = await engine.client.workflow.count(query).catch(() => null);
    if (counted === null) return runs.remove(); // Temporal is away: no count is better than an old one
    askedAt = performance.now();
    runs.set(counted.count);
  };

  const ofTheNight = () => {
    const { last } = engine.night;
    reconciledAt.set(last ? last.at / 1000 : 0);
    const found = last?.found;
    const rows = (found?.views.differences ?? []).reduce(
      (sum, { changed, missing, extra }) => sum + changed + missing + extra,
      0,
    );
    differences.set({ what: 'missing workflows' }, found?.started ?? 0);
    differences.set({ what: 'surplus workflows' }, found?.surplus ?? 0);
    differences.set({ what: 'workflows ahead of the log' }, found?.ahead ?? 0);
    differences.set({ what: 'subscriptions behind' }, found?.behind.length ?? 0);
    differences.set({ what: 'rows of views' }, rows);
  };

  return {
    /** Without the figures of the districts while PostgreSQL is away. */
    text: async () => {
      for (const one of [lagEvents, lagSeconds, stopped, parked, overdue, untaken, open])
        one.reset();
      const districts = await engine.store.districts().catch(() => []);
      await Promise.all(districts.map(({ district }) => ofDistrict(district).catch(() => null)));
      await countRuns();
      ofTheNight();
      return registry.metrics();
    },
    stop,
  };
}
