import { median } from './measured.js';

export type Contender = { name: string } & (
  | {
      /** One call of one of the callers. */
      once: (caller: number) => Promise<unknown>;
      /** What one call stores or reads. */
      each?: number;
    }
  /** A program of its own that counts by itself what it stores a second. */
  | { alone: (seconds: number) => Promise<number> }
);

export type Loaded = { name: string; perSecond: number; p50Ms?: number; p99Ms?: number };

/**
 * Contenders one after the other, in rounds, so that the moods of a shared machine meet all of them: a round to warm up, then
 * medians. `perSecond` counts what the calls store, percentiles are those of one call in the worst round.
 */
export async function interleaved(
  contenders: readonly Contender[],
  { callers, seconds, rounds = 3 }: { callers: number; seconds: number; rounds?: number },
): Promise<readonly Loaded[]> {
  const results = contenders.map((contender) => ({ contender, rounds: [] as Round[] }));
  for (let n = 0; n <= rounds; n += 1)
    for (const { contender, rounds: all } of results) {
      const round =
        'once' in contender
          ? await closedLoop(contender, callers, seconds)
          : { rate: await contender.alone(seconds) };
      if (n > 0) all.push(round);
    }
  return results.map(({ contender: { name }, rounds: all }) => {
    const worst = (percentile: 'p50' | 'p99') =>
      percentile in all[0]! ? Math.max(...all.map((round) => round[percentile]!)) : undefined;
    const perSecond = median(all.map(({ rate }) => rate));
    return { name, perSecond, p50Ms: worst('p50'), p99Ms: worst('p99') };
  });
}

type Round = { rate: number; p50?: number; p99?: number };

/** Every caller asks again as soon as it has its answer. */
async function closedLoop(
  { once, each = 1 }: Extract<Contender, { once: unknown }>,
  callers: number,
  seconds: number,
): Promise<Round> {
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const times: number[] = [];
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let at = performance.now(); at < end; at = performance.now()) {
        await once(caller);
        times.push(performance.now() - at);
      }
    }),
  );
  const took = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]!;
  return { rate: (each * times.length) / took, p50: at(0.5), p99: at(0.99) };
}
