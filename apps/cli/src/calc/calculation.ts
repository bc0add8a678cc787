import type { z } from 'zod';

/**
 * One `what` of `aimline calc` (interfaces.md 2.1): the shape of its input and the pure function behind it. `answer` may
 * throw an InputProblem for an input that has the right shape but cannot be (an unknown table, dates in the wrong order).
 */
export type Calculation<Input> = {
  input: z.ZodType<Input>;
  answer(this: void, input: Input): object;
};

/** What is wrong with an input, where (JSON Pointer), and what to do about it. `code` is stable. */
export class InputProblem extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly where: string,
    readonly hint: string,
  ) {
    super(message);
    this.name = 'InputProblem';
  }
}

/** The answer to one document, as JSON text. An input that cannot be answered throws an InputProblem. */
export function calculate<Input>({ input, answer }: Calculation<Input>, text: string): string {
  const parsed = input.safeParse(documentOf(text), { reportInput: true });
  if (!parsed.success) throw problemOf(parsed.error);
  return JSON.stringify(answer(parsed.data));
}

function documentOf(text: string): unknown {
  if (text.trim() === '')
    throw new InputProblem(
      'empty_input',
      'There is no input.',
      '',
      'Send one JSON document on standard input; with --ndjson one on every line.',
    );
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new InputProblem(
      'not_json',
      `The input is no JSON: ${(error as Error).message}`,
      '',
      'Correct it there; JSON has no comments and no comma before a closing bracket.',
    );
  }
}

/** The first thing that the schema found wrong. A schema may name its own code with `params: { code, hint }`. */
function problemOf(error: z.ZodError): InputProblem {
  const issue = deepest(error.issues[0]!);
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  const named = issue.code === 'custom' ? (issue.params as { code?: string; hint?: string }) : {};
  return new InputProblem(
    named?.code ?? codeOf(issue),
    issue.message,
    pointer(path),
    named?.hint ??
      'See what the calculation takes with `aimline calc --help`, and correct it there.',
  );
}

/** Of a choice between shapes, what is wrong with the one that the input came closest to. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const nearest = issue.errors.reduce((best, branch) =>
    branch.length < best.length ? branch : best,
  );
  const inner = nearest[0];
  return inner ? deepest({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'unknown_key';
  return issue.code === 'invalid_type' && issue.input === undefined ? 'missing' : 'invalid_input';
}

const pointer = (path: readonly PropertyKey[]) =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
