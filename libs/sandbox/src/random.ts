/**
 * Chance without order: every draw is named by a seed and keys, so the year is the same whatever is asked first and
 * however often. cyrb53 mixes the keys, splitmix32 spreads them.
 */
export type Key = string | number;

/** A stream of numbers in [0, 1) of its own. */
export function rand(seed: number, ...keys: readonly Key[]): () => number {
  let state = hash([seed, ...keys].join('|'));
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let t = state ^ (state >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return ((t ^ (t >>> 15)) >>> 0) / 4_294_967_296;
  };
}

/** One number in [0, 1). */
export function unit(seed: number, ...keys: readonly Key[]): number {
  return rand(seed, ...keys)();
}

/** A whole number from `low` to `high`, both included. */
export function whole(low: number, high: number, seed: number, ...keys: readonly Key[]): number {
  return low + Math.floor(unit(seed, ...keys) * (high - low + 1));
}

export function pick<T>(items: readonly T[], seed: number, ...keys: readonly Key[]): T {
  return items[Math.floor(unit(seed, ...keys) * items.length)]!;
}

/** Standard normal, cut at three: no invented child is a miracle. */
export function normal(seed: number, ...keys: readonly Key[]): number {
  const next = rand(seed, ...keys);
  const radius = Math.sqrt(-2 * Math.log(1 - next()));
  return Math.max(-3, Math.min(3, radius * Math.cos(2 * Math.PI * next())));
}

export function shuffled<T>(items: readonly T[], seed: number, ...keys: readonly Key[]): T[] {
  const next = rand(seed, ...keys);
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/**
 * The n-th of numbers in [0, 1) that lie evenly: any share of the interval gets its share of any run of n, give or
 * take one or two. So what happens to one in ten happens in a small district too, by rule and not by luck. Each key has
 * its own step, a quadratic irrational, so that two traits of the same case are not tied to each other.
 */
export function evenly(n: number, seed: number, ...keys: readonly Key[]): number {
  const step = steps[Math.floor(unit(0, 'step', ...keys) * steps.length)]!;
  return (unit(seed, 'evenly', ...keys) + n * step) % 1;
}

const steps = [
  (Math.sqrt(5) - 1) / 2,
  Math.sqrt(2) - 1,
  Math.sqrt(3) - 1,
  Math.sqrt(7) - 2,
  Math.sqrt(13) - 3,
  Math.sqrt(21) - 4,
  Math.sqrt(22) - 4,
];

/** The choice in whose share `at` lies; shares are fractions, the last one takes the rest. */
export function byShare<T>(
  at: number,
  choices: readonly (readonly [share: number, choice: T])[],
): T {
  let sum = 0;
  for (const [share, choice] of choices) {
    sum += share;
    if (at < sum) return choice;
  }
  return choices.at(-1)![1];
}

function hash(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  return a | 0;
}
