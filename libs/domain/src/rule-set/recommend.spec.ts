import { describe, expect, test } from 'vitest';
import { addDays } from '../time.js';
import type { RecommendInputs } from './recommend.js';
import { recommend, reviewMethodVersion } from './recommend.js';

const baselineOn = '2025-09-08';
const weekly = (values: readonly number[]) =>
  values.map((value, i) => ({
    eventId: `probe-${i + 1}`,
    on: addDays(baselineOn, 7 * (i + 1)),
    value,
  }));

// science.md 9, "Full decisions": baseline t = 0, goal 30 weeks out, weekly points.
const cases = {
  A: { baseline: 42, goal: 87, points: [44, 41, 46, 43, 45, 42, 47, 44, 46, 45] },
  B: { baseline: 55, goal: 100, points: [58, 57, 61, 63, 62, 60, 63, 65, 66, 68] },
  C: { baseline: 40, goal: 76, points: [43, 45, 44, 49, 50, 52, 51, 56, 57, 60] },
  D: { baseline: 30, goal: 75, points: [32, 30, 38, 33, 41, 35, 36, 44, 38, 42] },
};

const delivered = {
  dosage: { planned: 30, held: 28, attended: 27, plannedMinutes: 900, attendedMinutes: 800 },
  fidelity: [{ eventId: 'check-1', implemented: 9, applicable: 10 }],
};

function inputs(
  name: keyof typeof cases,
  rules: Partial<RecommendInputs['rules']> = {},
  more: Partial<RecommendInputs> = {},
): RecommendInputs {
  const { baseline, goal, points } = cases[name];
  return {
    methodVersion: reviewMethodVersion,
    ruleSet: { id: 'rules', version: 1 },
    calendar: { id: 'calendar', version: 1 },
    on: '2025-11-24',
    rules: {
      method: 'ols',
      minPoints: 8,
      decideFrom: 12,
      interval: 0.75,
      seeFloor: 5,
      sessionShare: 0.8,
      minuteShare: 0.8,
      fidelityShare: 0.8,
      intensifyAfter: 2,
      referAfter: 2,
      consecutivePointsAtGoal: 3,
      ...rules,
    },
    measure: { key: 'cbm/orf', unit: 'words correct per minute', direction: 'increase' },
    phase: {
      phaseId: 'phase-1',
      tier: 2,
      startsOn: baselineOn,
      baseline: { on: baselineOn, value: baseline, flags: [] },
      goal: { on: addDays(baselineOn, 210), value: goal },
    },
    points: weekly(points),
    history: { inadequateInARow: 0 },
    ...delivered,
    ...more,
  };
}

describe('the four decisions worked out on paper', () => {
  test.each([
    ['A', 0.2606, 50.685, 4.943, 44.554, 56.815, 'inadequate'],
    ['B', 1.0364, 87.691, 4.239, 82.433, 92.949, 'inadequate'],
    ['C', 1.8485, 95.988, 3.619, 91.499, 100.477, 'exceeds'],
    ['D', 1.0848, 63.479, 9.099, 52.193, 74.765, 'inadequate'],
  ] as const)('%s without a floor', (name, slope, value, se, low, high, outcome) => {
    const { figures, ...rest } = recommend(inputs(name, { seeFloor: 0 }));
    expect(figures.slopePerWeek).toBeCloseTo(slope, 4);
    expect(figures.projection!.value).toBeCloseTo(value, 3);
    expect(figures.projection!.se).toBeCloseTo(se, 3);
    expect(figures.projection!.low).toBeCloseTo(low, 2);
    expect(figures.projection!.high).toBeCloseTo(high, 2);
    expect(rest.outcome).toBe(outcome);
    expect(rest.confidence).toBeNull();
  });

  test.each([
    ['A', 33.842, 67.527, 'inadequate', 'adjust'],
    ['B', 70.848, 104.533, 'uncertain', 'continue'],
    ['C', 79.145, 112.83, 'exceeds', 'raise-goal'],
    ['D', 46.636, 80.321, 'uncertain', 'continue'],
  ] as const)('%s with the floor of 5 words', (name, low, high, outcome, decision) => {
    const review = recommend(inputs(name));
    expect(review.figures.projection!.se).toBeCloseTo(13.579, 2);
    expect(review.figures.projection!.low).toBeCloseTo(low, 2);
    expect(review.figures.projection!.high).toBeCloseTo(high, 2);
    expect(review).toMatchObject({ outcome, decision });
  });

  test.each([
    ['A', 45, 55.5, 'below'],
    ['B', 66, 68.5, 'below'],
    ['C', 57, 50.8, 'above'],
    ['D', 42, 43.5, 'below'],
  ] as const)('%s: median of the last three', (name, value, aimline, result) => {
    const { medianOfLast3 } = recommend(inputs(name)).figures;
    expect(medianOfLast3).toMatchObject({ value, result });
    expect(medianOfLast3!.aimline).toBeCloseTo(aimline, 9);
  });
});

