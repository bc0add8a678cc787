import { z } from 'zod';
import { gapOf } from '#domain/statistics/gap';
import type { Calculation } from './calculation.js';
import { direction, finite } from './inputs.js';

const input = z.strictObject({
  expected: finite,
  current: finite,
  weeksLeft: finite.nullish(),
  attainedRatePerWeek: finite.nullish(),
  direction: direction.default('increase'),
  significantRatio: finite.positive().default(2),
  inclusive: z.boolean().default(false),
});

/** `calc gap` (science.md 2.7). */
export const gap: Calculation<z.output<typeof input>> = {
  input,
  answer: ({ weeksLeft, attainedRatePerWeek, ...rest }) =>
    gapOf({ ...rest, weeksLeft: weeksLeft ?? 0, attainedRatePerWeek: attainedRatePerWeek ?? null }),
};
