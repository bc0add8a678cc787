import { compare } from '../statistics/compare.js';
import type { Cell, ScoreScale, ScoreTable } from './norm-table.js';

/** A band with its lowest and highest score; null where it is open. */
export type Band = { name: string; lower: number | null; upper: number | null };

/** A band by its lowest score; null: everything below the others. */
export type BandStart = { name: string; min: number | null };

/**
 * Bands of neighbouring scores, best first: the highest score of a band is one step under the lowest of the next better one.
 * `perUnit`: steps a unit (1 = whole points, 2 = half points). The best band is open above.
 */
export function bandsFrom(starts: readonly BandStart[], perUnit: number): readonly Band[] {
  return starts.map(({ name, min }, i) => {
    const better = starts[i - 1]?.min ?? null;
    return { name, lower: min, upper: better === null ? null : oneStepBelow(better, perUnit) };
  });
}

/** The band of a score: the best whose lowest score it reaches; null where it reaches none. */
export function bandOf(bands: readonly Band[], score: number): Band | null {
  return bands.find(({ lower }) => lower === null || compare(score, lower) >= 0) ?? null;
}

/**
 * The bands of a printed cell, best first. The worst is everything below the lowest number printed, and does not exist where
 * that is the lowest score there is (a cut of 0). It is open below unless the source prints its end.
 */
export function bandsOfCell(table: ScoreTable, cell: Cell, scale: ScoreScale): readonly Band[] {
  const starts = startsOf(table, cell).filter(({ min }) => min !== null);
  const lowest = starts.at(-1)?.min ?? null;
  if (lowest !== null && compare(lowest, scale.lowest) > 0)
    starts.push({ name: worstOf(table), min: table.printsLowest ? scale.lowest : null });
  return bandsFrom(starts, scale.perUnit);
}

function startsOf(table: ScoreTable, cell: Cell): BandStart[] {
  if (table.kind === 'benchmark') return cell.map((min, i) => ({ name: table.zones[i]!, min }));
  const { percentiles } = table;
  return cell.map((min, i) => ({ name: interval(percentiles, i), min })).reverse();
}

const worstOf = (table: ScoreTable) =>
  table.kind === 'benchmark' ? table.zones.at(-1)! : `<${table.percentiles[0]}`;

/** A five-point norm gives intervals, lower bound inclusive, never an interpolated percentile (science.md 1.6). */
function interval(percentiles: readonly number[], i: number): string {
  const next = percentiles[i + 1];
  return next === undefined ? `>=${percentiles[i]}` : `${percentiles[i]}-${next - 1}`;
}

/** The percentile at which a norm table's band begins; null below the lowest that is published, and for zones. */
export function percentileAtLeast(table: ScoreTable, band: string): number | null {
  if (table.kind === 'benchmark') return null;
  return table.percentiles.find((_, i) => interval(table.percentiles, i) === band) ?? null;
}

/** By way of whole steps: 0.3 less a tenth is 0.2, not 0.19999999999999998. */
function oneStepBelow(score: number, perUnit: number): number {
  return (Math.round(score * perUnit) - 1) / perUnit;
}
