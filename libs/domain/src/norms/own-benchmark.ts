import { compare } from '../statistics/compare.js';
import { bandOf, bandsFrom, type BandStart } from './bands.js';
import type { Lookup } from './lookup.js';

const source = 'the benchmark list given with the question';

/**
 * The band of a score in a district's own list; a band without `min` holds everything below the others. The list may come in
 * any order: higher scores are better. Its step (for the highest score of a band) is the coarsest in which all its numbers
 * and the value are whole: points, half points, tenths, … A value under every `min` has no band.
 */
export function lookUpOwn(benchmark: readonly BandStart[], value: number | null): Lookup {
  const starts = [...benchmark].sort((a, b) => key(b) - key(a) || 0);
  const numbers = [...starts.map(({ min }) => min), value].filter((n) => n !== null);
  const bands = bandsFrom(starts, perUnitOf(numbers));
  const band = value === null ? null : bandOf(bands, value);
  const [reason, because] = band
    ? [null, null]
    : value === null
      ? (['missing_score', 'There is no score to compare.'] as const)
      : (['no_norm', `No band of the list begins at or below ${value}.`] as const);
  return {
    band: band?.name ?? null,
    lower: band?.lower ?? null,
    upper: band?.upper ?? null,
    percentileAtLeast: null,
    bands,
    source,
    reason,
    because,
  };
}

const key = ({ min }: BandStart) => min ?? -Number.MAX_VALUE;

const steps = [1, 2, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

function perUnitOf(numbers: readonly number[]): number {
  const whole = (perUnit: number) =>
    numbers.every((n) => compare(n * perUnit, Math.round(n * perUnit)) === 0);
  return steps.find(whole) ?? steps.at(-1)!;
}
