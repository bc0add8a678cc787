import { z } from 'zod';
import { absenceOf } from '#domain/attendance/chronic-absence';
import { accuracyOf, mazeAdjusted } from '#domain/norms/accuracy';
import { percentileRanks, standingIn } from '#domain/norms/percentile-rank';
import { classwideShare } from '#domain/screening/classwide';
import { gated, predictiveValues } from '#domain/screening/predictive-values';
import { finite } from './inputs.js';
import { count, days, score, share } from './screen-inputs.js';
import { question, questionBy } from './screen-question.js';

/** A part that is larger than its whole cannot be. */
function within<Shape extends object>(
  shape: z.ZodType<Shape>,
  part: keyof Shape & string,
  isWithin: (counts: Shape) => boolean,
  message: string,
) {
  return shape.refine(isWithin, {
    path: [part],
    error: message,
    params: { code: 'impossible_count', hint: 'Correct one of the two counts.' },
  });
}

const atMost = (part: number | null, whole: number | null) =>
  part === null || whole === null || part <= whole;

export const accuracy = question(
  z.strictObject({ accuracy: z.strictObject({ wordsCorrect: count, errors: count }) }),
  ({ accuracy: { wordsCorrect, errors } }) => accuracyOf(wordsCorrect, errors),
);

export const maze = question(
  z.strictObject({ maze: z.strictObject({ correct: count, incorrect: count }) }),
  ({ maze: { correct, incorrect } }) => ({ adjusted: mazeAdjusted(correct, incorrect) }),
);

const counted = question(
  z.strictObject({
    percentileRank: within(
      z.strictObject({ strictlyBelow: count, equal: count, total: count }),
      'total',
      ({ strictlyBelow, equal, total }) => atMost((strictlyBelow ?? 0) + (equal ?? 0), total),
      'More scores are below or equal than there are in all.',
    ),
  }),
  ({ percentileRank }) => percentileRanks(percentileRank),
);

const sampled = question(
  z.strictObject({
    percentileRank: z.strictObject({
      sample: z.array(score, { error: 'This must be a list of scores.' }),
      value: score.nullish(),
    }),
  }),
  ({ percentileRank: { sample, value } }) => percentileRanks(standingIn(sample, value ?? null)),
);

export const percentileRank = questionBy(({ percentileRank: inside }) =>
  typeof inside === 'object' && inside !== null && Object.hasOwn(inside, 'sample')
    ? sampled
    : counted,
);

const screenerAccuracy = { sensitivity: share, specificity: share };
const baseRate = share.nullish().transform((rate) => rate ?? null);

export const screener = question(
  z.strictObject({ screener: z.strictObject(screenerAccuracy), baseRate }),
  ({ screener, baseRate }) => predictiveValues(screener, baseRate),
);

export const gates = question(
  z.strictObject({
    gates: z.array(z.strictObject(screenerAccuracy), {
      error: 'This must be a list of screeners.',
    }),
    mode: z.enum(['and', 'or'], {
      error: 'This must be "and" (positive on every gate) or "or" (positive on any).',
    }),
    baseRate,
  }),
  ({ gates, mode, baseRate }) => gated(gates, mode, baseRate),
);

export const attendance = question(
  z.strictObject({
    attendance: within(
      z.strictObject({
        absent: days,
        enrolled: days,
        threshold: share.default(0.1),
        minimumEnrolledDays: finite
          .min(0, { error: 'A number of days cannot be negative.' })
          .default(10),
      }),
      'absent',
      ({ absent, enrolled }) => atMost(absent, enrolled),
      'There are more days absent than days enrolled.',
    ),
  }),
  ({ attendance: { absent, enrolled, ...rule } }) => absenceOf({ absent, enrolled }, rule),
);

export const classwide = question(
  z.strictObject({
    classwide: within(
      z.strictObject({ below: count, screened: count, threshold: share.default(0.2) }),
      'below',
      ({ below, screened }) => atMost(below, screened),
      'More students are below the cut than were screened.',
    ),
  }),
  ({ classwide: { below, screened, threshold } }) => classwideShare(below, screened, threshold),
);
