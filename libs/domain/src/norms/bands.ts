import { compare } from '../statistics/compare.js';
import type { Cell, ScoreScale, ScoreTable } from './norm-table.js';

/** A band with its lowest and highest score; null where it is open. */
export type Band = { name: string; lower: number | null; upper: number | null };

/** A band by its lowest score; null: everything below the others. */
export type BandStart = { name: string; min: number | null };

/**
 * Bands of neighbouring scores, best first: the highest score of a band is one step of the scale under the lowest of the
 * next better. A band without a score between the two does not exist (a cut of 0 leaves nothing below it).
 */
export function bandsFrom(
  starts: readonly BandStart[],
  scale: Pick<ScoreScale, 'perUnit' | 'highest'>,
): readonly Band[] {
  let upper = scale.highest;
  const bands: Band[] = [];
  for (const { name, min } of starts) {
    if (min === null || upper === null || compare(min, upper) <= 0)
      bands.push({ name, lower: min, upper });
    if (min !== null) upper = oneStepBelow(min, scale.perUnit);
  }
  return bands;
}

/** The band of a score: the best whose lowest score it reaches; null where it reaches none. */
export function bandOf(bands: readonly Band[], score: number): Band | null {
  return bands.find(({ lower }) => lower === null || compare(score, lower) >= 0) ?? null;
}

/** The bands of a printed cell, best first, down to the lowest score of the scale. */
export function bandsOfCell(table: ScoreTable, cell: Cell, scale: ScoreScale): readonly Band[] {
  const starts: BandStart[] = [];
  if (table.kind === 'norm')
    for (const [i, percentile] of [...table.percentiles.entries()].reverse())
      starts.push({ name: intervalFrom(percentile, table.percentiles[i + 1]), min: cell[i]! });
  else for (const [i, min] of cell.entries()) starts.push({ name: table.zones[i]!, min });
  const last = table.kind === 'norm' ? `<${table.percentiles[0]}` : table.zones.at(-1)!;
  const existing = starts.filter(({ min }) => min !== null);
  return bandsFrom([...existing, { name: last, min: scale.lowest }], scale);
}

/** The percentile at which a norm table's band begins; null below the lowest that is published, and for zones. */
export function percentileAtLeast(table: ScoreTable, band: string): number | null {
  if (table.kind === 'benchmark') return null;
  const { percentiles } = table;
  return percentiles.find((p, i) => intervalFrom(p, percentiles[i + 1]) === band) ?? null;
}

/** A five-point norm gives intervals, lower bound inclusive, never an interpolated percentile (science.md 1.6). */
function intervalFrom(percentile: number, next: number | undefined): string {
  return next === undefined ? `>=${percentile}` : `${percentile}-${next - 1}`;
}

/** By way of whole steps: 0.3 less a tenth is 0.2, not 0.19999999999999998. */
function oneStepBelow(score: number, perUnit: number): number {
  return (Math.round(score * perUnit) - 1) / perUnit;
}
