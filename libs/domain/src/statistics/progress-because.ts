import { isSchoolDay } from '../calendar/calendar-days.js';
import { singleProbeBaseline, staleBaseline } from './baseline.js';
import { intraIndividualPoints } from './goal.js';
import type { ProgressFigures } from './progress.js';
import type { ProgressInput } from './progress-input.js';
import { goalReached } from './response.js';
import { count, decimal, percent } from './words.js';

/** Occasions in a row at the goal that make it met (science.md 2.8). */
const inARow = 3;

/** What the figures say and what they rest on, as sentences that a team can read out. */
export function explainProgress(figures: ProgressFigures, input: ProgressInput): readonly string[] {
  return [
    baselineSentence(figures, input),
    ...staleSentences(figures, input),
    goalSentence(figures, input),
    ...trendSentences(figures, input),
    ...outcomeSentences(figures, input),
    ...besideSentences(figures, input),
  ];
}

function baselineSentence({ baseline, goalBasis, flags }: ProgressFigures, input: ProgressInput) {
  if (baseline === null) return 'There is no baseline, and so no aimline.';
  if (goalBasis.method === 'intra-individual')
    return `The baseline is ${decimal(baseline)}, the mean of ${count(input.baseline.points.length, 'baseline point')}.`;
  return flags.includes(singleProbeBaseline)
    ? `The baseline is ${decimal(baseline)} and rests on a single probe: take three, for one alone triples the false alarms.`
    : `The baseline is ${decimal(baseline)}, the median of ${count(input.baseline.probes.length, 'probe')}.`;
}

function staleSentences({ flags }: ProgressFigures, { options }: ProgressInput): string[] {
  return flags.includes(staleBaseline)
    ? [
        `It was more than ${count(options.baselineMaxAgeDays ?? 0, 'day')} old at the first occasion: the student may have grown since.`,
      ]
    : [];
}

function goalSentence(figures: ProgressFigures, input: ProgressInput): string {
  const { goal, goalRatePerWeek: rate, goalBasis } = figures;
  const { on, by } = input.goal;
  if (!by) return 'There is no goal.';
  if (goal === null) return `There is no goal: ${whyNoGoal(figures, input)}.`;
  const is = `The goal is ${decimal(goal)}`;
  if (!on) return `${is}, but has no date, and so there is no aimline.`;
  if (input.baseline.on && on <= input.baseline.on)
    return `${is} on ${on}, which is not after the baseline, and so there is no aimline.`;
  if (rate === null) return `${is} on ${on}.`;
  return `${is} on ${on}: ${decimal(rate)} ${unitOf(input)} a week over ${weeks(input, goalBasis.weeks)}.`;
}

function whyNoGoal(
  { baseline, goalBasis }: ProgressFigures,
  { goal, baseline: from }: ProgressInput,
) {
  if (goal.by?.method === 'intra-individual') {
    if (from.points.length < intraIndividualPoints)
      return `a student’s own growth needs ${intraIndividualPoints} baseline points, and there are ${new Set(from.points.map((point) => point.on)).size}`;
    if (goalBasis.slopePerWeek !== null && goalBasis.weeks !== null)
      return `the student’s own growth, ${decimal(goalBasis.slopePerWeek)} a week, is no growth`;
  } else if (baseline === null) return 'a goal by rate starts from a baseline';
  return goalBasis.weeks === null
    ? 'it needs the dates of the baseline and of the goal, and the weeks between them'
    : 'it is too large for a number';
}

function trendSentences(figures: ProgressFigures, input: ProgressInput): string[] {
  const { method } = input.options;
  const slope = {
    ols: figures.ols.slopePerWeek,
    'theil-sen': figures.theilSen.slopePerWeek,
    'tukey-med-x': figures.tukey.slopePerWeek,
  }[method];
  if (slope === null)
    return [`${count(figures.n, 'occasion')} ${figures.n === 1 ? 'makes' : 'make'} no trend.`];
  const { on, value, low, high, level } = figures.projection;
  const certainty =
    low === null
      ? ''
      : `, with ${percent(level)} certainty between ${decimal(low)} and ${decimal(high)}`;
  return [
    `The trend of ${count(figures.n, 'occasion')} is ${decimal(slope)} ${unitOf(input)} a week (${methodNames[method]}).`,
    ...(value === null ? [] : [`Carried to ${on} it reaches ${decimal(value)}${certainty}.`]),
  ];
}

