import type { Grade } from '../measure/measure.js';
import type { Cut } from './document.js';
import { cutWords, gradeName, jurisdictionName, measureName, percent } from './words.js';

/** What the last part of a JSON Pointer is called: nothing where the parts around it say enough. */
export function labelOf(pointer: string): readonly string[] {
  const [name, parent] = pointer.split('/').reverse() as [string, string | undefined];
  if (parent === 'tiers') return [`Tier ${name}`];
  if (parent === 'ratePerWeek') return [gradeName(name as Grade)];
  const label = labels[name];
  return label === undefined ? [name] : label === '' ? [] : [label];
}

/** What an entry of a list is about: a criterion's measure, a source's field. */
export function entryName(entry: Readonly<Record<string, unknown>>): string {
  const { measure, field } = entry;
  return typeof measure === 'string' ? measureName(measure) : String(field);
}

/** A value of the place that a JSON Pointer names, in words. */
export function say(value: unknown, pointer: string): string {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  if (value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return shares.has(name) ? percent(value) : String(value);
  if (typeof value === 'string') return sayText(value, name);
  if (Array.isArray(value)) return value.map((item) => say(item, pointer)).join(', ') || 'none';
  return sayFields(value as Readonly<Record<string, unknown>>);
}

function sayText(value: string, name: string): string {
  if (name === 'measure') return measureName(value);
  if (name === 'jurisdiction') return jurisdictionName(value);
  if (plain.has(name)) return spoken[value] ?? value;
  return `“${value}”`;
}

function sayFields(value: Readonly<Record<string, unknown>>): string {
  if (typeof value['kind'] === 'string') return cutWords(value as Cut);
  if (typeof value['citation'] === 'string') return `“${value['citation']}”`;
  const { tier2, tier3 } = value as { tier2?: Cut; tier3?: Cut | null };
  if (!tier2) return JSON.stringify(value);
  return `Tier 2 ${cutWords(tier2)}${tier3 ? `, Tier 3 ${cutWords(tier3)}` : ''}`;
}

const shares: ReadonlySet<string> = new Set([
  'threshold',
  'sessionShare',
  'minuteShare',
  'share',
  'interval',
]);

/** Fields whose values are words of the schema, not text that a person wrote. */
const plain: ReadonlySet<string> = new Set([
  'area',
  'grades',
  'seasons',
  'combine',
  'per',
  'methods',
  'method',
  'rounding',
  'escalateTo',
]);

const spoken: Readonly<Record<string, string>> = {
  any: 'one is enough',
  all: 'all must agree',
  rate: 'expected growth',
  'intra-individual': 'the student’s own growth',
  half_up: 'to a whole number',
  down: 'down to a whole number',
  none: 'not at all',
  ols: 'least squares',
  'theil-sen': 'Theil–Sen',
  'school-admin': 'school admin',
  'district-admin': 'district admin',
};

/** Every field of the schema; '' where the parts around it say enough. */
const labels: Readonly<Record<string, string>> = {
  name: 'name',
  area: 'area',
  grades: 'grades',
  screening: 'screening',
  criteria: '',
  measure: 'measure',
  seasons: 'seasons',
  tier2: 'cut for Tier 2',
  tier3: 'cut for Tier 3',
  value: '',
  levels: '',
  combine: 'how criteria combine',
  classwide: 'class-wide response',
  threshold: 'share flagged of more than',
  per: 'counted per',
  minimumScreened: 'fewest students screened',
  windowSchoolDays: 'longest window in school days',
  makeUpSchoolDays: 'school days for make-ups',
  ladder: 'when it is late',
  placement: 'placement',
  decideWithinSchoolDays: 'school days to decide',
  startWithinSchoolDays: 'school days to start',
  tiers: '',
  sessionsPerWeek: 'sessions a week',
  minutes: 'minutes of a session',
  groupSize: 'students in a group',
  min: 'at least',
  max: 'at most',
  weeks: 'planned weeks',
  hardStopWeeks: 'longest plan in weeks',
  probeEverySchoolWeeks: 'school weeks between probes',
  goal: 'goal',
  methods: 'set by',
  ratePerWeek: 'expected growth a week',
  rounding: 'rounded',
  monitoring: 'monitoring',
  graceSchoolDays: 'school days in which a late probe counts',
  baselineProbes: 'probes of the baseline',
  baselineMaxAgeDays: 'most days old a baseline may be',
  delivery: 'delivery',
  sessionShare: 'least share of sessions',
  minuteShare: 'least share of minutes',
  fidelity: 'fidelity',
  everySchoolWeeks: 'school weeks between observations',
  share: 'least share of steps',
  logLadder: 'when a session is not logged',
  review: 'review',
  everyInstructionalWeeks: 'instructional weeks between reviews',
  minPoints: 'fewest points',
  decideFrom: 'points from which the trend alone decides',
  method: 'trend',
  interval: 'level of the interval',
  seeFloor: 'least scatter of scores',
  alerts: 'alert',
  k: 'points in a row',
  minSchoolWeeks: 'fewest school weeks',
  maxGapDays: 'longest gap in days',
  response: 'response',
  intensifyAfter: 'inadequate reviews before intensifying',
  referAfter: 'inadequate reviews before suggesting a referral',
  exit: 'exit',
  consecutivePointsAtGoal: 'points in a row at the goal',
  fadeSchoolWeeks: 'school weeks of fading support',
  notices: 'notices to guardians',
  withinSchoolDays: 'school days to tell',
  referral: 'referral',
  jurisdiction: 'legal clocks',
  noticeWithinSchoolDays: 'school days for prior written notice',
  consentWithinSchoolDays: 'school days to wait for consent',
  sources: 'source',
  field: '',
  citation: '',
  remindAfter: 'reminders after school days',
  escalateAfter: 'told to an admin after school days',
  escalateTo: 'told to',
  recordAfter: 'recorded after school days',
};
