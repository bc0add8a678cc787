import { expect, test } from 'vitest';
import { sharedRules } from '#domain/rule-set/defaults/shared';
import { interventions } from './interventions.js';
import { sandboxAreas } from './truth.js';

test.each(sandboxAreas.flatMap((area) => ([2, 3] as const).map((tier) => [area, tier] as const)))(
  'there is something to give in %s in tier %i, in every grade',
  (area, tier) => {
    for (const grade of ['K', '1', '2', '3', '4', '5', '6', '7', '8'] as const) {
      const fitting = interventions.filter(
        ({ entry }) =>
          entry.area === area && entry.tiers.includes(tier) && entry.grades.includes(grade),
      );
      expect([grade, fitting.length > 0]).toEqual([grade, true]);
    }
  },
);

test('every entry has its source, its steps, and a dosage and group that the shipped tiers allow', () => {
  expect(new Set(interventions.map(({ key }) => key)).size).toBe(interventions.length);
  for (const { entry } of interventions) {
    const tier = sharedRules.tiers[String(entry.tiers[0]) as '2' | '3'];
    expect(entry.evidence.citation).toMatch(/\d{4}/);
    expect(entry.steps.length).toBeGreaterThanOrEqual(6);
    expect(entry.dosage.minutes).toBeGreaterThanOrEqual(tier.minutes.min);
    expect(entry.dosage.minutes).toBeLessThanOrEqual(tier.minutes.max);
    expect(entry.dosage.sessionsPerWeek).toBeGreaterThanOrEqual(tier.sessionsPerWeek.min);
    expect(entry.groupSize.max).toBeLessThanOrEqual(tier.groupSize.max);
    expect(entry.groupSize.min).toBeGreaterThanOrEqual(tier.groupSize.min);
  }
});
