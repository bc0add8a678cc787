import { z } from 'zod';

/** RFC 9457 `application/problem+json`. `code` is stable; the web formats its sentence, `detail` is the English fallback. */
export const problemCodes = [
  'schema_invalid',
  'body_unreadable',
  'rule_broken',
  'version_conflict',
  'if_match_missing',
  'if_match_invalid',
  'idempotency_key_missing',
  'idempotency_key_invalid',
  'id_reused',
  'claim_taken',
  'sign_in_required',
  'session_locked',
  'token_invalid',
  'csrf_refused',
  'not_allowed',
  'not_found',
  'gone',
  'method_not_allowed',
  'payload_too_large',
  'unsupported_media_type',
  'too_many_requests',
  'position_not_reached',
  'busy',
  'database_unavailable',
  'identity_unknown',
  'no_district',
  'internal_error',
] as const;
export type ProblemCode = (typeof problemCodes)[number];

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.enum(problemCodes),
    /** With `rule_broken`: the rule's stable kebab-case name, and the ids, dates and numbers that explain it. */
    rule: z.string().optional(),
    facts: z
      .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .optional(),
    /** With `version_conflict`: the version that the stream has now. */
    currentVersion: z.int().optional(),
    /** With `schema_invalid`: each place that does not fit, as a JSON Pointer (`/body/on`, `/query/limit`). */
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() }))
      .optional(),
    traceId: z.string(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problem>;