describe('first the plan, then the student', () => {
  test('too few sessions attended: not interpretable, fix the delivery', () => {
    const dosage = { ...delivered.dosage, attended: 23 };
    expect(recommend(inputs('A', {}, { dosage }))).toMatchObject({
      outcome: 'not_interpretable',
      decision: 'fix-delivery',
      figures: { sessionShare: 23 / 30 },
    });
  });

  test('enough sessions that were too short are not the plan either', () => {
    const dosage = { ...delivered.dosage, attendedMinutes: 719 };
    expect(recommend(inputs('A', {}, { dosage })).outcome).toBe('not_interpretable');
  });

  test('exactly the share that the plan asks for is enough', () => {
    const dosage = { ...delivered.dosage, attended: 24, attendedMinutes: 720 };
    expect(recommend(inputs('A', {}, { dosage })).outcome).toBe('inadequate');
  });

  test('nothing planned is undefined, never 100 %', () => {
    const dosage = { planned: 0, held: 0, attended: 0, plannedMinutes: 0, attendedMinutes: 0 };
    const review = recommend(inputs('A', {}, { dosage }));
    expect(review.outcome).toBe('not_interpretable');
    expect(review.figures.sessionShare).toBeNull();
  });

  test('fidelity is observed, never presumed', () => {
    const review = recommend(inputs('A', {}, { fidelity: [] }));
    expect(review.outcome).toBe('not_interpretable');
    expect(review.because).toContain(
      'No fidelity check stands in this phase: fidelity is observed, never presumed.',
    );
  });

  test('an observation without applicable steps says nothing', () => {
    const fidelity = [
      { eventId: 'a', implemented: 0, applicable: 0 },
      { eventId: 'b', implemented: 9, applicable: 10 },
    ];
    expect(recommend(inputs('A', {}, { fidelity })).figures.fidelityShare).toBe(0.9);
  });
});

describe('how many points decide', () => {
  test('seven occasions are not enough, eight probes of seven days neither', () => {
    const seven = weekly(cases.A.points.slice(0, 7));
    const twice = [...seven, { ...seven[6]!, eventId: 'again' }];
    for (const points of [seven, twice])
      expect(recommend(inputs('A', {}, { points }))).toMatchObject({
        outcome: 'insufficient_data',
        decision: 'continue',
        figures: { n: 7 },
      });
  });

  test('eight are', () => {
    const points = weekly(cases.A.points.slice(0, 8));
    expect(recommend(inputs('A', {}, { points })).outcome).not.toBe('insufficient_data');
  });

  test('the projection is given even where the data are too few', () => {
    const points = weekly(cases.A.points.slice(0, 5));
    expect(recommend(inputs('A', {}, { points })).figures.projection?.value).toBeDefined();
  });

  test('from the twelfth point on the point estimate decides, with low confidence', () => {
    expect(recommend(inputs('B', { decideFrom: 10 }))).toMatchObject({
      outcome: 'inadequate',
      confidence: 'low',
    });
    const onTheLine = weekly([1.5, 3, 4.5, 6, 7.5, 9, 10.5, 12, 13.5, 15].map((g) => 55 + g));
    expect(recommend(inputs('B', { decideFrom: 10 }, { points: onTheLine }))).toMatchObject({
      outcome: 'on_track',
      confidence: 'low',
    });
  });

  test('Theil–Sen has no interval, so it is uncertain until the point estimate may decide', () => {
    expect(recommend(inputs('A', { method: 'theil-sen' }))).toMatchObject({
      outcome: 'uncertain',
      figures: { slopePerWeek: 0.25, projection: { low: null, high: null } },
    });
    expect(recommend(inputs('A', { method: 'theil-sen', decideFrom: 10 })).outcome).toBe(
      'inadequate',
    );
  });
});

