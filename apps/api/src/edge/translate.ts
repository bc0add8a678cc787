import { HttpException } from '@nestjs/common';
import type { ProblemCode } from '#contracts/problem';
import { RuleBroken } from '#domain/rule-broken';
import {
  BodyIsGone,
  Busy,
  ClaimTaken,
  ClassDestroyed,
  DistrictNotFound,
  IdReused,
  NotASandbox,
  StoreUnavailable,
  StreamNotFound,
  StreamRedacted,
  TooMuch,
  VersionConflict,
} from '#event-store/errors';
import { NotCanonical } from '#event-store/jcs';
import { ReferenceMissing } from '#event-store/reference-data';
import { ProblemError } from './problem-error.js';

/**
 * The words of the domain, the store and the framework, as a problem; null = a bug of ours. `judged`: the caller said
 * with If-Match what was seen, so losing a race is 412 and not 409.
 */
export function translate(error: unknown, judged: boolean): ProblemError | null {
  if (error instanceof ProblemError) return error;
  if (error instanceof RuleBroken)
    return new ProblemError('rule_broken', `The rule "${error.rule}" stands against it.`, {
      rule: error.rule,
      facts: { ...error.facts },
    });
  if (error instanceof VersionConflict)
    return new ProblemError(
      'version_conflict',
      'It has changed since you looked. Read it again, then decide again.',
      { currentVersion: error.actual, status: judged ? 412 : 409 },
    );
  if (error instanceof ClaimTaken)
    return new ProblemError('claim_taken', `Only one may be open at a time: ${error.holder} is.`);
  if (error instanceof IdReused)
    return new ProblemError(
      'id_reused',
      'This Idempotency-Key came before with another request. Use a new key for a new request.',
    );
  if (error instanceof StreamNotFound || error instanceof DistrictNotFound)
    return new ProblemError('not_found', 'There is nothing under this id.');
  if (error instanceof ReferenceMissing)
    return new ProblemError('rule_broken', 'It names a version that was never published.', {
      rule: error.stream.startsWith('calendar/') ? 'calendar-unknown' : 'rule-set-missing',
      facts: { stream: error.stream, version: error.version },
    });
  if (error instanceof NotASandbox)
    return new ProblemError(
      'rule_broken',
      'This district is live: its clock is the wall’s. Only a sandbox’s clock can be advanced.',
      { rule: 'clock-is-not-stepped' },
    );
  if (error instanceof BodyIsGone)
    return new ProblemError(
      'gone',
      'It was taken, and what was recorded has been destroyed since.',
    );
  if (error instanceof StreamRedacted || error instanceof ClassDestroyed)
    return new ProblemError('gone', 'Its content was destroyed; nothing can be added.');
  if (error instanceof TooMuch)
    return new ProblemError(
      'payload_too_large',
      `Not taken, nothing was changed: ${error.what}, and ${error.most} is the most. Send it in parts.`,
    );
  if (error instanceof NotCanonical)
    return new ProblemError(
      'schema_invalid',
      `${error.where || 'the body'} holds ${error.what}, which cannot be kept as it is.`,
    );
  if (error instanceof Busy)
    return new ProblemError('busy', `Not taken, nothing was changed: ${error.message}.`);
  if (error instanceof StoreUnavailable)
    return new ProblemError(
      'database_unavailable',
      'PostgreSQL cannot be reached. Nothing was changed; send the same request again.',
    );
  return fromFramework(error);
}

const byStatus: Readonly<Record<number, [ProblemCode, string]>> = {
  400: ['body_unreadable', 'The body is not JSON that can be read.'],
  404: ['not_found', 'There is no such address. See /docs.'],
  405: ['method_not_allowed', 'See /docs for what can be done here.'],
  413: ['payload_too_large', 'The body is larger than this address takes.'],
  415: ['unsupported_media_type', 'Send application/json; files as multipart/form-data.'],
  429: ['too_many_requests', 'Wait a moment.'],
};

/** Nest's and Fastify's own refusals carry an HTTP status and sentences that may repeat what was sent: only the status is used. */
function fromFramework(error: unknown): ProblemError | null {
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : (error as { statusCode?: unknown } | null)?.statusCode;
  const known = typeof status === 'number' ? byStatus[status] : undefined;
  return known ? new ProblemError(known[0], known[1]) : null;
}
