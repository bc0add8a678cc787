import { measureOf } from '../measure/catalogue.js';
import type { Grade } from '../measure/measure.js';
import type { Ladder } from '../obligation.js';
import type { Cut, RuleSetDocument, ScreeningCriterion, TierPlan } from './document.js';

/** The rule set in sentences that a principal would nod at, in the order in which a cycle meets them. */
export function explain(rules: RuleSetDocument): readonly string[] {
  return [
    `These rules are for ${rules.area} in ${gradeSpan(rules.grades)}.`,
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
  const { classwide } = rules;
  return [
    ...rules.criteria.map(criterionSentence),
    ...(rules.criteria.length < 2
      ? []
      : [
          rules.combine === 'any'
            ? 'One of these is enough to propose a placement to the team.'
            : 'A placement is proposed to the team only if every one of these that has a score is met.',
        ]),
    `If more than ${percent(classwide.threshold)} of a ${classwide.per} with at least ${classwide.minimumScreened} screened students are below the cut, the engine proposes a response for the whole ${classwide.per} instead.`,
    `Make-ups and late enrolments are taken for ${days(rules.makeUpSchoolDays)} after the window’s last day. ${ladderSentence(rules.ladder, 'a missing score')}`,
  ];
}

function criterionSentence({ measure, seasons, tier2, tier3 }: ScreeningCriterion): string {
  const severe = tier3 ? `, for Tier 3 with ${cutWords(tier3)}` : '';
  return `In ${list(seasons, 'and')}, a student is flagged on ${nameOf(measure)} for Tier 2 with ${cutWords(tier2)}${severe}.`;
}

/** A cut as a phrase: "a national percentile below 25". */
export function cutWords(cut: Cut): string {
  switch (cut.kind) {
    case 'percentile-below':
      return `a national percentile below ${cut.value}`;
    case 'level':
      return `the level ${list(cut.levels, 'or')}`;
    case 'score-below':
      return `a score below ${cut.value}`;
    case 'score-above':
      return `a score above ${cut.value}`;
  }
}

function placement({ placement: rules }: RuleSetDocument): string[] {
  return [
    `The team confirms, overrides or declines a proposal within ${days(rules.decideWithinSchoolDays)}. ${ladderSentence(rules.ladder, 'no decision')}`,
    `The first session is within ${days(rules.startWithinSchoolDays)} of the confirmed placement.`,
  ];
}

function tierSentence(tier: '2' | '3', plan: TierPlan): string {
  const { weeks, hardStopWeeks, probeEverySchoolWeeks: every } = plan;
  const length =
    weeks === hardStopWeeks
      ? `for ${count(weeks, 'week')}, which is the hard stop`
      : `for ${count(weeks, 'week')} with a hard stop after ${hardStopWeeks}`;
  return `Tier ${tier}: ${range(plan.sessionsPerWeek)} sessions a week of ${range(plan.minutes)} minutes in groups of ${range(plan.groupSize)}, planned ${length}, and a probe every ${schoolWeeks(every)}.`;
}

function goals({ grades, goal, monitoring: { measure } }: RuleSetDocument): string[] {
  const methods = {
    rate: 'expected growth',
    benchmark: 'a benchmark',
    'intra-individual': 'the student’s own growth',
  };
  const rates = grades.flatMap((grade) =>
    goal.ratePerWeek[grade] === undefined
      ? []
      : [`${goal.ratePerWeek[grade]} in ${gradeName(grade)}`],
  );
  return [
    `A goal is set by ${list(
      goal.methods.map((m) => methods[m]),
      'or',
    )}.`,
    ...(rates.length === 0
      ? []
      : [`Expected growth in ${unitOf(measure)} a week: ${rates.join(', ')}.`]),
  ];
}

function monitoring({ monitoring: rules }: RuleSetDocument): string[] {
  return [
    `Progress is monitored with “${nameOf(rules.measure)}” in ${unitOf(rules.measure)}, from the median of ${count(rules.baselineProbes, 'baseline probe')}.`,
    `A probe counts for its week until ${days(rules.graceSchoolDays)} after it was due. ${ladderSentence(rules.ladder, 'a probe that nobody gave')}`,
  ];
}

function delivery({ delivery: rules }: RuleSetDocument): string[] {
  return [
    `A plan counts as delivered with at least ${percent(rules.sessionShare)} of the planned sessions, ${percent(rules.minuteShare)} of the planned minutes and ${percent(rules.fidelity.share)} fidelity; otherwise a review cannot judge the student’s response.`,
    `Fidelity is observed every ${schoolWeeks(rules.fidelity.everySchoolWeeks)}. ${ladderSentence(rules.fidelity.ladder, 'a missing observation')}`,
    `A session is logged on its day. ${ladderSentence(rules.logLadder, 'an unlogged session')}`,
  ];
}

function review({ review: rules, alerts }: RuleSetDocument): string[] {
  const method = rules.method === 'ols' ? 'least-squares trend' : 'Theil–Sen trend';
  const data = `A review is held every ${count(rules.everyInstructionalWeeks, 'instructional week')} and needs ${rules.minPoints} points.`;
  const decides =
    rules.method === 'ols'
      ? `The ${method} is carried to the goal date with its ${percent(rules.interval)} interval; where that covers the goal, the team waits until ${rules.decideFrom} points, from which on the trend itself decides.`
      : `The ${method} is carried to the goal date; it decides from ${rules.decideFrom} points on.`;
  return [
    `${data} ${ladderSentence(rules.ladder, 'a review that nobody held')}`,
    decides,
    `A run of ${alerts.k} points on one side of the aimline, from ${alerts.minPoints} points and ${count(alerts.minSchoolWeeks, 'school week')} on, alerts the specialist and never changes a tier.`,
  ];
}

function afterReview({ response, exit }: RuleSetDocument): string[] {
  return [
    `After ${count(response.intensifyAfter, 'inadequate review')} in a row in Tier 2 the engine suggests to intensify, after ${response.referAfter} in Tier 3 to refer for an evaluation; before that, to adjust.`,
    `With ${count(exit.consecutivePointsAtGoal, 'point')} in a row at the goal it suggests to exit, with a fade of ${count(exit.fadeSchoolWeeks, 'school week')}. The team decides; a decision against the suggestion needs a reason.`,
  ];
}

function notices({ notices: rules }: RuleSetDocument): string[] {
  if (!rules.placement) return ['Guardians are not told of a placement by the engine.'];
  return [
    `Guardians are told of a placement within ${days(rules.withinSchoolDays)}, in their language, with their right to ask for an evaluation. ${ladderSentence(rules.ladder, 'a notice that was not sent')}`,
  ];
}

function referral({ referral: rules }: RuleSetDocument): string[] {
  return [
    `After a request, prior written notice and safeguards go out within ${days(rules.noticeWithinSchoolDays)}, and consent is awaited for ${days(rules.consentWithinSchoolDays)}. ${ladderSentence(rules.ladder, 'silence')}`,
  ];
}

function ladderSentence(ladder: Ladder, silence: string): string {
  const after = (n: number) => (n === 0 ? 'on the day itself' : `after ${days(n)}`);
  const remind = ladder.remindAfter.length
    ? [`a reminder goes out ${list(ladder.remindAfter.map(after), 'and')}`]
    : [];
  const escalate =
    ladder.escalateAfter === null
      ? []
      : [`the ${ladder.escalateTo.replace('-', ' ')} is told ${after(ladder.escalateAfter)}`];
  const steps = [...remind, ...escalate, `${silence} is recorded ${after(ladder.recordAfter)}`];
  const sentence = list(steps, 'and');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function nameOf(measure: string): string {
  return measureOf(measure)?.name ?? measure;
}

function unitOf(measure: string): string {
  return measureOf(measure)?.unit ?? 'points';
}

function gradeName(grade: Grade): string {
  return grade === 'K' || grade === 'PK' ? grade : `grade ${grade}`;
}

function gradeSpan(grades: readonly Grade[]): string {
  return `${grades.length === 1 ? 'grade' : 'grades'} ${list(grades, 'and')}`;
}

function list(words: readonly string[], joiner: 'and' | 'or'): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} ${joiner} ${words.at(-1)}`;
}

function range({ min, max }: { min: number; max: number }): string {
  return min === max ? String(min) : `${min} to ${max}`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function schoolWeeks(n: number): string {
  return n === 1 ? 'school week' : `${n} school weeks`;
}

function days(n: number): string {
  return count(n, 'school day');
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
