import type { Method } from '../method.js';

const fewerThanTwoDates = 'fewer than two different dates';

/** How a student's progress is measured. A method that changes is a new version beside the old one. */
export const progressMethods: readonly Method[] = [
  {
    id: 'baseline/median',
    version: 1,
    definition:
      'Median of the probes of the baseline, usually three of one day; of an even number the mean of the middle two. One probe alone is flagged: a four-point rule then gives false alarms to 20 % instead of 6 %. Where a limit is set, a baseline more than so many days older than its first use (the first occasion after it, or the start of its phase) is flagged as stale.',
    undefinedWhen: 'no probes',
    source: 'science.md 2.1, 2.5',
  },
  {
    id: 'occasion/median-of-day',
    version: 1,
    definition: 'Several scores of one day are one occasion, their median; voided scores are none.',
    undefinedWhen: '',
    source: 'science.md 2.8',
  },
  {
    id: 'goal/rate',
    version: 1,
    definition:
      'G = b + r·w: baseline plus growth per week times weeks, rounded once at the end (half up, down, or not at all).',
    undefinedWhen: 'no baseline, or no date of baseline or goal',
    source: 'science.md 2.1 (ROI norm; published roundings disagree)',
  },
  {
    id: 'goal/intra-individual',
    version: 1,
    definition:
      'G = mean of the baseline occasions + factor (1.5) × s × weeks, s their slope per week by least squares or by Tukey’s thirds with either divisor.',
    undefinedWhen:
      'fewer than eight baseline occasions, or s is no growth in the direction that is better',
    source: 'NCSPM manual; science.md 2.1, 9 example 11',
  },
  {
    id: 'goal/reached',
    version: 1,
    definition: 'Three (a setting) occasions in a row, up to the last, at the goal or beyond it.',
    undefinedWhen: '',
    source: 'science.md 2.8',
  },
  {
    id: 'aimline/straight',
    version: 1,
    definition:
      'A(t) = b + (G − b)(t − t0)/(T − t0), never extrapolated, with the floating residue of a line through 0.',
    undefinedWhen: 'before the baseline, after the goal date, and where T ≤ t0',
    source: 'science.md 2.1; kept for what was decided with it',
  },
  {
    id: 'aimline/straight',
    version: 2,
    definition:
      'A(t) = b + (G − b)(t − t0)/(T − t0), never extrapolated. A score is on the line where the two differ by less than a relative 1e-9.',
    undefinedWhen: 'before the baseline, after the goal date, and where T ≤ t0',
    source: 'science.md 2.1',
  },
  {
    id: 'rule/k-in-a-row',
    version: 1,
    definition:
      'Run of equal signs up to the last occasion. k on the worse side of the aimline: change; k on the better: raise. A score on the line and a gap of more than 21 days, breaks not counted, end a run; a missed week does not.',
    undefinedWhen: 'no aimline; too few below 6 occasions or 3 weeks (settings)',
    source: 'science.md 2.2',
  },
  {
    id: 'rule/median-of-last-three',
    version: 1,
    definition:
      'Median of the last three occasions against the aimline at the date of the middle one (or of the last).',
    undefinedWhen: 'fewer than three occasions, or no aimline at that date',
    source: 'Van Norman, Nelson & Parker 2018, SPR 47, 333–344; science.md 2.2',
  },
  {
    id: 'trend/ols',
    version: 1,
    definition:
      'Least squares: b1 = Σ(t−t̄)(y−ȳ)/Σ(t−t̄)², b0 = ȳ − b1·t̄; SEE = √(SSE/(n−2)), SEb = SEE/√Σ(t−t̄)²; one-sided bounds of the slope b1 ∓ t(level, n−2)·SEb.',
    undefinedWhen: `${fewerThanTwoDates}; errors and bounds: fewer than three occasions`,
    source: 'science.md 2.3',
  },
  {
    id: 'trend/theil-sen',
    version: 1,
    definition:
      'Median of the slopes of all pairs of different dates; intercept = median of y − slope·t.',
    undefinedWhen: fewerThanTwoDates,
    source: 'Theil 1950, Sen 1968; science.md 2.3',
  },
  {
    id: 'trend/tukey-median-x',
    version: 1,
    definition:
      'Thirds by date (an extra point to the middle, two to the outer thirds); slope = (median y of the last − median y of the first)/(median t of the last − of the first). Its line goes through the outer thirds’ medians, as it is drawn on paper.',
    undefinedWhen: 'fewer than three occasions, or both medians of t the same',
    source: 'Tukey 1977; science.md 2.3, 9 example 8',
  },
  {
    id: 'trend/tukey-n-minus-1',
    version: 1,
    definition: 'As trend/tukey-median-x, but divided by n − 1, the intervals between occasions.',
    undefinedWhen: 'fewer than three occasions',
    source: 'NCSPM worksheets; science.md 2.3, 9 examples 8 and 11',
  },
  {
    id: 'trend/endpoint',
    version: 1,
    definition:
      '(last − first)/(t last − t first), printed as rate of improvement by IRIS and FastBridge. For display only.',
    undefinedWhen: fewerThanTwoDates,
    source: 'science.md 2.3, 9 example 1',
  },
  {
    id: 'projection/ols-interval',
    version: 1,
    definition:
      'As version 2, with the floating residue of a projection to 0, as aimline-review/1 computed it.',
    undefinedWhen: `no goal date, or ${fewerThanTwoDates}; interval: fewer than three occasions`,
    source: 'science.md 2.6; kept for what was decided with it',
  },
  {
    id: 'projection/ols-interval',
    version: 2,
    definition:
      'ŷ(T) = b0 + b1·T; SE = max(SEE, floor)·√(1/n + (T−t̄)²/Sxx); interval ŷ ∓ t((1+level)/2, n−2)·SE. Theil–Sen and Tukey project a value without an interval.',
    undefinedWhen: `no goal date, or ${fewerThanTwoDates}; interval: fewer than three occasions`,
    source: 'science.md 2.6',
  },
  {
    id: 'response/default-rule',
    version: 2,
    definition:
      'Not delivered: not interpretable. Under 8 occasions: insufficient data. Interval at the goal date all on the worse side of the goal: inadequate; all on the better: exceeds. Else uncertain under 12 occasions; from 12 on the point estimate decides (on track or inadequate) with low confidence.',
    undefinedWhen: 'enough occasions, but no goal or no date of it',
    source:
      'science.md 2.6. Stored with reviews as aimline-review/2, in calc as aimline-progress/1',
  },
  {
    id: 'response/default-rule',
    version: 1,
    definition:
      'As version 2, but the floating residue about a goal or an aimline of 0 counted as a distance from it.',
    undefinedWhen: '',
    source: 'Stored with reviews as aimline-review/1, which are run again by it',
  },
  {
    id: 'gap/ratio',
    version: 1,
    definition:
      'expected / current (lower is better: current / expected); significant above 2 (a setting), or from 2 on where inclusive; a denominator of 0 is significant. Gap = expected − current, needed rate = gap / weeks left, weeks to the goal = gap / attained rate.',
    undefinedWhen:
      'ratio: a denominator of 0; needed rate: no weeks left; weeks to the goal: no growth, or away from the goal; all: a score left out',
    source: 'Tennessee and Colorado gap worksheets; science.md 2.7, 9 example 6',
  },
  {
    id: 'gap/reachable-rate',
    version: 1,
    definition: 'A needed rate of at most twice the typical growth of peers.',
    undefinedWhen: 'a rate left out, or no typical growth',
    source: 'Florida, Colorado and Tennessee worksheets; science.md 2.1, 2.7',
  },
  {
    id: 'change/reliable',
    version: 1,
    definition:
      'Two scores differ reliably (95 %) if they differ by more than 1.96 × √2 × SEM, in the measure’s unit. A score is reported with ± 1 SEM (68 %).',
    undefinedWhen: 'no documented standard error of measurement',
    source: 'science.md 2.7',
  },
  {
    id: 'response/dual-discrepancy',
    version: 1,
    definition:
      'Level and growth per week both on the worse side of their cuts; on a cut is not below it.',
    undefinedWhen: 'level or growth unknown, unless the other is not discrepant',
    source:
      'Fuchs, by Jenkins (RTI Action Network); Burns & Senesac 2005; science.md 2.7, 9 example 12',
  },
];
