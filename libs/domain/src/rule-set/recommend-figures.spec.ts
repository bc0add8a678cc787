import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../time.js';
import { readingRules } from './defaults/reading.js';
import {
  recommend,
  type RecommendInputs,
  reviewMethodVersion,
  rulesOfReview,
} from './recommend.js';

const baselineOn = '2025-09-08';

type Course = {
  direction: 'increase' | 'decrease';
  baseline: number;
  goal: number;
  values: readonly number[];
  delivered?: boolean;
  fidelity?: readonly { implemented: number; applicable: number }[];
};

function review({ direction, baseline, goal, values, delivered = true, fidelity }: Course) {
  const inputs: RecommendInputs = {
    methodVersion: reviewMethodVersion,
    ruleSet: { id: 'rules', version: 1 },
    calendar: { id: 'calendar', version: 1 },
    on: '2025-12-19',
    rules: {
      method: 'ols',
      minPoints: 6,
      decideFrom: 8,
      interval: 0.75,
      seeFloor: 0,
      sessionShare: 0.8,
      minuteShare: 0.8,
      fidelityShare: 0.8,
      intensifyAfter: 2,
      referAfter: 2,
      consecutivePointsAtGoal: 3,
    },
    measure: { key: 'cbm/orf', unit: 'words correct per minute', direction },
    phase: {
      phaseId: 'phase-1',
      tier: 2,
      startsOn: baselineOn,
      baseline: { on: baselineOn, value: baseline, flags: [] },
      goal: { on: addDays(baselineOn, 210), value: goal },
    },
    points: values.map((value, i) => ({
      eventId: `probe-${i + 1}`,
      on: addDays(baselineOn, 7 * (i + 1)),
      value,
    })),
    history: { inadequateInARow: 0 },
    dosage: { planned: 30, held: 30, attended: delivered ? 30 : 3, plannedMinutes: 900, attendedMinutes: delivered ? 900 : 90 }, // prettier-ignore
    fidelity: (fidelity ?? [{ implemented: 10, applicable: 10 }]).map((one, i) => ({
      eventId: `check-${i + 1}`,
      ...one,
    })),
  };
  return recommend(inputs);
}

describe('whether the last three and the gap say otherwise than the trend (science.md 2.6)', () => {
  const courses: fc.Arbitrary<Course> = fc.record({
    direction: fc.constantFrom('increase', 'decrease'),
    baseline: fc.integer({ min: 20, max: 60 }),
    goal: fc.integer({ min: 5, max: 120 }),
    values: fc.array(fc.integer({ min: 1, max: 130 }), { maxLength: 12 }),
    delivered: fc.constantFrom(true, true, true, false),
  });

  /** In the words of the rule, from what the review itself says. */
  function otherwise(course: Course, { outcome, figures }: ReturnType<typeof review>): boolean {
    const median = figures.medianOfLast3?.result;
    const up = course.direction === 'increase';
    const lagging = median === (up ? 'below' : 'above');
    const leading = median === (up ? 'above' : 'below');
    if (outcome === 'inadequate') return leading;
    if (outcome === 'on_track' || outcome === 'exceeds')
      return lagging || figures.gap?.significant === true;
    return false; // no judgement, so nothing that could be contradicted
  }

  test('holds for any course, up and down', () => {
    fc.assert(
      fc.property(courses, (course) => {
        const said = review(course);
        expect(said.figures.disagrees).toBe(otherwise(course, said));
      }),
      { numRuns: 2_000 },
    );
  });

  // Two rising halves about a line that crosses the aimline: the trend ends on one side, the last three stand on the other.
  const rising = { direction: 'increase', baseline: 40, goal: 70 } as const;
  const falling = { direction: 'decrease', baseline: 40, goal: 10 } as const;
  test.each<[what: string, course: Course, outcome: string, disagrees: boolean]>([
    ['rises past the goal, its last three too low', { ...rising, values: [30, 32, 34, 36, 38, 40, 42, 44] }, 'exceeds', true],
    ['rises past the goal, its last three too high as well', { ...rising, values: [42, 45, 48, 51, 54, 57, 60, 63] }, 'exceeds', false],
    ['rises too slowly, its last three high', { ...rising, values: [60, 59, 60, 59, 60, 59, 60, 59] }, 'inadequate', true],
    ['rises too slowly, its last three low', { ...rising, values: [40, 41, 40, 41, 40, 41, 40, 41] }, 'inadequate', false],
    ['falls past the goal, its last three too high', { ...falling, values: [60, 57, 54, 51, 48, 45, 42, 39] }, 'exceeds', true],
    ['falls past the goal, its last three low as well', { ...falling, values: [38, 35, 32, 29, 26, 23, 20, 17] }, 'exceeds', false],
    ['falls too slowly, its last three low', { ...falling, values: [20, 21, 20, 21, 20, 21, 20, 21] }, 'inadequate', true],
    ['falls too slowly, its last three high', { ...falling, values: [40, 39, 40, 39, 40, 39, 40, 39] }, 'inadequate', false],
    ['has too few points, its last three low', { ...rising, values: [20, 20, 20] }, 'insufficient_data', false],
    ['was not delivered, its last three low', { ...rising, values: [30, 32, 34, 36, 38, 40, 42, 44], delivered: false }, 'not_interpretable', false],
  ])('a student who %s', (_, course, outcome, disagrees) => {
    const said = review(course);
    expect({ outcome: said.outcome, disagrees: said.figures.disagrees }).toEqual({ outcome, disagrees });
  }); // prettier-ignore

  test('a gap that is significant contradicts a good trend by itself', () => {
    // The goal is over twice the last three (science.md 2.7), which lie on the aimline's better side.
    const said = review({
      direction: 'increase',
      baseline: 2,
      goal: 60,
      values: [9, 11, 13, 15, 17, 19, 21, 23],
    });
    expect(said).toMatchObject({
      outcome: 'exceeds',
      figures: { medianOfLast3: { result: 'above' }, gap: { significant: true }, disagrees: true },
    });
  });
});

describe('fidelity', () => {
  const steady = { direction: 'increase', baseline: 40, goal: 70, values: [] } as const;

  test('is the mean of the observations, and names the lowest; one without an applicable step says nothing', () => {
    const fidelity = [
      { implemented: 9, applicable: 10 },
      { implemented: 0, applicable: 0 },
      { implemented: 3, applicable: 5 },
    ];
    const { fidelityShare, fidelityLowest } = review({ ...steady, fidelity }).figures;
    expect(fidelityShare).toBeCloseTo(0.75, 12);
    expect(fidelityLowest).toBe(0.6);
  });
});

test('the numbers of a review are those of the rule set, each from its place', () => {
  const { review: held, delivery, response, exit } = readingRules;
  const { method, minPoints, decideFrom, interval, seeFloor } = held;
  expect(rulesOfReview(readingRules)).toEqual({
    ...{ method, minPoints, decideFrom, interval, seeFloor },
    ...{ sessionShare: delivery.sessionShare, minuteShare: delivery.minuteShare },
    fidelityShare: delivery.fidelity.share,
    ...{ intensifyAfter: response.intensifyAfter, referAfter: response.referAfter },
    consecutivePointsAtGoal: exit.consecutivePointsAtGoal,
  });
});
