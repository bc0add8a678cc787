import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { StaffActor } from '#domain/policy/policy';
import { ProblemError } from './problem-error.js';

/** Who asks, in which district, and what the headers say; parsed once, by the guard. */
export type Caller = {
  district: string;
  staff: StaffActor & { givenName: string; familyName: string };
  /** Method and template of the route, `POST /v1/cycles/:cycleId/probes`: the scope of an idempotency key. */
  route: string;
  /** Header `Idempotency-Key`; null on reads. */
  idempotencyKey: string | null;
  /** The version that was seen, from `If-Match`; undefined if the caller did not say. */
  expected: number | undefined;
  traceId: string;
  /** How they are signed in; null for a machine with a token. */
  session: SessionOfCaller | null;
};

export type SessionOfCaller = { idleExpiresAt: string; expiresAt: string };

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/** The signed-in caller of a route that is not public. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('a public route has no caller');
  return caller;
});

/** The store's versions, as strong ETags: `"12"`. */
export function parseIfMatch(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const match = /^"(\d{1,9})"$/.exec(header.trim());
  if (!match)
    throw new ProblemError(
      'if_match_invalid',
      'If-Match must be the ETag of the answer that you saw, such as "12".',
    );
  return Number(match[1]);
}

export function parseIdempotencyKey(header: string | undefined): string {
  if (!header)
    throw new ProblemError(
      'idempotency_key_missing',
      'Send a header Idempotency-Key: a new UUID for each thing you do, the same one for a retry.',
    );
  if (!/^[A-Za-z0-9._:-]{8,200}$/.test(header))
    throw new ProblemError(
      'idempotency_key_invalid',
      'Idempotency-Key must be 8 to 200 letters, digits or . _ : -, best a UUID.',
    );
  return header;
}
