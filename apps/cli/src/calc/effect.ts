import { z } from 'zod';
import { effectOf } from '#domain/effect/effect';
import { scales } from '#domain/effect/response-ratio';
import { severalCasesOf } from '#domain/effect/several-cases';
import type { Calculation } from './calculation.js';
import { direction, finite } from './inputs.js';

const values = z.array(finite, { error: 'This must be a list of numbers, in the order measured.' });

const probability = { error: 'This must be a probability, 0 to 1.' };

const input = z
  .strictObject({
    a: values.optional(),
    b: values.optional(),
    cases: z
      .array(z.strictObject({ a: values.default([]), b: values.default([]) }), {
        error: 'This must be a list of cases, each with its phases a and b.',
      })
      .optional(),
    direction: direction.default('increase'),
    goal: finite.nullish(),
    scale: z.enum(scales, { error: `This must be one of ${scales.join(', ')}.` }).default('other'),
    alpha: finite.min(0, probability).max(1, probability).default(0.05),
  })
  .refine(({ a, b, cases }) => !cases || (!a && !b), {
    path: ['cases'],
    error: 'The phases of one case (a, b) and several cases cannot be asked about at once.',
    params: { code: 'one_or_several', hint: 'Move a and b into cases, or leave cases out.' },
  });

/** `calc effect` (science.md 4): one case, or several of one study. */
export const effect: Calculation<z.output<typeof input>> = {
  input,
  answer: ({ a = [], b = [], cases, goal = null, ...options }) =>
    cases
      ? severalCasesOf(cases.map((phases) => ({ ...phases, ...options, goal })))
      : effectOf({ a, b, ...options, goal }),
};
