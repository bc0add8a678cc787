import { z } from 'zod';

/** A document as it came, of which only the keys are looked at to see what it asks. */
export type Document = Readonly<Record<string, unknown>>;

/** Why a document is not the question that it seems to be. */
export type Unclear = { code: string; message: string; path: readonly string[]; hint: string };

/** Reads a document that asks one question. What comes out is the answer, not yet worked out. */
export type Question = z.ZodType<() => object>;

export function question<Input>(
  input: z.ZodType<Input>,
  answer: (input: Input) => object,
): Question {
  return input.transform((given) => () => answer(given));
}

/** A question whose shape depends on the keys of the document, so that an error speaks of the shape that was meant. */
export function questionBy(choose: (document: Document) => Question | Unclear): Question {
  return z
    .looseObject({}, { error: 'This must be a JSON object.' })
    .transform((document, context): (() => object) => {
      const chosen = choose(document);
      if ('code' in chosen) {
        const { code, message, path, hint } = chosen;
        context.addIssue({ code: 'custom', message, path: [...path], params: { code, hint } });
        return z.NEVER;
      }
      const parsed = chosen.safeParse(document, { reportInput: true });
      if (parsed.success) return parsed.data;
      context.issues.push(...(parsed.error.issues as z.core.$ZodRawIssue[]));
      return z.NEVER;
    });
}
