import type { RuleSetDocument } from '../document.js';

// What the three shipped rule sets have in common. Every number has its source in `sharedSources`; "district-set" marks a
// choice for which no published figure stands: a district should look at it before it publishes.

const districtSet = 'District-set default: no published figure; change it to the district’s own.';
const ies = 'IES practice guide 2009 (NCEE 2009-4045) and later syntheses (Gersten et al.).';

export const sharedRules = {
  placement: {
    decideWithinSchoolDays: 5,
    startWithinSchoolDays: 10,
    ladder: { remindAfter: [1, 3], escalateAfter: 4, escalateTo: 'school-admin', recordAfter: 5 },
  },
  tiers: {
    '2': {
      sessionsPerWeek: { min: 3, max: 5 },
      minutes: { min: 20, max: 40 },
      groupSize: { min: 3, max: 6 },
      weeks: 12,
      hardStopWeeks: 12,
      probeEverySchoolWeeks: 1,
    },
    '3': {
      sessionsPerWeek: { min: 4, max: 5 },
      minutes: { min: 45, max: 60 },
      groupSize: { min: 1, max: 3 },
      weeks: 12,
      hardStopWeeks: 12,
      probeEverySchoolWeeks: 1,
    },
  },
  delivery: {
    sessionShare: 0.8,
    minuteShare: 0.8,
    fidelity: {
      everySchoolWeeks: 3,
      share: 0.8,
      ladder: { remindAfter: [1], escalateAfter: 3, escalateTo: 'school-admin', recordAfter: 5 },
    },
    logLadder: {
      remindAfter: [1],
      escalateAfter: null,
      escalateTo: 'school-admin',
      recordAfter: 1,
    },
  },
  review: {
    everyInstructionalWeeks: 6,
    minPoints: 8,
    decideFrom: 12,
    method: 'ols',
    interval: 0.75,
    ladder: { remindAfter: [1, 3], escalateAfter: 5, escalateTo: 'school-admin', recordAfter: 10 },
  },
  alerts: { k: 4, minPoints: 6, minSchoolWeeks: 3, maxGapDays: 21 },
  response: { intensifyAfter: 1, referAfter: 2 },
  exit: { consecutivePointsAtGoal: 3, fadeSchoolWeeks: 4 },
  notices: {
    placement: true,
    withinSchoolDays: 5,
    ladder: { remindAfter: [1, 3], escalateAfter: 4, escalateTo: 'school-admin', recordAfter: 5 },
  },
  referral: {
    jurisdiction: 'us',
    noticeWithinSchoolDays: 10,
    consentWithinSchoolDays: 15,
    ladder: {
      remindAfter: [1, 5],
      escalateAfter: 7,
      escalateTo: 'district-admin',
      recordAfter: 10,
    },
  },
} as const satisfies Partial<Omit<RuleSetDocument, 'review'>> & {
  review: Omit<RuleSetDocument['review'], 'seeFloor'>;
};

export const makeUpLadder = {
  remindAfter: [1, 3],
  escalateAfter: 4,
  escalateTo: 'school-admin',
  recordAfter: 5,
} as const;

export const probeLadder = {
  remindAfter: [1],
  escalateAfter: null,
  escalateTo: 'school-admin',
  recordAfter: 3,
} as const;

