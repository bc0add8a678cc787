import { z } from 'zod';
import { accuracyRules, mostPoints, ruleAccuracy } from '#domain/rule-accuracy/rule-accuracy';
import { InputProblem, type Calculation } from './calculation.js';
import { finite } from './inputs.js';

const points = z
  .int({ error: 'This must be a whole number.' })
  .max(mostPoints, { error: `At most ${mostPoints} weekly points: more than nineteen years.` });

const share = finite
  .gt(0, { error: 'A level lies between 0 and 1.' })
  .lt(1, { error: 'A level lies between 0 and 1.' });

const input = z.strictObject({
  rule: z.enum(accuracyRules, { error: `Name one of: ${accuracyRules.join(', ')}.` }),
  k: points.min(1, { error: 'A run has at least one point.' }).default(4),
  n: points.min(0, { error: 'There cannot be fewer than no points.' }),
  trueRatePerWeek: finite,
  goalRatePerWeek: finite,
  residualSd: finite.min(0, { error: 'A standard deviation is never under 0.' }),
  baseline: z
    .enum(['exact', 'single-probe', 'median-of-three'], {
      error: 'This must be "exact", "single-probe" or "median-of-three".',
    })
    .default('exact'),
  level: share.optional(),
  goalWeek: finite
    .gt(0, { error: 'The goal lies in a week after the baseline.' })
    .max(10_000, { error: 'At most week 10,000.' })
    .default(30),
});

/** The level of each interval where none is named, as in `calc progress`. */
const usualLevel = { 'ols-bound': 0.8, projection: 0.75 } as const;

/** `calc rule-accuracy` (science.md 2.5). */
export const ruleAccuracyCalculation: Calculation<z.output<typeof input>> = {
  input,
  answer: ({ level, ...question }) => {
    const { rule } = question;
    if (rule === 'ols-bound' && level !== undefined && level < 0.5)
      throw new InputProblem(
        'level_under_half',
        'One-sided bounds of a level under 0.5 would cross.',
        '/level',
        'Give a one-sided level from 0.5 up, such as 0.8.',
      );
    const usual = rule === 'projection' ? usualLevel.projection : usualLevel['ols-bound'];
    return ruleAccuracy({ ...question, level: level ?? usual });
  },
};
