import { z } from 'zod';

// Shapes that several calculations share.

/** A number as JSON has it; JSON has neither NaN nor Infinity, but 1e999 reads as one. */
export const finite = z.number({ error: 'This must be a number.' });

export const direction = z.enum(['increase', 'decrease'], {
  error: 'This must be "increase" (higher is better) or "decrease".',
});

/** A day that exists, `YYYY-MM-DD`. `abort`: no check of a whole object may reckon with a day that does not exist. */
export const date = z.iso.date({
  error: 'This must be a date that exists, as YYYY-MM-DD.',
  abort: true,
});

/** An object with these keys and no other. */
export const part = <Fields extends z.core.$ZodLooseShape>(fields: Fields) =>
  z.strictObject(fields, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `There is nothing named ${issue.keys[0]} here; there is ${Object.keys(fields).join(', ')}.`
        : 'This must be an object.',
  });
