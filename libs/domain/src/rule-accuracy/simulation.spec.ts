import { describe, expect, test } from 'vitest';
import { tQuantile } from '../statistics/t-quantile.js';
import type { AccuracyQuestion } from './rule-accuracy.js';
import { accuracyRules, ruleAccuracy } from './rule-accuracy.js';

type Rule = AccuracyQuestion['rule'];
type Asked = Omit<AccuracyQuestion, 'rule'>;

const draws = 200_000;

describe('the figures against a seeded simulation of whole series, within four standard errors', () => {
  const asked: Asked = {
    k: 4,
    n: 10,
    trueRatePerWeek: 0.75,
    goalRatePerWeek: 1.5,
    residualSd: 10,
    baseline: 'exact',
    level: 0.8,
    goalWeek: 30,
  };

  test.each<Asked>([
    asked,
    { ...asked, trueRatePerWeek: 2, baseline: 'single-probe', k: 3, n: 6, level: 0.6, goalWeek: 8 },
    { ...asked, baseline: 'median-of-three', k: 2, n: 5, residualSd: 4, goalWeek: 12 },
  ])(
    'n $n, k $k, growth $trueRatePerWeek, $baseline',
    (one) => {
      const seen = simulated(one);
      for (const rule of accuracyRules) {
        const exact = ruleAccuracy({ ...one, rule });
        for (const verdict of ['below', 'above'] as const) {
          const p = exact[verdict];
          if (p === null) continue;
          const se = Math.sqrt((p * (1 - p)) / draws);
          expect(Math.abs(seen[rule][verdict] / draws - p), `${rule} ${verdict}`).toBeLessThan(
            4 * se,
          );
        }
      }
    },
    120_000,
  );
});

/** Draws probes of the baseline and weekly points, draws the line, and applies each rule as one would on paper. */
function simulated({ n, k, baseline, level, goalWeek, ...asked }: Asked) {
  const seen = Object.fromEntries(
    accuracyRules.map((rule) => [rule, { below: 0, above: 0 }]),
  ) as Record<Rule, { below: number; above: number }>;
  const count = (rule: Rule, below: boolean, above: boolean) => {
    if (below) seen[rule].below += 1;
    if (above) seen[rule].above += 1;
  };
  const score = scores(20261124, asked.residualSd);
  const start = 40;
  const weeks = Array.from({ length: n }, (_, i) => i + 1);
  const meanWeek = (n + 1) / 2;
  const sxx = weeks.reduce((sum, t) => sum + (t - meanWeek) ** 2, 0);
  const oneSided = tQuantile(level, n - 2)!;
  const twoSided = tQuantile((1 + level) / 2, n - 2)!;
  const reach = Math.sqrt(1 / n + (goalWeek - meanWeek) ** 2 / sxx);

  for (let draw = 0; draw < draws; draw++) {
    const first =
      baseline === 'exact'
        ? start
        : baseline === 'single-probe'
          ? score(start)
          : middle(score(start), score(start), score(start));
    const ys = weeks.map((t) => score(start + asked.trueRatePerWeek * t));
    const line = (week: number) => first + asked.goalRatePerWeek * week;
    const signs = ys.map((y, i) => (y < line(i + 1) ? '-' : '+')).join('');
    const [below, above] = ['-'.repeat(k), '+'.repeat(k)] as const;
    count('last-k', signs.endsWith(below), signs.endsWith(above));
    count('any-k', signs.includes(below), false);
    const median = middle(ys[n - 3]!, ys[n - 2]!, ys[n - 1]!);
    count('median-3', median < line(n - 1), median > line(n - 1));

    let [sumY, sumTy, sumYy] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      sumY += ys[i]!;
      sumTy += (i + 1 - meanWeek) * ys[i]!;
      sumYy += ys[i]! ** 2;
    }
    const slope = sumTy / sxx;
    const see = Math.sqrt((sumYy - sumY ** 2 / n - slope * sumTy) / (n - 2));
    const bound = (oneSided * see) / Math.sqrt(sxx);
    const goal = asked.goalRatePerWeek;
    count('ols-point', slope < goal, slope > goal);
    count('ols-bound', slope + bound < goal, slope - bound > goal);
    const end = sumY / n + slope * (goalWeek - meanWeek);
    const half = twoSided * see * reach;
    count('projection', end + half < line(goalWeek), end - half > line(goalWeek));
  }
  return seen;
}

const middle = (a: number, b: number, c: number) =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/** Scores about a mean: normal numbers by Box and Muller from a seeded stream (mulberry32). */
function scores(seed: number, sd: number): (mean: number) => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return (((x ^ (x >>> 14)) >>> 0) + 0.5) / 4294967296;
  };
  return (mean) =>
    mean + sd * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
