import { expect, test } from 'vitest';
import type { Decision, Outcome, Recommendation } from './recommend.js';
import { explainReview } from './recommend-because.js';

type Reviewed = Parameters<typeof explainReview>[0];

const review: Reviewed = {
  outcome: 'inadequate',
  decision: 'adjust',
  confidence: null,
  inputs: {
    methodVersion: 'aimline-review/2',
    ruleSet: { id: 'rules', version: 1 },
    calendar: { id: 'calendar', version: 1 },
    on: '2025-12-01',
    rules: {
      method: 'ols',
      minPoints: 8,
      decideFrom: 12,
      interval: 0.75,
      seeFloor: 5,
      sessionShare: 0.8,
      minuteShare: 0.75,
      fidelityShare: 0.85,
      intensifyAfter: 1,
      referAfter: 2,
      consecutivePointsAtGoal: 3,
    },
    measure: { key: 'cbm/orf', unit: 'words correct per minute', direction: 'increase' },
    phase: {
      phaseId: 'phase',
      tier: 2,
      startsOn: '2025-09-08',
      baseline: { on: '2025-09-08', value: 42, flags: [] },
      goal: { on: '2026-04-06', value: 87 },
    },
    points: [],
    dosage: { planned: 30, held: 28, attended: 27, plannedMinutes: 900, attendedMinutes: 800 },
    fidelity: [{ eventId: 'check', implemented: 9, applicable: 10 }],
    history: { inadequateInARow: 1 },
  },
  figures: {
    n: 10,
    sessionShare: 0.9,
    minuteShare: 8 / 9,
    fidelityShare: 0.9,
    fidelityLowest: 0.9,
    slopePerWeek: 0.2606,
    projection: { value: 50.685, se: 13.579, t: 1.24, low: 33.842, high: 67.527, level: 0.75 },
    medianOfLast3: null,
    gap: null,
    goalMet: false,
    disagrees: false,
  },
};

const said = (changed: Partial<Reviewed>) => explainReview({ ...review, ...changed });
const withFigures = (figures: Partial<Reviewed['figures']>) => ({
  figures: { ...review.figures, ...figures },
});
const withTier = (tier: 2 | 3): Pick<Reviewed, 'inputs'> => ({
  inputs: { ...review.inputs, phase: { ...review.inputs.phase, tier } },
});

test('a review in sentences, in the order in which the engine asked', () => {
  expect(said({})).toEqual([
    '27 of 30 planned sessions were attended (90 %; the plan asks for 80 %).',
    '800 of 900 planned minutes were given (88.9 %; the plan asks for 75 %).',
    'Fidelity was 90 % over 1 check (the plan asks for 85 %).',
    'The trend of 10 occasions is 0.26 words correct per minute a week (least squares).',
    'Carried to 2026-04-06 it reaches 50.69, with 75 % certainty between 33.84 and 67.53; the goal is 87.',
    'The whole interval lies on the worse side of the goal.',
    'Suggested: adjust the intervention; this is inadequate review 2 in a row in Tier 2.',
  ]);
});

test('nothing planned and nothing observed is said, and no trend is spoken of', () => {
  const figures = withFigures({ sessionShare: null, minuteShare: null, fidelityShare: null });
  expect(said({ outcome: 'not_interpretable', decision: 'fix-delivery', ...figures })).toEqual([
    'No session was planned in this phase, so its dosage is undefined.',
    'No fidelity check stands in this phase: fidelity is observed, never presumed.',
    'Suggested: put the delivery right first; response cannot be judged on a plan that was not given.',
  ]);
});

