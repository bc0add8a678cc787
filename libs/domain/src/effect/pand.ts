import type { Direction } from '../measure/measure.js';
import { improvement, type Phases } from './phases.js';

export type PandFigures = { pand: number | null; ird: number | null };

/**
 * The fewest points to take away, of either phase, so that every a left is worse than every b left (the "minimum" variant of
 * science.md 4.3, exact). What is left always has a best a, or none: keep it, every a no better than it, and every b that is.
 */
export function overlapping({ a, b }: Phases, direction: Direction): number {
  let kept = b.length;
  for (const best of a) {
    const ofA = a.filter((value) => improvement(best, value, direction) <= 0).length;
    const ofB = b.filter((value) => improvement(best, value, direction) > 0).length;
    kept = Math.max(kept, ofA + ofB);
  }
  return a.length + b.length - kept;
}

/**
 * PAND (Parker, Hagan-Burke & Vannest 2007) = 1 − overlapping/(m + n), and the robust IRD (Parker, Vannest & Brown 2009) =
 * 1 − (m + n)²/(2mn)·(1 − PAND), of one case or of several summed.
 */
export function pandOf({ m, n, overlap }: { m: number; n: number; overlap: number }): PandFigures {
  return {
    pand: (m + n - overlap) / (m + n),
    ird: (2 * m * n - (m + n) * overlap) / (2 * m * n),
  };
}
