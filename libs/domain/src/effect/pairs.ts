import type { Direction } from '../measure/measure.js';
import { improvement, type Phases } from './phases.js';

/** Every a against every b, counted. */
export type PairCounts = {
  better: number;
  worse: number;
  tied: number;
};

/** The counts of one value against all values of the other phase, doubled: 2 a better pair, 1 a tie. */
export type PairSums = { ofA: readonly number[]; ofB: readonly number[] };

/** All m × n pairs of the two phases; better = the b is an improvement on the a. */
export function pairsOf(
  { a, b }: Phases,
  direction: Direction,
): { counts: PairCounts; sums: PairSums } {
  const counts = { better: 0, worse: 0, tied: 0 };
  const ofA = a.map(() => 0);
  const ofB = b.map(() => 0);
  for (const [i, before] of a.entries())
    for (const [j, after] of b.entries()) {
      const sign = improvement(before, after, direction);
      counts[sign > 0 ? 'better' : sign < 0 ? 'worse' : 'tied']++;
      ofA[i]! += sign + 1;
      ofB[j]! += sign + 1;
    }
  return { counts, sums: { ofA, ofB } };
}
