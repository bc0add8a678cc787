import type { Method } from '../method.js';

const model =
  ' Weekly points t = 1…n about the student’s own line, residuals independent and normal with standard deviation σ; the goal line rises at the goal rate from the baseline, whose error (none, one probe’s, or that of the median of three) shifts it whole.';
const source = 'science.md 2.5; numerically integrated, correct to 1e-9';

/** How often each decision rule speaks (science.md 2.5). */
export const ruleAccuracyMethods: readonly Method[] = [
  {
    id: 'rule-accuracy/last-k',
    version: 1,
    definition: `Mean over the baseline’s error ε of Π Φ(((goal rate − true rate)·t + ε)/σ), t = n − k + 1…n; above: with every sign turned.${model}`,
    undefinedWhen: '',
    source,
  },
  {
    id: 'rule-accuracy/any-k',
    version: 1,
    definition: `Probability that k points in a row lie below the line somewhere in the n: a Markov chain over the length of the run.${model}`,
    undefinedWhen: 'Above and neither are not asked.',
    source,
  },
  {
    id: 'rule-accuracy/median-3',
    version: 1,
    definition: `Probability that at least two of the last three points lie below the line at the middle one’s date.${model}`,
    undefinedWhen: 'There are fewer than three points.',
    source,
  },
  {
    id: 'rule-accuracy/ols-point',
    version: 1,
    definition: `Φ((goal rate − true rate)·√Sxx/σ), Sxx = n(n² − 1)/12.${model}`,
    undefinedWhen: 'There are fewer than two points.',
    source,
  },
  {
    id: 'rule-accuracy/ols-bound',
    version: 1,
    definition: `Noncentral t: the mean of Φ((goal rate − true rate)·√Sxx/σ − t(level, n − 2)·S) over S = √(χ²(n − 2)/(n − 2)).${model}`,
    undefinedWhen: 'There are fewer than three points, or the one-sided level is under ½.',
    source,
  },
  {
    id: 'rule-accuracy/projection',
    version: 1,
    definition: `Probability that the interval ŷ(T) ± t((1 + level)/2, n − 2)·SEE·q, q = √(1/n + (T − t̄)²/Sxx), lies under the goal at week T: the mean over S and the baseline’s error as above.${model}`,
    undefinedWhen: 'There are fewer than three points.',
    source,
  },
];
