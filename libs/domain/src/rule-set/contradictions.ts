import { measureOf } from '../measure/catalogue.js';
import type { Ladder } from '../obligation.js';
import type { Problem } from '../problem.js';
import type { Cut, RuleSetDocument, ScreeningCriterion } from './document.js';
import { planProblems } from './plan-contradictions.js';
import { when } from './when.js';

/** What no schema can say: fields that cannot be true together, each with its place and a sentence. */
export function contradictions(document: RuleSetDocument): readonly Problem[] {
  return [
    ...document.screening.criteria.flatMap((criterion, i) =>
      criterionProblems(document, criterion, i),
    ),
    ...planProblems(document),
    ...measureProblems(document),
    ...reviewProblems(document),
    ...graceProblems(document),
    ...ladders(document).flatMap(([where, ladder]) => ladderProblems(where, ladder)),
    ...sourceProblems(document),
  ];
}

function criterionProblems(
  { area, screening }: RuleSetDocument,
  { measure: key, seasons, tier2, tier3 }: ScreeningCriterion,
  i: number,
): Problem[] {
  const at = `/screening/criteria/${i}`;
  const measure = measureOf(key);
  const against = measure?.direction === 'increase' ? 'score-above' : 'score-below';
  const doubled = screening.criteria
    .slice(0, i)
    .some((other) => other.measure === key && other.seasons.some((s) => seasons.includes(s)));
  return [
    ...(measure ? [] : [unknownMeasure(`${at}/measure`, key)]),
    ...when(
      measure !== undefined && measure.area !== area,
      'measure-of-another-area',
      `${at}/measure`,
      `${key} measures ${measure?.area}, but this rule set is for ${area}.`,
    ),
    ...when(doubled, 'criterion-twice', at, `${key} has a criterion for the same season already.`),
    ...[tier2, tier3].flatMap((cut, n) =>
      when(
        measure !== undefined && cut?.kind === against,
        'cut-against-direction',
        `${at}/tier${n + 2}/kind`,
        `${measure?.direction === 'increase' ? 'Higher' : 'Lower'} scores of ${key} are better; turn the cut.`,
      ),
    ),
    ...when(
      tier3 !== null && milder(tier3, tier2),
      'tier-3-cut-milder',
      `${at}/tier3`,
      'The cut for Tier 3 catches students whom the cut for Tier 2 leaves in Tier 1, or all that it would flag.',
    ),
  ];
}

/** Whether the Tier 3 cut is wider than the Tier 2 cut, or leaves Tier 2 no one. Cuts of two kinds cannot be compared. */
function milder(tier3: Cut, tier2: Cut): boolean {
  if (tier3.kind === 'level')
    return tier2.kind === 'level' && tier2.levels.every((level) => tier3.levels.includes(level));
  if (tier2.kind !== tier3.kind) return false;
  return tier3.kind === 'score-above' ? tier3.value <= tier2.value : tier3.value >= tier2.value;
}

function measureProblems({ area, grades, goal, monitoring }: RuleSetDocument): Problem[] {
  const measure = measureOf(monitoring.measure);
  const where = '/monitoring/measure';
  if (!measure) return [unknownMeasure(where, monitoring.measure)];
  const sign = measure.direction === 'increase' ? 1 : -1;
  const rates = Object.entries(goal.ratePerWeek);
  return [
    ...when(
      measure.area !== area,
      'measure-of-another-area',
      where,
      `${measure.key} measures ${measure.area}, but this rule set is for ${area}.`,
    ),
    ...rates.flatMap(([grade, rate]) =>
      when(
        rate * sign <= 0,
        'rate-against-direction',
        `/goal/ratePerWeek/${grade}`,
        `Growth of ${rate} a week does not lead to the better side of ${measure.key}.`,
      ),
    ),
    ...grades
      .filter((grade) => goal.methods.includes('rate') && goal.ratePerWeek[grade] === undefined)
      .map((grade) => ({
        code: 'rate-missing',
        where: `/goal/ratePerWeek/${grade}`,
        message: `Goals may be set by rate, but grade ${grade} has none.`,
      })),
  ];
}

function reviewProblems({ review, alerts }: RuleSetDocument): Problem[] {
  return [
    ...when(
      review.decideFrom < review.minPoints,
      'decide-before-minimum',
      '/review/decideFrom',
      `The point estimate would decide from ${review.decideFrom} points on, but a review needs ${review.minPoints}.`,
    ),
    ...when(
      alerts.minPoints < alerts.k,
      'alert-before-run',
      '/alerts/minPoints',
      `A run of ${alerts.k} needs at least ${alerts.k} points.`,
    ),
  ];
}

/** Where late answers are taken for some days, silence is recorded when they are over, neither before nor after. */
function graceProblems({ screening, monitoring }: RuleSetDocument): Problem[] {
  const grace = (where: string, ladder: Ladder, days: number, late: string) =>
    when(
      ladder.recordAfter !== days,
      'record-against-grace',
      `${where}/ladder/recordAfter`,
      `${late} for ${days} school days, but silence would be recorded after ${ladder.recordAfter}.`,
    );
  return [
    ...grace('/screening', screening.ladder, screening.makeUpSchoolDays, 'Make-ups are taken'),
    ...grace('/monitoring', monitoring.ladder, monitoring.graceSchoolDays, 'A late probe counts'),
  ];
}

function ladders(document: RuleSetDocument): readonly [string, Ladder][] {
  return [
    ['/screening/ladder', document.screening.ladder],
    ['/placement/ladder', document.placement.ladder],
    ['/monitoring/ladder', document.monitoring.ladder],
    ['/delivery/fidelity/ladder', document.delivery.fidelity.ladder],
    ['/delivery/logLadder', document.delivery.logLadder],
    ['/review/ladder', document.review.ladder],
    ['/notices/ladder', document.notices.ladder],
    ['/referral/ladder', document.referral.ladder],
  ];
}

/** Reminders go out in the morning and silence is recorded at the end of a day: the same day is in order. */
function ladderProblems(where: string, ladder: Ladder): Problem[] {
  const { remindAfter, escalateAfter, recordAfter } = ladder;
  return [
    ...remindAfter.flatMap((day, i) => [
      ...when(
        day > recordAfter,
        'remind-after-record',
        `${where}/remindAfter/${i}`,
        `A reminder after ${day} days comes too late: silence is recorded after ${recordAfter}.`,
      ),
      ...when(
        i > 0 && day <= remindAfter[i - 1]!,
        'reminders-not-ascending',
        `${where}/remindAfter/${i}`,
        'Each reminder comes later than the one before it.',
      ),
    ]),
    ...when(
      escalateAfter !== null && escalateAfter > recordAfter,
      'escalate-after-record',
      `${where}/escalateAfter`,
      `Escalating after ${escalateAfter} days comes too late: silence is recorded after ${recordAfter}.`,
    ),
  ];
}

function sourceProblems(document: RuleSetDocument): Problem[] {
  return document.sources.flatMap(({ field }, i) =>
    when(
      valueAt(document, field) === undefined,
      'source-points-nowhere',
      `/sources/${i}/field`,
      `There is no ${field} in this rule set.`,
    ),
  );
}

/** The value that a JSON Pointer names, or undefined. */
export function valueAt(document: unknown, pointer: string): unknown {
  if (!pointer.startsWith('/')) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      document,
    );
}

function unknownMeasure(where: string, key: string): Problem {
  return { code: 'measure-unknown', where, message: `${key} is no measure of the catalogue.` };
}
