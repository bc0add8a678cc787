import { describe, expect, test } from 'vitest';
import { defaultRuleSets } from './defaults.js';
import { diff } from './diff.js';
import type { RuleSetDocument } from './document.js';
import { explain } from './explain.js';

const { reading } = defaultRuleSets;

describe('a rule set explains itself', () => {
  test('in the order in which a cycle meets it', () => {
    expect(explain(reading)).toEqual([
      'These rules are for reading in grades K, 1, 2, 3, 4, 5, 6, 7 and 8.',
      'In fall, winter and spring, a student is flagged on DIBELS 8 composite for Tier 2 with the level Below Benchmark or Well Below Benchmark, for Tier 3 with the level Well Below Benchmark.',
      'In fall, winter and spring, a student is flagged on NWEA MAP Growth Reading for Tier 2 with a national percentile below 25, for Tier 3 with a national percentile below 10.',
      'A placement is proposed to the team only if every one of these that has a score is met.',
      'If more than 20 % of a grade with at least 10 screened students are below the cut, the engine proposes a response for the whole grade instead.',
      'Make-ups and late enrolments are taken for 5 school days after the window’s last day. A reminder goes out after 1 school day and after 3 school days, the school admin is told after 4 school days and a missing score is recorded after 5 school days.',
      'The team confirms, overrides or declines a proposal within 5 school days. A reminder goes out after 1 school day and after 3 school days, the school admin is told after 4 school days and no decision is recorded after 5 school days.',
      'The first session is within 10 school days of the confirmed placement.',
      'Tier 2: 3 to 5 sessions a week of 20 to 40 minutes in groups of 3 to 6, planned for 12 weeks, which is the hard stop, and a probe every school week.',
      'Tier 3: 4 to 5 sessions a week of 45 to 60 minutes in groups of 1 to 3, planned for 12 weeks, which is the hard stop, and a probe every school week.',
      'A goal is set by expected growth or a benchmark.',
      'Expected growth in words correct per minute a week: 1 in K, 2 in grade 1, 1.5 in grade 2, 1 in grade 3, 0.85 in grade 4, 0.5 in grade 5, 0.3 in grade 6, 0.6875 in grade 7, 0.5625 in grade 8.',
      'Progress is monitored with “Oral reading probe” in words correct per minute, from the median of 3 baseline probes.',
      'A probe counts for its week until 3 school days after it was due. A reminder goes out after 1 school day and a probe that nobody gave is recorded after 3 school days.',
      'A plan counts as delivered with at least 80 % of the planned sessions, 80 % of the planned minutes and 80 % fidelity; otherwise a review cannot judge the student’s response.',
      'Fidelity is observed every 3 school weeks. A reminder goes out after 1 school day, the school admin is told after 3 school days and a missing observation is recorded after 5 school days.',
      'A session is logged on its day. A reminder goes out after 1 school day and an unlogged session is recorded after 1 school day.',
      'A review is held every 6 instructional weeks and needs 8 points. A reminder goes out after 1 school day and after 3 school days, the school admin is told after 5 school days and a review that nobody held is recorded after 10 school days.',
      'The least-squares trend is carried to the goal date with its 75 % interval; where that covers the goal, the team waits until 12 points, from which on the trend itself decides.',
      'A run of 4 points on one side of the aimline, from 6 points and 3 school weeks on, alerts the specialist and never changes a tier.',
      'After 1 inadequate review in a row in Tier 2 the engine suggests to intensify, after 2 in Tier 3 to refer for an evaluation; before that, to adjust.',
      'With 3 points in a row at the goal it suggests to exit, with a fade of 4 school weeks. The team decides; a decision against the suggestion needs a reason.',
      'Guardians are told of a placement within 5 school days, in their language, with their right to ask for an evaluation. A reminder goes out after 1 school day and after 3 school days, the school admin is told after 4 school days and a notice that was not sent is recorded after 5 school days.',
      'A guardian or any member of staff can ask for an evaluation at any time; nothing in these rules stands before that.',
      'After a request, prior written notice and safeguards go out within 10 school days, and consent is awaited for 15 school days. A reminder goes out after 1 school day and after 5 school days, the district admin is told after 7 school days and silence is recorded after 10 school days.',
    ]);
  });

  test('each shipped rule set says that nothing stands before a referral', () => {
    for (const rules of Object.values(defaultRuleSets))
      expect(explain(rules)).toContain(
        'A guardian or any member of staff can ask for an evaluation at any time; nothing in these rules stands before that.',
      );
  });
});

describe('two rule sets compared', () => {
  const after: RuleSetDocument = {
    ...reading,
    grades: ['1', '2'],
    tiers: { ...reading.tiers, '2': { ...reading.tiers['2'], minutes: { min: 30, max: 40 } } },
    screening: {
      ...reading.screening,
      criteria: [
        { ...reading.screening.criteria[0]!, tier3: null },
        ...reading.screening.criteria.slice(1),
      ],
    },
    delivery: {
      ...reading.delivery,
      logLadder: { ...reading.delivery.logLadder, escalateAfter: 1 },
    },
  };

  test('differ in words, field by field', () => {
    expect(diff(reading, after).map((c) => [c.pointer, c.sentence])).toEqual([
      ['/grades', 'Grades: K, 1, 2, 3, 4, 5, 6, 7, 8 becomes 1, 2.'],
      [
        '/screening/criteria/0/tier3',
        'Screening, criterion, no. 1, cut for Tier 3: the level Well Below Benchmark becomes none.',
      ],
      ['/tiers/2/minutes/min', 'Tier 2, minutes, least: 20 becomes 30.'],
      [
        '/delivery/logLadder/escalateAfter',
        'Delivery, ladder of an unlogged session, escalation after school days: none becomes 1.',
      ],
    ]);
  });

  test('a field that is new or gone is said to be', () => {
    const without = { ...reading, goal: { ...reading.goal, ratePerWeek: { '1': 2 } } };
    const gone = diff(reading, without);
    expect(gone[0]).toMatchObject({
      pointer: '/goal/ratePerWeek/2',
      before: 1.5,
      after: null,
    });
    expect(gone[0]!.sentence).toBe('Goal, expected growth a week, grade 2: 1.5 is gone.');
    expect(diff(without, reading)[0]!.sentence).toContain('is new.');
  });

  test('a rule set does not differ from itself', () => {
    expect(diff(reading, JSON.parse(JSON.stringify(reading)) as RuleSetDocument)).toEqual([]);
  });
});
