import { Histogram } from '@prometheus-io/client';
import { durations, processMetrics } from '#platform/metrics/registry';

/** A request that was answered: `route` is the template, never the address, in which a name may stand. */
export type AnsweredRequest = { method: string; route: string; status: number; seconds: number };

export function apiMetrics() {
  const { registry, stop } = processMetrics();
  const requests = new Histogram({
    name: 'aimline_http_request_duration_seconds',
    help: 'From a request to the end of its answer, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: durations,
    registers: [registry],
  });
  return {
    text: () => registry.metrics(),
    answered: ({ method, route, status, seconds }: AnsweredRequest) =>
      requests.observe({ method, route, status: String(status) }, seconds),
    stop,
  };
}