const methodNames = {
  ols: 'least squares',
  'theil-sen': 'Theil–Sen',
  'tukey-med-x': 'Tukey’s thirds',
} as const;

function outcomeSentences(
  { outcome, confidence, n }: ProgressFigures,
  { goal, options: { minPoints, decideFrom } }: ProgressInput,
): string[] {
  if (confidence === 'low')
    return [
      `The goal is not excluded, so the point estimate of ${count(n, 'occasion')} decides, with low confidence.`,
    ];
  switch (outcome) {
    case null:
      return goal.by && goal.on
        ? []
        : ['Without a goal and its date nothing can be said of the response.'];
    case 'not_interpretable':
      return [
        'The plan was not delivered: put that right first, for these scores do not tell how the student responds to it.',
      ];
    case 'insufficient_data':
      return [
        n < minPoints
          ? `${count(n, 'occasion')} cannot decide yet; this rule needs ${minPoints}.`
          : `${count(n, 'occasion')} cannot decide yet: their trend has no interval.`,
      ];
    case 'uncertain':
      return [
        `The data cannot yet tell: with fewer than ${decideFrom} occasions the point estimate does not decide.`,
      ];
    case 'inadequate':
      return ['The whole interval lies on the worse side of the goal.'];
    case 'exceeds':
      return ['The whole interval lies on the better side of the goal.'];
    case 'on_track':
      return [];
  }
}

function besideSentences(figures: ProgressFigures, input: ProgressInput): string[] {
  const { medianOfLast3: median, pointRule: rule, gap, goal, points } = figures;
  const voided = input.points.filter((point) => point.voided).length;
  const said: string[] = [];
  if (median.result !== null)
    said.push(
      `The median of the last three, ${decimal(median.value)}, is ${median.result} the aimline (${decimal(median.aimline)}).`,
    );
  if (rule.result === 'change' || rule.result === 'raise')
    said.push(
      `The last ${rule.run} occasions lie on the ${rule.result === 'change' ? 'worse' : 'better'} side of the aimline: an alert for the specialist, never a decision.`,
    );
  if (gap.significant) said.push('The gap to the goal is significant.');
  if (goal !== null && goalReached(points, goal, input.measure.direction, inARow))
    said.push('The last three occasions are at the goal or beyond it: the goal is met.');
  if (voided > 0) said.push(`${count(voided, 'voided score')} ${isOrAre(voided)} left out.`);
  said.push(...calendarSentences(figures, input));
  return said;
}

/** Scores on days without school are taken, and told (science.md 7). */
function calendarSentences({ points }: ProgressFigures, input: ProgressInput): string[] {
  const { calendar, options, goal } = input;
  const bySchoolDays = options.weekBasis !== 'calendar';
  if (!calendar)
    return bySchoolDays ? ['Weeks of school cannot be counted without a calendar.'] : [];
  const outside = points.filter((point) => !isSchoolDay(calendar, point.on)).length;
  const ends = calendar.years.at(-1)?.lastDay;
  return [
    ...(outside > 0
      ? [
          `${count(outside, 'occasion')} ${isOrAre(outside)} on a day without school: check the date.`,
        ]
      : []),
    ...(bySchoolDays && ends && goal.on && goal.on > ends
      ? [`The calendar ends on ${ends}; school days after it are not known and not counted.`]
      : []),
  ];
}

function weeks({ options }: ProgressInput, weeks: number | null): string {
  const kind = { calendar: '', instructional: 'instructional ', iso: 'school ' }[options.weekBasis];
  return `${decimal(weeks)} ${kind}week${weeks === 1 ? '' : 's'}`;
}

function unitOf({ measure }: ProgressInput): string {
  return measure.unit ?? 'points';
}

const isOrAre = (n: number) => (n === 1 ? 'is' : 'are');
