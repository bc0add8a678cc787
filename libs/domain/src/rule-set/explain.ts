import type { Grade } from '../measure/measure.js';
import { grades as allGrades } from '../measure/measure.js';
import type { Ladder } from '../obligation.js';
import type { RuleSetDocument, ScreeningCriterion, TierPlan } from './document.js';
import { count } from '../statistics/words.js';
import {
  cutWords,
  days,
  every,
  gradeName,
  gradeSpan,
  jurisdictionName,
  list,
  measureName,
  measureUnit,
  percent,
  range,
} from './words.js';

/** The rule set in sentences that a principal would nod at, in the order in which a cycle meets them. */
export function explain(rules: RuleSetDocument): readonly string[] {
  return [
    `These rules are for ${rules.area} in ${gradeSpan(rules.grades)} (“${rules.name}”).`,
    ...screening(rules),
    ...placement(rules),
    ...(['2', '3'] as const).map((tier) => tierSentence(tier, rules.tiers[tier])),
    ...goals(rules),
    ...monitoring(rules),
    ...delivery(rules),
    ...review(rules),
    ...afterReview(rules),
    ...notices(rules),
    'A guardian or any member of staff can ask for an evaluation at any time; nothing in these rules stands before that.',
    ...referral(rules),
  ];
}

function screening({ screening: rules }: RuleSetDocument): string[] {
  const { per, threshold, minimumScreened } = rules.classwide;
  return [
    ...rules.criteria.map(criterionSentence),
    ...(rules.criteria.length < 2
      ? []
      : [
          rules.combine === 'any'
            ? 'One of these is enough to propose a placement to the team; the more severe one counts.'
            : 'A placement is proposed to the team only if all of these that have a score agree, and then in the milder tier; where only one has a score, the team is told so.',
        ]),
    `Where more than ${percent(threshold)} of a ${per} are flagged, of at least ${minimumScreened} screened, a response for the whole ${per} is proposed instead of single placements in Tier 2; proposals for Tier 3 stay.`,
    ...(rules.windowSchoolDays === undefined
      ? []
      : [`A school screens within ${days(rules.windowSchoolDays)} in a row.`]),
    `Make-ups and late enrolments are taken for ${days(rules.makeUpSchoolDays)} after the window’s last day. ${ladderSentence(rules.ladder, 'If a score is missing')}`,
  ];
}

function criterionSentence({ measure, seasons, tier2, tier3 }: ScreeningCriterion): string {
  const severe = tier3 ? `, and for Tier 3 ${cutWords(tier3)}` : '';
  return `In ${list(seasons, 'and')}, ${measureName(measure)} flags a student for Tier 2 ${cutWords(tier2)}${severe}.`;
}

function placement({ placement: rules }: RuleSetDocument): string[] {
  return [
    `The team confirms, overrides or declines a proposal within ${days(rules.decideWithinSchoolDays)}. ${ladderSentence(rules.ladder, 'If it does not', 'its silence is recorded')}`,
    `The first session is within ${days(rules.startWithinSchoolDays)} of the confirmed placement, with the same reminders.`,
  ];
}

function tierSentence(tier: '2' | '3', plan: TierPlan): string {
  const { weeks, hardStopWeeks, probeEverySchoolWeeks } = plan;
  const length =
    weeks === hardStopWeeks
      ? `for ${count(weeks, 'week')}, which is also the longest that one plan may run`
      : `for ${count(weeks, 'week')} and for no longer than ${hardStopWeeks}`;
  return `Tier ${tier} is ${range(plan.sessionsPerWeek)} sessions a week of ${range(plan.minutes)} minutes in groups of ${range(plan.groupSize)}, with a probe every ${every(probeEverySchoolWeeks, 'school week')}, planned ${length}.`;
}

const goalMethods = {
  rate: 'by expected growth',
  benchmark: 'by a benchmark',
  'intra-individual': 'by the student’s own growth so far',
};

const roundings = {
  half_up: 'rounded to a whole number',
  down: 'rounded down to a whole number',
  none: 'not rounded',
};

function goals({ goal, monitoring: { measure } }: RuleSetDocument): string[] {
  const methods = goal.methods.map((method) => goalMethods[method]);
  const rates = allGrades.flatMap((grade) => rateWords(grade, goal.ratePerWeek[grade]));
  return [
    `A goal is set ${list(methods, 'or')}, and is ${roundings[goal.rounding]}.`,
    ...(rates.length === 0
      ? []
      : [`Expected growth in ${measureUnit(measure)} a week: ${rates.join(', ')}.`]),
  ];
}

function rateWords(grade: Grade, rate: number | undefined): string[] {
  return rate === undefined ? [] : [`${rate} in ${gradeName(grade)}`];
}

function monitoring({ monitoring: rules }: RuleSetDocument): string[] {
  const baseline =
    rules.baselineProbes === 1
      ? 'a single probe'
      : `the median of ${count(rules.baselineProbes, 'probe')}`;
  return [
    `Progress is monitored with “${measureName(rules.measure)}”, in ${measureUnit(rules.measure)}; the baseline is ${baseline}.`,
    ...(rules.baselineMaxAgeDays === undefined
      ? []
      : [
          `A baseline that is more than ${count(rules.baselineMaxAgeDays, 'day')} old when the phase begins is flagged as stale, and each review says so.`,
        ]),
    `A probe that falls due still counts for its week ${days(rules.graceSchoolDays)} later. ${ladderSentence(rules.ladder, 'If nobody gives it')}`,
  ];
}

