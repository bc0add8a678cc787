import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../time.js';
import type { RecommendInputs } from './recommend.js';
import { recommend, reviewMethodVersion } from './recommend.js';

const startsOn = '2025-09-08';
const share = fc.double({ min: 0.5, max: 1, noNaN: true });
const score = fc
  .double({ min: -50, max: 250, noNaN: true })
  .map((x) => Math.round(x * 10) / 10 || 0);
const count = fc.integer({ min: 0, max: 40 });

/** Whatever a review may be asked about, sensible or not. */
const anyInputs: fc.Arbitrary<RecommendInputs> = fc.record({
  methodVersion: fc.constant(reviewMethodVersion),
  ruleSet: fc.record({ id: fc.uuid(), version: fc.integer({ min: 1, max: 9 }) }),
  calendar: fc.record({ id: fc.uuid(), version: fc.integer({ min: 1, max: 9 }) }),
  on: fc.constant('2026-01-12'),
  rules: fc.record({
    method: fc.constantFrom('ols', 'theil-sen'),
    minPoints: fc.integer({ min: 3, max: 10 }),
    decideFrom: fc.integer({ min: 3, max: 14 }),
    interval: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
    seeFloor: fc.constantFrom(0, 5),
    sessionShare: share,
    minuteShare: share,
    fidelityShare: share,
    intensifyAfter: fc.integer({ min: 1, max: 3 }),
    referAfter: fc.integer({ min: 1, max: 3 }),
    consecutivePointsAtGoal: fc.integer({ min: 1, max: 4 }),
  }),
  measure: fc.record({
    key: fc.constant('cbm/orf'),
    unit: fc.constant('words correct per minute'),
    direction: fc.constantFrom('increase', 'decrease'),
  }),
  phase: fc.record({
    phaseId: fc.uuid(),
    tier: fc.constantFrom(1, 2, 3),
    startsOn: fc.constant(startsOn),
    baseline: fc.record({
      on: fc.constant(startsOn),
      value: score,
      flags: fc.subarray(['single_probe_baseline', 'stale_baseline']),
    }),
    goal: fc.record({
      on: fc.integer({ min: -7, max: 250 }).map((n) => addDays(startsOn, n)),
      value: score,
    }),
  }),
  points: fc.array(
    fc.record({
      eventId: fc.uuid(),
      on: fc.integer({ min: 0, max: 120 }).map((n) => addDays(startsOn, n)),
      value: score,
    }),
    { maxLength: 16 },
  ),
  dosage: fc.record({
    planned: count,
    held: count,
    attended: count,
    plannedMinutes: count,
    attendedMinutes: count,
  }),
  fidelity: fc.array(fc.record({ eventId: fc.uuid(), implemented: count, applicable: count }), {
    maxLength: 3,
  }),
  history: fc.record({ inadequateInARow: fc.integer({ min: 0, max: 3 }) }),
});

test('a recommendation written down with its input and run again is the same, byte for byte', () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      const written = JSON.stringify(recommend(inputs));
      const { inputs: kept } = JSON.parse(written) as { inputs: RecommendInputs };
      expect(JSON.stringify(recommend(kept))).toBe(written);
    }),
  );
});

test('neither the order of fields nor that of the points matters', () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      const { inputs: _, ...first } = recommend(inputs);
      const { inputs: __, ...again } = recommend({
        ...(turned(inputs) as RecommendInputs),
        points: inputs.points.toReversed(),
      });
      expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    }),
  );
});

test('no figure is NaN or infinite: undefined is null', () => {
  fc.assert(
    fc.property(anyInputs, (inputs) => {
      const { figures } = recommend(inputs);
      const written = JSON.stringify(figures, (_, value: unknown) =>
        typeof value === 'number' && !Number.isFinite(value) ? 'not finite' : value,
      );
      expect(written).not.toContain('not finite');
    }),
  );
});

/** The same value with the fields of every object in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, item]) => [name, turned(item)]),
  );
}
