import { z } from 'zod';
import { gapOf } from '#domain/statistics/gap';
import type { Calculation } from './calculation.js';
import { direction, finite, part } from './inputs.js';

// Everything may be left out, and null says so as well: what needs it is then null.
const input = part({
  expected: finite.nullish(),
  current: finite.nullish(),
  weeksLeft: finite.nullish(),
  attainedRatePerWeek: finite.nullish(),
  direction: direction.nullish(),
  significantRatio: finite.positive({ error: 'This must be a number above 0.' }).nullish(),
  inclusive: z.boolean({ error: 'This must be true or false.' }).nullish(),
});

/** `calc gap` (science.md 2.7). */
export const gap: Calculation<z.output<typeof input>> = {
  input,
  answer: (given) =>
    gapOf({
      expected: given.expected ?? null,
      current: given.current ?? null,
      weeksLeft: given.weeksLeft ?? null,
      attainedRatePerWeek: given.attainedRatePerWeek ?? null,
      direction: given.direction ?? 'increase',
      significantRatio: given.significantRatio ?? undefined,
      inclusive: given.inclusive ?? false,
    }),
};