const verdicts: [Outcome, Recommendation['confidence'], Partial<Reviewed['figures']>, string[]][] =
  [
    [
      'insufficient_data',
      null,
      { n: 7 },
      ['There are 7 scored occasions in this phase; this review needs 8.'],
    ],
    [
      'insufficient_data',
      null,
      { n: 8 },
      ['There are 8 scored occasions in this phase; this review needs 8 on different dates.'],
    ],
    [
      'insufficient_data',
      null,
      { n: 1 },
      ['There are 1 scored occasion in this phase; this review needs 8.'],
    ],
    [
      'uncertain',
      null,
      {},
      [
        'The data cannot yet tell: with fewer than 12 occasions the point estimate does not decide.',
      ],
    ],
    [
      'on_track',
      'low',
      { n: 12 },
      [
        'The interval covers the goal, so the point estimate of 12 occasions decides, with low confidence.',
      ],
    ],
    ['exceeds', null, {}, ['The whole interval lies on the better side of the goal.']],
  ];

test.each(verdicts)('%s, confidence %s, %j', (outcome, confidence, figures, sentences) => {
  const all = said({ outcome, confidence, decision: 'continue', ...withFigures(figures) });
  const trend = outcome === 'insufficient_data' ? [] : all.slice(3, 5);
  expect(all.slice(3, -1)).toEqual([...trend, ...sentences]);
});

const decisions: [Decision, 2 | 3, string][] = [
  ['continue', 2, 'Suggested: continue and collect data until the next review.'],
  ['raise-goal', 2, 'Suggested: raise the goal.'],
  ['exit', 2, 'Suggested: exit, with the fade that the rule set asks for.'],
  [
    'adjust',
    3,
    'Suggested: adjust the intervention; this is inadequate review 2 in a row in Tier 3.',
  ],
  [
    'intensify',
    2,
    'Suggested: intensify; this is inadequate review 2 in a row in Tier 2, and the rule set says 1.',
  ],
  [
    'refer',
    3,
    'Suggested: refer for an evaluation; this is inadequate review 2 in a row in Tier 3, and the rule set says 2.',
  ],
];

test.each(decisions)('%s in Tier %d', (decision, tier, sentence) => {
  expect(said({ decision, ...withTier(tier) }).at(-1)).toBe(sentence);
});

test('a robust trend has no interval to speak of', () => {
  const rules = { ...review.inputs.rules, method: 'theil-sen' as const };
  const projection = { value: 50, se: null, t: null, low: null, high: null, level: 0.75 };
  const sentences = said({
    inputs: { ...review.inputs, rules },
    ...withFigures({ projection }),
  });
  expect(sentences[3]).toContain('(Theil–Sen).');
  expect(sentences[4]).toBe('Carried to 2026-04-06 it reaches 50; the goal is 87.');
});

test('a stale baseline is said with its age', () => {
  const phase = {
    ...review.inputs.phase,
    startsOn: '2025-10-01' as const,
    baseline: {
      ...review.inputs.phase.baseline,
      on: '2025-09-08' as const,
      flags: ['stale_baseline'],
    },
  };
  expect(said({ inputs: { ...review.inputs, phase } })).toContain(
    'The baseline was 23 days old when the phase began.',
  );
});

test('what stands beside the trend is said after it', () => {
  const phase = {
    ...review.inputs.phase,
    baseline: { ...review.inputs.phase.baseline, flags: ['single_probe_baseline'] },
  };
  const gap = {
    gap: 42,
    ratio: 2.1,
    significant: true,
    neededRatePerWeek: null,
    weeksToGoal: null,
  };
  const beside = said({
    inputs: { ...review.inputs, phase },
    ...withFigures({
      medianOfLast3: { value: 45, on: '2025-11-10', aimline: 55.5, result: 'below' },
      gap,
      goalMet: true,
      disagrees: true,
    }),
  });
  expect(beside.slice(6, -1)).toEqual([
    'The baseline rests on a single probe.',
    'The median of the last three, 45, is below the aimline (55.5).',
    'The gap to the goal is significant.',
    'The last 3 occasions are at the goal or beyond it.',
    'These figures disagree with the outcome: the team writes a note.',
  ]);
  const median = { value: 45, on: '2025-11-10', aimline: null, result: null };
  const quiet = withFigures({ medianOfLast3: median, gap: { ...gap, significant: false } });
  expect(said(quiet)).toEqual(said({}));
});
