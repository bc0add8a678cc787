import type { Cut, RuleSetDocument } from './document.js';
import { cutWords } from './explain.js';

/** One place in which two rule sets differ; `before` or `after` is null where the field is new or gone. */
export type RuleSetChange = {
  /** JSON Pointer. */
  pointer: string;
  before: unknown;
  after: unknown;
  sentence: string;
};

/** What changed from one rule set to another, field by field in the order of the document, each in words. */
export function diff(before: RuleSetDocument, after: RuleSetDocument): readonly RuleSetChange[] {
  return changes(before, after, '');
}

function changes(before: unknown, after: unknown, pointer: string): RuleSetChange[] {
  if (isBranch(before) && isBranch(after) && Array.isArray(before) === Array.isArray(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) =>
      changes(
        before[name],
        after[name],
        `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      ),
    );
  }
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const sentence = sentenceOf(pointer, before, after);
  return [{ pointer, before: before ?? null, after: after ?? null, sentence }];
}

/** Objects and lists of objects change within; a list of plain values (grades, levels, days) changes as a whole. */
function isBranch(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  return !Array.isArray(value) || value.some((item) => typeof item === 'object');
}

function sentenceOf(pointer: string, before: unknown, after: unknown): string {
  const what = label(pointer);
  if (before === undefined) return `${what}: ${say(after)} is new.`;
  if (after === undefined) return `${what}: ${say(before)} is gone.`;
  return `${what}: ${say(before)} becomes ${say(after)}.`;
}

function say(value: unknown): string {
  if (value === null) return 'none';
  if (typeof value === 'string') return `“${value}”`;
  if (Array.isArray(value) && !isBranch(value)) return value.join(', ') || 'none';
  if (isCut(value)) return cutWords(value);
  return JSON.stringify(value);
}

function isCut(value: unknown): value is Cut {
  return isBranch(value) && typeof value['kind'] === 'string';
}

/** `/tiers/2/minutes/min` → `Tier 2, minutes, least`. */
function label(pointer: string): string {
  const parts = pointer.slice(1).split('/');
  const named = parts.flatMap((part, i) => {
    if (part === 'tiers') return [];
    if (parts[i - 1] === 'tiers') return [`tier ${part}`];
    if (parts[i - 1] === 'ratePerWeek')
      return [part === 'K' || part === 'PK' ? part : `grade ${part}`];
    if (/^\d+$/.test(part)) return [`no. ${Number(part) + 1}`];
    return [words[part] ?? part];
  });
  const text = named.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const words: Readonly<Record<string, string>> = {
  criteria: 'criterion',
  combine: 'how criteria combine',
  classwide: 'class-wide response',
  minimumScreened: 'least number screened',
  per: 'counted per',
  makeUpSchoolDays: 'school days for make-ups',
  tier2: 'cut for Tier 2',
  tier3: 'cut for Tier 3',
  decideWithinSchoolDays: 'school days to decide',
  startWithinSchoolDays: 'school days to start',
  sessionsPerWeek: 'sessions a week',
  groupSize: 'group size',
  min: 'least',
  max: 'most',
  weeks: 'planned weeks',
  hardStopWeeks: 'hard stop in weeks',
  probeEverySchoolWeeks: 'school weeks between probes',
  ratePerWeek: 'expected growth a week',
  graceSchoolDays: 'school days of grace',
  baselineProbes: 'probes of the baseline',
  sessionShare: 'share of sessions',
  minuteShare: 'share of minutes',
  everySchoolWeeks: 'school weeks between observations',
  logLadder: 'ladder of an unlogged session',
  everyInstructionalWeeks: 'instructional weeks between reviews',
  minPoints: 'least number of points',
  decideFrom: 'points from which the trend decides',
  interval: 'level of the interval',
  seeFloor: 'floor of the standard error',
  k: 'length of a run',
  minSchoolWeeks: 'least number of school weeks',
  maxGapDays: 'longest gap in days',
  intensifyAfter: 'inadequate reviews before intensifying',
  referAfter: 'inadequate reviews before referring',
  consecutivePointsAtGoal: 'points in a row at the goal',
  fadeSchoolWeeks: 'school weeks of fade',
  withinSchoolDays: 'school days to tell',
  noticeWithinSchoolDays: 'school days for prior written notice',
  consentWithinSchoolDays: 'school days for consent',
  remindAfter: 'reminder after school days',
  escalateAfter: 'escalation after school days',
  escalateTo: 'escalation to',
  recordAfter: 'silence recorded after school days',
};
