import type { Problem, ProblemCode } from '#contracts/problem';

const statusOf: Readonly<Record<ProblemCode, number>> = {
  schema_invalid: 422,
  body_unreadable: 400,
  rule_broken: 409,
  version_conflict: 412,
  if_match_missing: 428,
  if_match_invalid: 422,
  idempotency_key_missing: 422,
  idempotency_key_invalid: 422,
  id_reused: 422,
  claim_taken: 409,
  sign_in_required: 401,
  session_locked: 401,
  token_invalid: 401,
  csrf_refused: 403,
  not_allowed: 403,
  not_found: 404,
  gone: 410,
  method_not_allowed: 405,
  payload_too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  position_not_reached: 503,
  busy: 503,
  database_unavailable: 503,
  identity_unknown: 403,
  no_district: 409,
  internal_error: 500,
};

const titles: Readonly<Record<ProblemCode, string>> = {
  schema_invalid: 'The request does not fit',
  body_unreadable: 'The request cannot be read',
  rule_broken: 'A rule stands against it',
  version_conflict: 'Somebody was faster',
  if_match_missing: 'Say which version you saw',
  if_match_invalid: 'If-Match cannot be read',
  idempotency_key_missing: 'An Idempotency-Key is needed',
  idempotency_key_invalid: 'The Idempotency-Key does not fit',
  id_reused: 'The Idempotency-Key was used for something else',
  claim_taken: 'There is one already',
  sign_in_required: 'Sign in first',
  session_locked: 'The session is locked',
  token_invalid: 'The token is not valid',
  csrf_refused: 'Refused: it does not come from our own pages',
  not_allowed: 'Not allowed',
  not_found: 'Not found',
  gone: 'It is gone',
  method_not_allowed: 'Not possible here',
  payload_too_large: 'Too large',
  unsupported_media_type: 'Not in this form',
  too_many_requests: 'Too many requests',
  position_not_reached: 'Not there yet',
  busy: 'Busy',
  database_unavailable: 'The database cannot be reached',
  identity_unknown: 'Nobody here has this identity',
  no_district: 'There is no district yet',
  internal_error: 'Something went wrong here',
};

/** Seconds after which a client may try a 503 again. */
const retryAfter = 2;

type More = Pick<Problem, 'rule' | 'facts' | 'currentVersion' | 'errors'>;

/** A refusal of the edge itself, in the words of RFC 9457; `detail` says what to do and names no person. */
export class ProblemError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly more: Partial<More> & { status?: number } = {},
  ) {
    super(code);
    this.name = 'ProblemError';
  }
}

export function problemOf(
  error: ProblemError,
  request: { instance: string; traceId: string },
): { problem: Problem; headers: Record<string, string> } {
  const { status: other, ...more } = error.more;
  const status = other ?? statusOf[error.code];
  const problem: Problem = {
    type: `https://aimline.dev/problems/${error.code}`,
    title: titles[error.code],
    status,
    detail: error.detail,
    instance: request.instance,
    code: error.code,
    ...more,
    traceId: request.traceId,
  };
  return { problem, headers: status === 503 ? { 'retry-after': String(retryAfter) } : {} };
}
