import { difference, figure } from './compare.js';
import type { TimedValue } from './occasions.js';

/**
 * What IRIS and FastBridge print as rate of improvement: (last − first)/(t last − t first). For display parity only: it
 * rests on two scores. Null with fewer than two points or both at one t.
 */
export function endpointSlope(points: readonly TimedValue[]): number | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  return figure(difference(last.value, first.value) / (last.t - first.t));
}