function delivery({ delivery: rules }: RuleSetDocument): string[] {
  return [
    `A plan counts as delivered with at least ${percent(rules.sessionShare)} of its sessions, ${percent(rules.minuteShare)} of its minutes and ${percent(rules.fidelity.share)} fidelity; short of one of these, a review does not judge the student’s response.`,
    `Fidelity is observed every ${every(rules.fidelity.everySchoolWeeks, 'school week')}. ${ladderSentence(rules.fidelity.ladder, 'If nobody does')}`,
    `A session is logged on its day. ${ladderSentence(rules.logLadder, 'If it is not', 'the session is recorded as unlogged')}`,
  ];
}

function review({ review: rules, alerts, monitoring: { measure } }: RuleSetDocument): string[] {
  return [
    `A review is held every ${every(rules.everyInstructionalWeeks, 'instructional week')} and judges from ${count(rules.minPoints, 'point')} on. ${ladderSentence(rules.ladder, 'If nobody holds it')}`,
    rules.method === 'ols' ? olsSentence(rules, measure) : theilSenSentence(rules),
    `A run of ${alerts.k} points on one side of the aimline, with no gap of more than ${alerts.maxGapDays} days outside of breaks, alerts the specialist from ${count(alerts.minPoints, 'point')} and ${count(alerts.minSchoolWeeks, 'school week')} on; an alert never changes a tier.`,
  ];
}

function olsSentence(rules: RuleSetDocument['review'], measure: string): string {
  const floor =
    rules.seeFloor > 0
      ? `, taking scores to scatter by at least ${rules.seeFloor} ${measureUnit(measure)}`
      : '';
  return `The least-squares trend is carried to the goal date with a ${percent(rules.interval)} interval${floor}. Where the interval covers the goal, the team goes on collecting until there are ${count(rules.decideFrom, 'point')}; from then on the trend alone decides, with low confidence.`;
}

function theilSenSentence({ decideFrom }: RuleSetDocument['review']): string {
  return `The Theil–Sen trend, which has no interval, is carried to the goal date and decides from ${count(decideFrom, 'point')} on.`;
}

function afterReview({ response, exit }: RuleSetDocument): string[] {
  const fade =
    exit.fadeSchoolWeeks === 0
      ? 'without a fade'
      : `and to fade support over ${count(exit.fadeSchoolWeeks, 'school week')}`;
  return [
    `After ${inadequateReviews(response.intensifyAfter)} in Tier 2 the engine suggests to intensify, after ${inadequateReviews(response.referAfter)} in Tier 3 to refer for an evaluation; before that, to adjust the intervention.`,
    `With ${count(exit.consecutivePointsAtGoal, 'point')} in a row at the goal or beyond it, it suggests to exit, ${fade}. The team decides; a decision against the suggestion needs a reason.`,
  ];
}

function inadequateReviews(n: number): string {
  return n === 1 ? 'one inadequate review' : `${n} inadequate reviews in a row`;
}

function notices({ notices: rules }: RuleSetDocument): string[] {
  if (!rules.placement) return ['Guardians are not told of a placement by the engine.'];
  return [
    `Guardians are told of a placement within ${days(rules.withinSchoolDays)}, in their language, with their right to ask for an evaluation. ${ladderSentence(rules.ladder, 'If nothing was sent')}`,
  ];
}

function referral({ referral: rules }: RuleSetDocument): string[] {
  return [
    `After a request, prior written notice and safeguards go out within ${days(rules.noticeWithinSchoolDays)}, and consent is awaited for ${days(rules.consentWithinSchoolDays)}. ${ladderSentence(rules.ladder, 'If that does not happen', 'the silence is recorded')}`,
    `The legal clocks of the evaluation are those of ${jurisdictionName(rules.jurisdiction)}.`,
  ];
}

/** "If nobody holds it, reminders go out after 1 and 3, the school admin is told after 5 and that is recorded after 10 school days." */
function ladderSentence(ladder: Ladder, unless: string, recorded = 'that is recorded'): string {
  const { remindAfter, escalateAfter, escalateTo, recordAfter } = ladder;
  const reminders = remindAfter.length === 1 ? 'a reminder goes out' : 'reminders go out';
  const steps = [
    ...(remindAfter.length === 0 ? [] : [`${reminders} ${after(remindAfter)}`]),
    ...(escalateAfter === null
      ? []
      : [`the ${escalateTo.replace('-', ' ')} is told ${after([escalateAfter])}`]),
    // The unit stands once, at the last step, which is never earlier than the others.
    `${recorded} ${after([recordAfter])}${recordAfter === 0 ? '' : ` school ${recordAfter === 1 ? 'day' : 'days'}`}`,
  ];
  return `${unless}, ${list(steps, 'and')}.`;
}

function after(schoolDays: readonly number[]): string {
  const later = schoolDays.filter((n) => n > 0).map(String);
  const words = later.length === 0 ? [] : [`after ${list(later, 'and')}`];
  return list(
    [...(later.length < schoolDays.length ? ['on the day itself'] : []), ...words],
    'and',
  );
}
