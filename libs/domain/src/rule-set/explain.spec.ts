import { describe, expect, test } from 'vitest';
import { defaultRuleSets } from './defaults.js';
import type { RuleSetDocument } from './document.js';
import { explain } from './explain.js';

const { reading } = defaultRuleSets;

describe('a rule set explains itself', () => {
  test('in the order in which a cycle meets it', () => {
    expect(explain(reading)).toEqual([
      'These rules are for reading in kindergarten to grade 8 (“Reading, shipped defaults”).',
      'In fall, winter and spring, DIBELS 8 composite flags a student for Tier 2 at the level Below Benchmark or Well Below Benchmark, and for Tier 3 at the level Well Below Benchmark.',
      'In fall, winter and spring, NWEA MAP Growth Reading flags a student for Tier 2 below the 25th national percentile, and for Tier 3 below the 10th national percentile.',
      'A placement is proposed to the team only if all of these that have a score agree, and then in the milder tier; where only one has a score, the team is told so.',
      'Where more than 20 % of a grade are flagged, of at least 10 screened, a response for the whole grade is proposed instead of single placements in Tier 2; proposals for Tier 3 stay.',
      'Make-ups and late enrolments are taken for 5 school days after the window’s last day. If a score is missing, reminders go out after 1 and 3, the school admin is told after 4 and that is recorded after 5 school days.',
      'The team confirms, overrides or declines a proposal within 5 school days. If it does not, reminders go out after 1 and 3, the school admin is told after 4 and its silence is recorded after 5 school days.',
      'The first session is within 10 school days of the confirmed placement, with the same reminders.',
      'Tier 2 is 3 to 5 sessions a week of 20 to 40 minutes in groups of 3 to 6, with a probe every school week, planned for 12 weeks, which is also the longest that one plan may run.',
      'Tier 3 is 4 to 5 sessions a week of 45 to 60 minutes in groups of 1 to 3, with a probe every school week, planned for 12 weeks, which is also the longest that one plan may run.',
      'A goal is set by expected growth or by a benchmark, and is rounded to a whole number.',
      'Expected growth in words correct per minute a week: 1 in kindergarten, 2 in grade 1, 1.5 in grade 2, 1 in grade 3, 0.85 in grade 4, 0.5 in grade 5, 0.3 in grade 6, 0.6875 in grade 7, 0.5625 in grade 8.',
      'Progress is monitored with “Oral reading probe”, in words correct per minute; the baseline is the median of 3 probes.',
      'A baseline that is more than 21 days old when the phase begins is flagged as stale, and each review says so.',
      'A probe that falls due still counts for its week 3 school days later. If nobody gives it, a reminder goes out after 1 and that is recorded after 3 school days.',
      'A plan counts as delivered with at least 80 % of its sessions, 80 % of its minutes and 80 % fidelity; short of one of these, a review does not judge the student’s response.',
      'Fidelity is observed every 3 school weeks. If nobody does, a reminder goes out after 1, the school admin is told after 3 and that is recorded after 5 school days.',
      'A session is logged on its day. If it is not, a reminder goes out after 1 and the session is recorded as unlogged after 1 school day.',
      'A review is held every 6 instructional weeks and judges from 8 points on. If nobody holds it, reminders go out after 1 and 3, the school admin is told after 5 and that is recorded after 10 school days.',
      'The least-squares trend is carried to the goal date with a 75 % interval, taking scores to scatter by at least 5 words correct per minute. Where the interval covers the goal, the team goes on collecting until there are 12 points; from then on the trend alone decides, with low confidence.',
      'A run of 4 points on one side of the aimline, with no gap of more than 21 days outside of breaks, alerts the specialist from 6 points and 3 school weeks on; an alert never changes a tier.',
      'After one inadequate review in Tier 2 the engine suggests to intensify, after 2 inadequate reviews in a row in Tier 3 to refer for an evaluation; before that, to adjust the intervention.',
      'With 3 points in a row at the goal or beyond it, it suggests to exit, and to fade support over 4 school weeks. The team decides; a decision against the suggestion needs a reason.',
      'Guardians are told of a placement within 5 school days, in their language, with their right to ask for an evaluation. If nothing was sent, reminders go out after 1 and 3, the school admin is told after 4 and that is recorded after 5 school days.',
      'A guardian or any member of staff can ask for an evaluation at any time; nothing in these rules stands before that.',
      'After a request, prior written notice and safeguards go out within 10 school days, and consent is awaited for 15 school days. If that does not happen, reminders go out after 1 and 5, the district admin is told after 7 and the silence is recorded after 10 school days.',
      'The legal clocks of the evaluation are those of US federal law.',
    ]);
  });

  test('each shipped rule set says that nothing stands before a referral', () => {
    for (const rules of Object.values(defaultRuleSets))
      expect(explain(rules)).toContain(
        'A guardian or any member of staff can ask for an evaluation at any time; nothing in these rules stands before that.',
      );
  });

  const says = (rules: RuleSetDocument) => explain(rules).join('\n');

  test('grades that do not follow each other are named one by one, in order', () => {
    expect(explain({ ...reading, grades: ['5', 'K', '3'] })[0]).toContain(
      'in kindergarten, grade 3 and grade 5 (',
    );
    expect(explain({ ...reading, grades: ['PK'] })[0]).toContain('in pre-kindergarten (');
    expect(explain({ ...reading, grades: ['2', '1'] })[0]).toContain('in grade 1 and grade 2 (');
    expect(explain({ ...reading, grades: ['3', '1', '2'] })[0]).toContain(
      'in grade 1 to grade 3 (',
    );
  });

  test('one criterion needs no word on how criteria combine; two of which one is enough do', () => {
    const { screening } = reading;
    const one = { ...reading, screening: { ...screening, criteria: [screening.criteria[0]!] } };
    expect(says(one)).not.toContain('A placement is proposed to the team only if');
    const any = { ...reading, screening: { ...screening, combine: 'any' as const } };
    expect(says(any)).toContain('One of these is enough');
  });

  test.each([
    [1, 'the 1st'],
    [2, 'the 2nd'],
    [3, 'the 3rd'],
    [11, 'the 11th'],
    [12, 'the 12th'],
    [10, 'the 10th'],
    [13, 'the 13th'],
    [14, 'the 14th'],
    [22, 'the 22nd'],
    [40, 'the 40th'],
    [2.5, 'the 2.5th'],
  ])('a percentile of %d is %s', (value, words) => {
    const criterion = {
      ...reading.screening.criteria[1]!,
      tier2: { kind: 'percentile-below' as const, value },
      tier3: null,
    };
    const screening = { ...reading.screening, criteria: [criterion] };
    expect(explain({ ...reading, screening })[1]).toBe(
      `In fall, winter and spring, NWEA MAP Growth Reading flags a student for Tier 2 below ${words} national percentile.`,
    );
  });

  test('cuts by score say on which side', () => {
    const cut = (kind: 'score-below' | 'score-above') => {
      const criterion = { ...reading.screening.criteria[1]!, tier2: { kind, value: 180 } };
      const screening = { ...reading.screening, criteria: [criterion] };
      return explain({ ...reading, screening })[1];
    };
    expect(cut('score-below')).toContain('with a score below 180,');
    expect(cut('score-above')).toContain('with a score above 180,');
  });

  test('a ladder says only what it does', () => {
    const ladder = (changed: object) => {
      const held = { ...reading.review.ladder, ...changed };
      return says({ ...reading, review: { ...reading.review, ladder: held } });
    };
    expect(ladder({ remindAfter: [], escalateAfter: null, recordAfter: 0 })).toContain(
      'If nobody holds it, that is recorded on the day itself.',
    );
    expect(ladder({ remindAfter: [0, 1], escalateAfter: 1, recordAfter: 1 })).toContain(
      'If nobody holds it, reminders go out on the day itself and after 1, the school admin is told after 1 and that is recorded after 1 school day.',
    );
    expect(ladder({ remindAfter: [2], escalateTo: 'district-admin' })).toContain(
      'a reminder goes out after 2, the district admin is told after 5 and',
    );
  });

  test('a plan may run longer than planned; a fade may be left out; guardians may be told by others', () => {
    const plan = {
      ...reading.tiers['2'],
      weeks: 9,
      probeEverySchoolWeeks: 2,
      minutes: { min: 30, max: 30 },
    };
    expect(says({ ...reading, tiers: { ...reading.tiers, '2': plan } })).toContain(
      'sessions a week of 30 minutes in groups of 3 to 6, with a probe every 2 school weeks, planned for 9 weeks and for no longer than 12.',
    );
    expect(says({ ...reading, exit: { ...reading.exit, fadeSchoolWeeks: 0 } })).toContain(
      'it suggests to exit, without a fade.',
    );
    expect(says({ ...reading, notices: { ...reading.notices, placement: false } })).toContain(
      'Guardians are not told of a placement by the engine.',
    );
  });

  test('a robust trend has no interval; without a floor none is spoken of', () => {
    const robust = says({ ...reading, review: { ...reading.review, method: 'theil-sen' } });
    expect(robust).toContain('The Theil–Sen trend, which has no interval, is carried to');
    expect(robust).not.toContain('% interval');
    const bare = says({ ...reading, review: { ...reading.review, seeFloor: 0 } });
    expect(bare).toContain('with a 75 % interval. Where');
  });

  test('goals without rates, from a single probe', () => {
    const goal = { methods: ['benchmark'], ratePerWeek: {}, rounding: 'none' } as const;
    const words = says({
      ...reading,
      goal,
      monitoring: { ...reading.monitoring, baselineProbes: 1 },
    });
    expect(words).toContain('A goal is set by a benchmark, and is not rounded.');
    expect(words).not.toContain('Expected growth');
    expect(words).toContain('the baseline is a single probe.');
  });

  test('a goal by the student’s own growth, rounded down', () => {
    const goal = {
      ...reading.goal,
      methods: ['intra-individual', 'rate'],
      rounding: 'down',
    } as const;
    expect(says({ ...reading, goal })).toContain(
      'A goal is set by the student’s own growth so far or by expected growth, and is rounded down to a whole number.',
    );
  });

  test('one of a thing is not several', () => {
    const alerts = { ...reading.alerts, minSchoolWeeks: 1 };
    expect(says({ ...reading, alerts })).toContain('from 6 points and 1 school week on;');
    const review = { ...reading.review, method: 'theil-sen' as const, decideFrom: 9 };
    expect(says({ ...reading, review })).toContain('and decides from 9 points on.');
  });

  test('measures and jurisdictions that this version does not know are called by their keys', () => {
    const strange = {
      ...reading,
      monitoring: { ...reading.monitoring, measure: 'x/y' },
      referral: { ...reading.referral, jurisdiction: 'us-zz' as 'us' },
    };
    expect(says(strange)).toContain('Progress is monitored with “x/y”, in points;');
    expect(says(strange)).toContain('clocks of the evaluation are those of us-zz.');
  });
});
