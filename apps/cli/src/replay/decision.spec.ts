import { expect, test } from 'vitest';
import { recommend, type Recommendation, type RecommendInputs } from '#domain/rule-set/recommend';
import { recomputed } from './decision.js';

const inputs: RecommendInputs = {
  methodVersion: 'aimline-review/1',
  ruleSet: { id: 'rules', version: 2 },
  calendar: { id: 'calendar', version: 1 },
  on: '2025-11-03',
  rules: {
    method: 'ols',
    minPoints: 3,
    decideFrom: 12,
    interval: 0.75,
    seeFloor: 5,
    sessionShare: 0.8,
    minuteShare: 0.8,
    fidelityShare: 0.8,
    intensifyAfter: 1,
    referAfter: 2,
    consecutivePointsAtGoal: 3,
  },
  measure: { key: 'orf', unit: 'words correct per minute', direction: 'increase' },
  phase: {
    phaseId: 'phase',
    tier: 2,
    startsOn: '2025-09-08',
    baseline: { on: '2025-09-08', value: 40, flags: [] },
    goal: { on: '2026-04-06', value: 76 },
  },
  points: [42, 44, 47].map((value, i) => ({
    eventId: `p${i}`,
    on: `2025-09-${15 + 7 * i}`,
    value,
  })),
  dosage: { planned: 20, held: 20, attended: 20, plannedMinutes: 600, attendedMinutes: 600 },
  fidelity: [{ eventId: 'f', implemented: 9, applicable: 10 }],
  history: { inadequateInARow: 0 },
};

const stored = JSON.parse(JSON.stringify(recommend(inputs))) as Recommendation;

test('a stored recommendation is run again from its own inputs, and agrees', () => {
  expect(recomputed('review', stored)).toMatchObject({ reviewId: 'review', matches: true });
});

test('one that was changed afterwards, in its outcome or in a number, does not agree', () => {
  const outcome = stored.outcome === 'exceeds' ? 'inadequate' : 'exceeds';
  expect(recomputed('review', { ...stored, outcome }).matches).toBe(false);
  const { figures } = stored;
  const other = { ...stored, figures: { ...figures, n: figures.n + 1 } };
  expect(recomputed('review', other).matches).toBe(false);
});
