import type { Direction } from '../measure/measure.js';
import { median } from '../statistics/median.js';
import { improvement, type Phases } from './phases.js';

export type Exceedance = { pnd: number | null; pem: number | null };

/**
 * PND (Scruggs, Mastropieri & Casto 1987): the share of B better than the best of A; a tie does not count. PEM (Ma 2006):
 * the share of B better than the median of A, ties half.
 */
export function exceedanceOf({ a, b }: Phases, direction: Direction): Exceedance {
  const best = a.reduce((held, value) => (improvement(held, value, direction) > 0 ? value : held));
  const middle = median(a)!;
  const overBest = b.filter((value) => improvement(best, value, direction) > 0).length;
  const overMiddle = b.reduce((sum, value) => sum + improvement(middle, value, direction) + 1, 0);
  return { pnd: overBest / b.length, pem: overMiddle / (2 * b.length) };
}
