import type { Method } from '../method.js';

const emptyPhase = 'A phase is empty.';
const definitions =
  'm values of the baseline phase A, n of the phase B after it; better in the direction of the measure';

/** Every effect size of `effectOf` and `severalCasesOf` (science.md 4). */
export const effectMethods: readonly Method[] = [
  {
    id: 'effect/pairs',
    version: 1,
    definition: `All m × n pairs of an a and a b in which the b is better, worse, or ties (${definitions}).`,
    undefinedWhen: emptyPhase,
    source: 'Parker & Vannest 2009, Behavior Therapy 40, 357–367.',
  },
  {
    id: 'effect/nap',
    version: 1,
    definition:
      'Nonoverlap of all pairs, 0 to 1: (better + ½ tied)/(mn). Standard errors with q = 1 better, ½ tied, 0 worse, NAP kept ' +
      '1/(2mn) away from 0 and 1 (N), Q1, Q2, Q3 the mean squares of the row means, column means and cells of q − NAP: Hanley² = ' +
      '(N(1 − N) + (n − 1)Q1 + (m − 1)Q2)/(mn); unbiased² = (N(1 − N) + nQ1 + mQ2 − 2Q3)/((m − 1)(n − 1)); null² = ' +
      '(m + n + 1)/(12mn).',
    undefinedWhen: `${emptyPhase} Unbiased error: a phase of one value, or an estimate of the variance not over 0.`,
    source:
      'Parker & Vannest 2009, Behavior Therapy 40, 357–367; Hanley & McNeil 1982, Radiology 143, 29–36; Sen 1967, Sankhyā A ' +
      '29, 95–102; Mee 1990, Journal of the American Statistical Association 85, 793–800.',
  },
  {
    id: 'effect/nap-interval-newcombe-5',
    version: 1,
    definition:
      '95 % score interval of NAP: the roots θ of mn(NAP − θ)² = z²hθ(1 − θ)(1/h + (1 − θ)/(2 − θ) + θ/(1 + θ)), h = (m + n)/2 ' +
      '− 1; NAP 0 has the low end 0, NAP 1 the high end 1.',
    undefinedWhen: emptyPhase,
    source: 'Newcombe 2006, Statistics in Medicine 25, 559–573, method 5.',
  },
  {
    id: 'effect/tau',
    version: 1,
    definition: 'Tau, A vs B, −1 to 1: (better − worse)/(mn) = 2·NAP − 1.',
    undefinedWhen: emptyPhase,
    source: 'Parker, Vannest, Davis & Sauber 2011, Behavior Therapy 42, 284–299.',
  },
  {
    id: 'effect/tau-u-a-vs-b-minus-trend-a',
    version: 1,
    definition:
      'Tau-U in the variant "A vs B − trend A" over mn: (S_AB − S_AA)/(mn), S = better − worse pairs, later against earlier ' +
      'within a phase. Not bounded by 1.',
    undefinedWhen: emptyPhase,
    source: 'Parker, Vannest, Davis & Sauber 2011, Behavior Therapy 42, 284–299.',
  },
  {
    id: 'effect/tau-u-parts',
    version: 1,
    definition:
      'S_AB, S_AA, S_BB; trend A = S_AA/(m(m − 1)/2), trend B = S_BB/(n(n − 1)/2); A vs B + trend B = (S_AB + S_BB)/(mn + n(n − ' +
      '1)/2); A vs B + trend B − trend A = (S_AB + S_BB − S_AA)/(N(N − 1)/2), N = m + n.',
    undefinedWhen: `${emptyPhase} Trends: the phase has one value.`,
    source: 'Parker, Vannest, Davis & Sauber 2011, Behavior Therapy 42, 284–299.',
  },
  {
    id: 'effect/phase-tau-b',
    version: 1,
    definition:
      "Kendall's tau-b of all values with the phase (0, 1), B against A as they stand: S/√(pairs of different values × mn).",
    undefinedWhen: `${emptyPhase} All values tie.`,
    source: 'Kendall 1945, Biometrika 33, 239–251.',
  },
  {
    id: 'effect/tau-bc',
    version: 1,
    definition:
      "Baseline-corrected Tau: where Kendall's test of the baseline against time has p < alpha (normal approximation with " +
      'the variance corrected for ties, two-sided, without continuity correction), Tau of the residuals of all values from ' +
      "the baseline's Theil–Sen line (intercept: median of value − slope × time, times 1…m + n); else Tau. Residual tau-b with phase has " +
      'the SE √(2(1 − τ²)/N).',
    undefinedWhen: `${emptyPhase} Line and residual figures: one baseline value; test: no two different baseline values.`,
    source:
      'Tarlow 2017, Behavior Modification 41, 427–467; Kendall 1970, Rank Correlation Methods, ch. 4.',
  },
  {
    id: 'effect/pnd',
    version: 1,
    definition:
      'Percentage of nonoverlapping data, 0 to 1: the share of B better than the best of A; ties do not count.',
    undefinedWhen: emptyPhase,
    source: 'Scruggs, Mastropieri & Casto 1987, Remedial and Special Education 8(2), 24–33.',
  },
  {
    id: 'effect/pem',
    version: 1,
    definition:
      'Percentage exceeding the median, 0 to 1: the share of B better than the median of A, ties half.',
    undefinedWhen: emptyPhase,
    source: 'Ma 2006, Behavior Modification 30, 598–617.',
  },
  {
    id: 'effect/pand-minimum',
    version: 1,
    definition:
      'Percentage of all nonoverlapping data, 0 to 1: 1 − (fewest points to remove so that every a left is worse than every b ' +
      'left)/(m + n), exact. Of several cases: points removed case by case, over all points.',
    undefinedWhen: `${emptyPhase} Pooled: a phase of any case is empty, or there is no case.`,
    source: 'Parker, Hagan-Burke & Vannest 2007, Journal of Special Education 40, 194–204.',
  },
  {
    id: 'effect/ird-robust',
    version: 1,
    definition:
      'Robust improvement rate difference: 1 − (m + n)²/(2mn)·(1 − PAND). Of several cases: from the pooled PAND with the summed m ' +
      'and n.',
    undefinedWhen: `${emptyPhase} Pooled: a phase of any case is empty, or there is no case.`,
    source: 'Parker, Vannest & Brown 2009, Exceptional Children 75, 135–150.',
  },
  {
    id: 'effect/mean-difference',
    version: 1,
    definition: 'Mean of B − mean of A, in the unit of the measure, as they stand.',
    undefinedWhen: emptyPhase,
    source: 'science.md 4.2.',
  },
  {
    id: 'effect/d-baseline',
    version: 1,
    definition:
      'Within-case standardised mean difference over the baseline SD: (1 − 3/(4m − 5))·(ȳB − ȳA)/sA, and without the factor. Not ' +
      "to be read with Cohen's .2, .5, .8.",
    undefinedWhen: `${emptyPhase} The baseline has one value, or no two different ones.`,
    source:
      'Glass 1976, Educational Researcher 5(10), 3–8; Hedges 1981, Journal of Educational Statistics 6, 107–128.',
  },
  {
    id: 'effect/d-pooled',
    version: 1,
    definition:
      'Within-case standardised mean difference over the pooled SD, df = m + n − 2: (1 − 3/(4df − 1))·g with g = (ȳB − ȳA)/s, and ' +
      'g itself with the SE √(1/m + 1/n + g²/(2df)).',
    undefinedWhen: `${emptyPhase} A phase has one value, or the pooled SD is 0.`,
    source: 'Hedges 1981, Journal of Educational Statistics 6, 107–128.',
  },
  {
    id: 'effect/log-response-ratio',
    version: 1,
    definition:
      'R1 = ln ȳB − ln ȳA; R2 = R1 + s²B/(2nȳ²B) − s²A/(2mȳ²A); SE = √(s²A/(mȳ²A) + s²B/(nȳ²B)). As they stand. No truncation ' +
      'of a zero mean.',
    undefinedWhen: `${emptyPhase} A mean is not over 0 or a value is under 0. R2, SE: a phase has one value.`,
    source:
      'Pustejovsky 2015, Psychological Methods 20, 342–359; Pustejovsky 2018, Journal of School Psychology 68, 99–112.',
  },
  {
    id: 'effect/log-response-ratio-i-d',
    version: 1,
    definition:
      'R2 so that more is better (I) and so that less is better (D). Counts and rates: I = R2 where an increase is better, −R2 ' +
      'where a decrease is; D = −I. Percentages and proportions: I of the values where an increase is better, of what is left to ' +
      '100 % (1) where a decrease is; D the other way round.',
    undefinedWhen: 'R2 is undefined, or the scale is none of these.',
    source: 'Pustejovsky 2018, Journal of School Psychology 68, 99–112.',
  },
  {
    id: 'effect/log-odds-ratio',
    version: 1,
    definition:
      'Of the mean proportions p, with the correction for small phases: ln(pB/(1 − pB)) − ln(pA/(1 − pA)) − s²B(2pB − 1)/(2n ' +
      'p²B(1 − pB)²) + s²A(2pA − 1)/(2m p²A(1 − pA)²); SE = √(s²A/(m p²A(1 − pA)²) + s²B/(n p²B(1 − pB)²)). B against A as they ' +
      'stand.',
    undefinedWhen: `${emptyPhase} The values are no proportions or percentages, a mean is not between 0 and 1, or a phase has one value.`,
    source: 'Pustejovsky 2015, Psychological Methods 20, 342–359.',
  },
  {
    id: 'effect/percent-of-goal-obtained',
    version: 1,
    definition:
      'PoGO as a fraction: (ȳB − ȳA)/(goal − ȳA); SE = √(s²A/m + s²B/n + pogo²·s²A/m)/|goal − ȳA|.',
    undefinedWhen: `${emptyPhase} There is no goal, or the baseline's mean is the goal. SE: a phase has one value.`,
    source:
      'Ferron, Goldstein, Olszewski & Rohrer 2020, Evidence-Based Communication Assessment and Intervention 14, 6–27.',
  },
  {
    id: 'effect/mean-of-cases',
    version: 1,
    definition:
      'Plain mean over the cases of NAP, Tau, PND, IRD and the mean difference. The mean of the cases’ IRD is not the IRD of the ' +
      'pooled PAND.',
    undefinedWhen: 'There is no case, or the figure of one of them is undefined.',
    source: 'science.md 4.4.',
  },
];