export const sharedSources: RuleSetDocument['sources'] = [
  {
    field: '/screening/classwide/threshold',
    citation:
      'Tennessee RTI²: Tiers II and III serve 15–20 %; more than about 20 % of a grade below the cut is a core-instruction signal.',
  },
  { field: '/screening/classwide/minimumScreened', citation: districtSet },
  { field: '/screening/makeUpSchoolDays', citation: districtSet },
  { field: '/screening/ladder', citation: districtSet },
  { field: '/placement', citation: districtSet },
  { field: '/tiers/2/sessionsPerWeek', citation: ies },
  { field: '/tiers/2/minutes', citation: ies },
  { field: '/tiers/2/groupSize', citation: ies },
  { field: '/tiers/3/sessionsPerWeek', citation: ies },
  { field: '/tiers/3/minutes', citation: ies },
  { field: '/tiers/3/groupSize', citation: ies },
  {
    field: '/tiers/2/weeks',
    citation:
      'Planned to the hard stop: a first review at eight points, a second at twelve, where the trend itself decides.',
  },
  { field: '/tiers/3/weeks', citation: 'As in Tier 2.' },
  {
    field: '/tiers/2/hardStopWeeks',
    citation: 'Hard stop after 10 to 12 weeks (MTSS process of Lloyd School, Chicago).',
  },
  { field: '/tiers/3/hardStopWeeks', citation: 'As in Tier 2.' },
  {
    field: '/tiers/2/probeEverySchoolWeeks',
    citation:
      'Weekly probes: eight points before the hard stop ask for them; IES 2009 asks for at least monthly ones.',
  },
  {
    field: '/tiers/3/probeEverySchoolWeeks',
    citation: 'Weekly probes in Tier 3, as districts and Wisconsin PI 11 have it.',
  },
  { field: '/monitoring/graceSchoolDays', citation: districtSet },
  {
    field: '/monitoring/baselineProbes',
    citation:
      'The median of three probes: with a single one the false alarms of a four-point rule rise from 6 % to 20 %.',
  },
  {
    field: '/monitoring/baselineMaxAgeDays',
    citation:
      'FastBridge carries a screening score forward once it is more than three weeks old (two on another of its pages).',
  },
  { field: '/monitoring/ladder', citation: districtSet },
  {
    field: '/delivery/sessionShare',
    citation: 'Wisconsin PI 11: at least 80 % of sessions; the usual mark.',
  },
  {
    field: '/delivery/minuteShare',
    citation: 'Wisconsin PI 11: at least 80 % of minutes, tested apart.',
  },
  {
    field: '/delivery/fidelity/everySchoolWeeks',
    citation: 'Tennessee: two fidelity checks before a review.',
  },
  {
    field: '/delivery/fidelity/share',
    citation: '80 % of the applicable steps is the usual mark.',
  },
  { field: '/delivery/fidelity/ladder', citation: districtSet },
  {
    field: '/delivery/logLadder',
    citation:
      'Recorded as unlogged at the end of the next school day, while it can still be remembered.',
  },
  {
    field: '/review/everyInstructionalWeeks',
    citation:
      'Reviews every 6–8 weeks are usual; only scheduled reviews decide, because weekly checks inflate errors.',
  },
  {
    field: '/review/minPoints',
    citation: 'Under 8–10 weekly points the slope’s error is as large as the goal itself.',
  },
  {
    field: '/review/decideFrom',
    citation: 'Christ and colleagues: 12–14 weekly points before decisions of weight.',
  },
  {
    field: '/review/interval',
    citation:
      'Two-sided 75 %: of students truly on goal about 12 % are called inadequate at ten points.',
  },
  { field: '/review/ladder', citation: districtSet },
  { field: '/alerts/k', citation: 'The four-point rule, as an alert only.' },
  { field: '/alerts/minPoints', citation: 'At least six points.' },
  {
    field: '/alerts/minSchoolWeeks',
    citation: 'At least three instructional weeks.',
  },
  { field: '/alerts/maxGapDays', citation: 'A gap over 21 days breaks a run.' },
  {
    field: '/response/intensifyAfter',
    citation:
      'District-set default: one interpretable inadequate review; a second would lie behind the hard stop.',
  },
  {
    field: '/response/referAfter',
    citation:
      'Two intensive interventions (Wisconsin PI 11). A request for an evaluation never waits for it.',
  },
  {
    field: '/exit/consecutivePointsAtGoal',
    citation: 'At least three consecutive points at or above the goal.',
  },
  { field: '/exit/fadeSchoolWeeks', citation: districtSet },
  {
    field: '/notices',
    citation:
      '34 CFR 300.311(a)(7)(ii) says what guardians are told; the days are a district-set default.',
  },
  {
    field: '/referral',
    citation:
      '34 CFR 300.503 and 300.300 ask for notice and consent without a number of days; the days are a district-set default.',
  },
];
