/** One thing wrong with one field of a request: a JSON Pointer, a stable code, an English fallback. */
export type FieldProblem = { pointer: string; code: string; detail: string };

/** An answer that is no answer: problem+json (RFC 9457) of the API, or `network` where nothing came back at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: readonly FieldProblem[] = [],
    readonly traceId: string | null = null,
    /** With `rule_broken`: the rule's stable name. */
    readonly rule: string | null = null,
  ) {
    super(`${status} ${code}: ${detail}`);
  }

  /** Nothing was decided about the request: the same one may be sent again, with the same key. */
  get mayRetry(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const field = (name: string): unknown =>
    body !== null && typeof body === 'object' && name in body
      ? (body as Record<string, unknown>)[name]
      : undefined;
  const text = (name: string) => {
    const value = field(name);
    return typeof value === 'string' ? value : null;
  };
  const errors = field('errors');
  return new ApiProblem(
    response.status,
    text('code') ?? `http-${response.status}`,
    text('detail') ?? text('title') ?? response.statusText,
    Array.isArray(errors) ? (errors as FieldProblem[]) : [],
    text('traceId'),
    text('rule'),
  );
}
