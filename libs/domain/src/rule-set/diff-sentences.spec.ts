import { expect, test } from 'vitest';
import { defaultRuleSets } from './defaults.js';
import { diff } from './diff.js';
import type { RuleSetDocument } from './document.js';

/** The shipped reading rules with another value at the place of a JSON Pointer. */
function changed(pointer: string, value: unknown): RuleSetDocument {
  const document = JSON.parse(JSON.stringify(defaultRuleSets.reading)) as RuleSetDocument;
  const parts = pointer.split('/').slice(1);
  const last = parts.pop()!;
  let parent = document as unknown as Record<string, unknown>;
  for (const part of parts) parent = parent[part] as Record<string, unknown>;
  parent[last] = value;
  return document;
}

// Read aloud to an admin who compares a draft with the rules in force: each field once.
test.each([
  ['/area', 'mathematics', 'Area: reading becomes mathematics.'],
  ['/grades', ['1', '2'], 'Grades: K, 1, 2, 3, 4, 5, 6, 7, 8 becomes 1, 2.'],
  [
    '/screening/criteria/0/seasons',
    ['fall'],
    'Screening, DIBELS 8 composite, seasons: fall, winter, spring becomes fall.',
  ],
  [
    '/screening/criteria/1/seasons',
    ['fall'],
    'Screening, NWEA MAP Growth Reading, seasons: fall, winter, spring becomes fall.',
  ],
  [
    '/screening/criteria/1/tier2/value',
    26,
    'Screening, NWEA MAP Growth Reading, cut for Tier 2: 25 becomes 26.',
  ],
  [
    '/screening/criteria/1/tier3/value',
    11,
    'Screening, NWEA MAP Growth Reading, cut for Tier 3: 10 becomes 11.',
  ],
  [
    '/screening/combine',
    'any',
    'Screening, how criteria combine: all must agree becomes one is enough.',
  ],
  [
    '/screening/classwide/threshold',
    0.1,
    'Screening, class-wide response, share flagged of more than: 20 % becomes 10 %.',
  ],
  [
    '/screening/classwide/per',
    'class',
    'Screening, class-wide response, counted per: grade becomes class.',
  ],
  [
    '/screening/classwide/minimumScreened',
    11,
    'Screening, class-wide response, fewest students screened: 10 becomes 11.',
  ],
  ['/screening/makeUpSchoolDays', 6, 'Screening, school days for make-ups: 5 becomes 6.'],
  [
    '/screening/ladder/remindAfter',
    [2],
    'Screening, when it is late, reminders after school days: 1, 3 becomes 2.',
  ],
  ['/placement/decideWithinSchoolDays', 6, 'Placement, school days to decide: 5 becomes 6.'],
  ['/placement/startWithinSchoolDays', 11, 'Placement, school days to start: 10 becomes 11.'],
  [
    '/placement/ladder/remindAfter',
    [2],
    'Placement, when it is late, reminders after school days: 1, 3 becomes 2.',
  ],
  [
    '/placement/ladder/escalateAfter',
    5,
    'Placement, when it is late, told to an admin after school days: 4 becomes 5.',
  ],
  [
    '/placement/ladder/escalateTo',
    'district-admin',
    'Placement, when it is late, told to: school admin becomes district admin.',
  ],
  [
    '/placement/ladder/recordAfter',
    6,
    'Placement, when it is late, recorded after school days: 5 becomes 6.',
  ],
  ['/tiers/2/sessionsPerWeek/min', 4, 'Tier 2, sessions a week, at least: 3 becomes 4.'],
  ['/tiers/2/sessionsPerWeek/max', 6, 'Tier 2, sessions a week, at most: 5 becomes 6.'],
  ['/tiers/2/minutes/min', 21, 'Tier 2, minutes of a session, at least: 20 becomes 21.'],
  ['/tiers/2/minutes/max', 41, 'Tier 2, minutes of a session, at most: 40 becomes 41.'],
  ['/tiers/2/groupSize/min', 4, 'Tier 2, students in a group, at least: 3 becomes 4.'],
  ['/tiers/2/groupSize/max', 7, 'Tier 2, students in a group, at most: 6 becomes 7.'],
  ['/tiers/2/weeks', 13, 'Tier 2, planned weeks: 12 becomes 13.'],
  ['/tiers/2/hardStopWeeks', 13, 'Tier 2, longest plan in weeks: 12 becomes 13.'],
  ['/tiers/2/probeEverySchoolWeeks', 2, 'Tier 2, school weeks between probes: 1 becomes 2.'],
  ['/tiers/3/weeks', 13, 'Tier 3, planned weeks: 12 becomes 13.'],
  ['/goal/methods', ['rate'], 'Goal, set by: expected growth, benchmark becomes expected growth.'],
  ['/goal/ratePerWeek/1', 3, 'Goal, expected growth a week, grade 1: 2 becomes 3.'],
  ['/goal/ratePerWeek/K', 2, 'Goal, expected growth a week, kindergarten: 1 becomes 2.'],
  ['/goal/rounding', 'none', 'Goal, rounded: to a whole number becomes not at all.'],
  [
    '/monitoring/measure',
    'cbm/computation',
    'Monitoring, measure: Oral reading probe becomes Computation probe.',
  ],
  [
    '/monitoring/graceSchoolDays',
    4,
    'Monitoring, school days in which a late probe counts: 3 becomes 4.',
  ],
  [
    '/monitoring/baselineMaxAgeDays',
    14,
    'Monitoring, most days old a baseline may be: 21 becomes 14.',
  ],
  ['/monitoring/baselineProbes', 4, 'Monitoring, probes of the baseline: 3 becomes 4.'],
  [
    '/monitoring/ladder/remindAfter',
    [2],
    'Monitoring, when it is late, reminders after school days: 1 becomes 2.',
  ],
  ['/delivery/sessionShare', 0.4, 'Delivery, least share of sessions: 80 % becomes 40 %.'],
  ['/delivery/minuteShare', 0.4, 'Delivery, least share of minutes: 80 % becomes 40 %.'],
  [
    '/delivery/fidelity/everySchoolWeeks',
    4,
    'Delivery, fidelity, school weeks between observations: 3 becomes 4.',
  ],
  ['/delivery/fidelity/share', 0.4, 'Delivery, fidelity, least share of steps: 80 % becomes 40 %.'],
  [
    '/delivery/fidelity/ladder/remindAfter',
    [2],
    'Delivery, fidelity, when it is late, reminders after school days: 1 becomes 2.',
  ],
  [
    '/delivery/logLadder/remindAfter',
    [2],
    'Delivery, when a session is not logged, reminders after school days: 1 becomes 2.',
  ],
  [
    '/review/everyInstructionalWeeks',
    7,
    'Review, instructional weeks between reviews: 6 becomes 7.',
  ],
  ['/review/minPoints', 9, 'Review, fewest points: 8 becomes 9.'],
  ['/review/decideFrom', 13, 'Review, points from which the trend alone decides: 12 becomes 13.'],
  ['/review/method', 'theil-sen', 'Review, trend: least squares becomes Theil–Sen.'],
  ['/review/interval', 0.375, 'Review, level of the interval: 75 % becomes 37.5 %.'],
  [
    '/review/ladder/remindAfter',
    [2],
    'Review, when it is late, reminders after school days: 1, 3 becomes 2.',
  ],
  ['/review/seeFloor', 6, 'Review, least scatter of scores: 5 becomes 6.'],
  ['/alerts/k', 5, 'Alert, points in a row: 4 becomes 5.'],
  ['/alerts/minPoints', 7, 'Alert, fewest points: 6 becomes 7.'],
  ['/alerts/minSchoolWeeks', 4, 'Alert, fewest school weeks: 3 becomes 4.'],
  ['/alerts/maxGapDays', 22, 'Alert, longest gap in days: 21 becomes 22.'],
  ['/response/intensifyAfter', 2, 'Response, inadequate reviews before intensifying: 1 becomes 2.'],
  [
    '/response/referAfter',
    3,
    'Response, inadequate reviews before suggesting a referral: 2 becomes 3.',
  ],
  ['/exit/consecutivePointsAtGoal', 4, 'Exit, points in a row at the goal: 3 becomes 4.'],
  ['/exit/fadeSchoolWeeks', 5, 'Exit, school weeks of fading support: 4 becomes 5.'],
  ['/notices/placement', false, 'Notices to guardians, placement: yes becomes no.'],
  ['/notices/withinSchoolDays', 6, 'Notices to guardians, school days to tell: 5 becomes 6.'],
  [
    '/notices/ladder/remindAfter',
    [2],
    'Notices to guardians, when it is late, reminders after school days: 1, 3 becomes 2.',
  ],
  [
    '/referral/noticeWithinSchoolDays',
    11,
    'Referral, school days for prior written notice: 10 becomes 11.',
  ],
  [
    '/referral/consentWithinSchoolDays',
    16,
    'Referral, school days to wait for consent: 15 becomes 16.',
  ],
  [
    '/referral/ladder/remindAfter',
    [2],
    'Referral, when it is late, reminders after school days: 1, 5 becomes 2.',
  ],
  [
    '/screening/criteria/0/tier2/levels',
    ['Red'],
    'Screening, DIBELS 8 composite, cut for Tier 2: “Below Benchmark”, “Well Below Benchmark” becomes “Red”.',
  ],
  [
    '/goal/methods',
    ['intra-individual', 'rate', 'benchmark'],
    'Goal, set by: expected growth, benchmark becomes the student’s own growth, expected growth, benchmark.',
  ],
  ['/goal/rounding', 'down', 'Goal, rounded: to a whole number becomes down to a whole number.'],
])('%s = %j', (pointer, value, sentence) => {
  expect(diff(defaultRuleSets.reading, changed(pointer, value)).map((c) => c.sentence)).toEqual([
    sentence,
  ]);
});

test('jurisdictions have names', () => {
  const names = ['us-tx', 'us-ca', 'us-il', 'us-ma', 'us-pa', 'us-wa', 'us-nc'].map((pack) =>
    diff(defaultRuleSets.reading, changed('/referral/jurisdiction', pack))
      .map((c) => c.sentence)
      .join(' '),
  );
  expect(names).toEqual(
    [
      'Texas',
      'California',
      'Illinois',
      'Massachusetts',
      'Pennsylvania',
      'Washington',
      'North Carolina',
    ].map((name) => `Referral, legal clocks: US federal law becomes ${name}.`),
  );
});

test('a name with a slash or a tilde keeps its place in the pointer', () => {
  const [more] = diff(defaultRuleSets.reading, {
    ...defaultRuleSets.reading,
    ...({ 'a/b~c': 1 } as object),
  });
  expect(more).toMatchObject({ pointer: '/a~1b~0c', before: null, after: 1 });
});