describe('what the engine suggests', () => {
  const inTier = (tier: 2 | 3) => ({ ...inputs('A').phase, tier });

  test.each([
    [2, 0, 'adjust'],
    [2, 1, 'intensify'],
    [3, 0, 'adjust'],
    [3, 1, 'refer'],
  ] as const)('Tier %i after %i inadequate reviews: %s', (tier, inadequateInARow, decision) => {
    const more = { phase: inTier(tier), history: { inadequateInARow } };
    expect(recommend(inputs('A', {}, more)).decision).toBe(decision);
  });

  test('three points in a row at the goal end the cycle', () => {
    const phase = inputs('C').phase;
    const points = weekly([50, 55, 58, 62, 66, 70, 74, 76, 77, 80]);
    expect(recommend(inputs('C', {}, { points, phase })).decision).toBe('exit');
    const lastBelow = weekly([50, 55, 58, 62, 66, 70, 76, 77, 80, 75]);
    expect(recommend(inputs('C', {}, { points: lastBelow, phase })).decision).toBe('raise-goal');
  });

  test('a median against the outcome asks the team for a note', () => {
    expect(recommend(inputs('A')).figures.disagrees).toBe(false);
    const late = weekly([41, 42, 44, 46, 50, 53, 56, 50, 50, 50]);
    expect(recommend(inputs('C', { decideFrom: 10 }, { points: late }))).toMatchObject({
      outcome: 'on_track',
      figures: { medianOfLast3: { value: 50, result: 'below' }, disagrees: true },
    });
  });

  test('where lower is better every inequality turns, the data do not', () => {
    const measure = { key: 'odr', unit: 'referrals', direction: 'decrease' as const };
    const phase = {
      ...inputs('A').phase,
      baseline: { on: baselineOn, value: 40, flags: [] },
      goal: { on: addDays(baselineOn, 210), value: 10 },
    };
    const falling = weekly([39, 37, 38, 34, 33, 32, 30, 29, 28, 26]);
    const rising = weekly([41, 42, 40, 43, 44, 43, 45, 46, 47, 46]);
    const down = recommend(inputs('A', { seeFloor: 0 }, { measure, phase, points: falling }));
    expect(down.outcome).toBe('exceeds');
    expect(down.figures.slopePerWeek).toBeLessThan(0);
    expect(recommend(inputs('A', {}, { measure, phase, points: rising })).outcome).toBe(
      'inadequate',
    );
  });
});

test('the same input gives the same bytes, and the input comes back whole', () => {
  const given = inputs('D');
  const once = JSON.stringify(recommend(given));
  const again = JSON.stringify(recommend(JSON.parse(JSON.stringify(given)) as RecommendInputs));
  expect(again).toBe(once);
  expect(recommend(given).inputs).toEqual(given);
});

test('the reasons read like a report', () => {
  expect(recommend(inputs('A')).because).toEqual([
    '27 of 30 planned sessions were attended (90 %; the plan asks for 80 %).',
    '800 of 900 planned minutes were given (88.9 %; the plan asks for 80 %).',
    'Fidelity was 90 % over 1 check (the plan asks for 80 %).',
    'The trend of 10 occasions is 0.26 words correct per minute a week (least squares).',
    'Carried to 2026-04-06 it reaches 50.68, with 75 % certainty between 33.84 and 67.53; the goal is 87.',
    'The whole interval lies on the worse side of the goal.',
    'The median of the last three, 45, is below the aimline (55.5).',
    'Suggested: adjust the intervention; this is inadequate review 1 in a row in Tier 2.',
  ]);
});

describe('a method that changed is a new version', () => {
  // Referrals that fall to 0 on a line: in binary fractions the line ends 1.8e-15 over the goal.
  const falling = (methodVersion: string) =>
    recommend(
      inputs(
        'A',
        { seeFloor: 0, decideFrom: 8 },
        {
          methodVersion,
          measure: { key: 'odr', unit: 'referrals', direction: 'decrease' },
          phase: {
            ...inputs('A').phase,
            baseline: { on: baselineOn, value: 11, flags: [] },
            goal: { on: addDays(baselineOn, 70), value: 0 },
          },
          points: weekly([9.9, 8.8, 7.7, 6.6, 5.5, 4.4, 3.3, 2.2]),
        },
      ),
    );

  test('what version 1 said, residue and all, it says again', () => {
    const { outcome, decision, methodVersion, figures, because } = falling('aimline-review/1');
    expect({ outcome, decision, methodVersion }).toEqual({
      outcome: 'inadequate',
      decision: 'adjust',
      methodVersion: 'aimline-review/1',
    });
    // As its program wrote it down.
    expect(figures.projection).toEqual({
      value: 1.7763568394002505e-15,
      se: 0,
      t: 1.273349309146643,
      low: 1.7763568394002505e-15,
      high: 1.7763568394002505e-15,
      level: 0.75,
    });
    expect(figures.gap).toEqual({
      gap: -3.3,
      ratio: null,
      significant: true,
      neededRatePerWeek: -1.65,
      weeksToGoal: 3.000000000000001,
    });
    expect(because).toContain('The whole interval lies on the worse side of the goal.');
  });

  test('version 2 knows that the goal is reached', () => {
    const review = falling(reviewMethodVersion);
    expect(review).toMatchObject({
      outcome: 'on_track',
      confidence: 'low',
      methodVersion: 'aimline-review/2',
      figures: { projection: { value: 0, low: 0, high: 0 } },
    });
  });

  test('where no residue is about, the two say the same', () => {
    for (const name of ['A', 'B', 'C', 'D'] as const) {
      const first = recommend(inputs(name, {}, { methodVersion: 'aimline-review/1' }));
      const { methodVersion, inputs: given, ...rest } = recommend(inputs(name));
      expect({ methodVersion, given }).toBeDefined();
      expect(first).toMatchObject(rest);
    }
  });

  test('a version that this program does not know is run by its own, and named so', () => {
    expect(falling('aimline-review/99').methodVersion).toBe(reviewMethodVersion);
  });
});
