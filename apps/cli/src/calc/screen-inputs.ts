import { z } from 'zod';
import { grades, seasons, type Grade, type Season } from '#domain/measure/measure';
import { finite } from './inputs.js';

// Shapes that several questions of `calc screen` share.

/** A share or probability, 0–1. */
export const share = finite
  .min(0, { error: 'This must be a share from 0 to 1.' })
  .max(1, { error: 'This must be a share from 0 to 1, not a percentage.' });

/** A count of something; left out or null: not known. */
export const count = finite
  .int({ error: 'This must be a whole number.' })
  .min(0, { error: 'A count cannot be negative.' })
  .nullish()
  .transform((n) => n ?? null);

/** Days may be counted in parts; left out or null: not known. */
export const days = finite
  .min(0, { error: 'A number of days cannot be negative.' })
  .nullish()
  .transform((n) => n ?? null);

/** A score; beyond the whole numbers that a double can tell apart nothing has been scored. */
export const score = finite
  .min(-Number.MAX_SAFE_INTEGER, { error: 'No score is that small.' })
  .max(Number.MAX_SAFE_INTEGER, { error: 'No score is that large.' });

/** One of a few words (or numbers, read as text); anything else is refused under a code of its own. */
function oneOf<Word extends string>(words: readonly Word[], code: string, what: string) {
  return z.unknown().transform((given, context): Word => {
    const text = typeof given === 'number' ? String(given) : given;
    const word = words.find((w) => w === text);
    if (word !== undefined) return word;
    context.addIssue({
      code: 'custom',
      message:
        given === undefined || given === null
          ? `The ${what} is missing.`
          : `There is no ${what} ${JSON.stringify(given)}.`,
      params: {
        code: given === undefined || given === null ? 'missing' : code,
        hint: `Give one of ${words.join(', ')}.`,
      },
    });
    return z.NEVER;
  });
}

/** "K" or a number, also as text. */
export const grade = oneOf<Grade>(grades, 'unknown_grade', 'grade');

/** Fall, winter, spring in every table: beginning, middle and end of the year. */
export const season = oneOf<Season>(seasons, 'unknown_season', 'season');
