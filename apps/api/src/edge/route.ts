import { applyDecorators, Get, HttpCode, Post, SetMetadata } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiHeader,
  ApiOperation,
  ApiQuery,
  ApiDefaultResponse,
} from '@nestjs/swagger';
import type { z } from 'zod';
import { created } from '#contracts/fields';
import { problem } from '#contracts/problem';
import type { Action } from '#domain/policy/policy';

/** The kinds of things that a permission can be about. */
export type AboutKind =
  'student' | 'cycle' | 'group' | 'referral' | 'screening-window' | 'school' | 'calendar';

/**
 * What a route is about, so that the guard can ask the policy before anything is read:
 * `district` = facts of the whole district; `list` = whatever the caller may see, filtered by the query itself;
 * else a thing named by a path parameter, or by a field of the body.
 */
export type About =
  'district' | 'list' | { kind: AboutKind; param: string } | { kind: AboutKind; body: string };

export type RouteRules = {
  /** `signed-in`: whoever has a session, with or without a district. */
  allow: Action | 'signed-in' | 'public';
  about: About;
  command: boolean;
  /** A person judges what was seen: If-Match is required. */
  judged: boolean;
  /** Answers with a stream of hints: headers are gone before there is anything to say. */
  streams?: true;
};

export const ROUTE_RULES = 'aimline:route-rules';

type Common = {
  path?: string;
  id: string;
  says: string;
  allow: RouteRules['allow'];
  about?: About;
};

/** A read. `answer` is the shape of the 200. */
export function Reads({
  path = '',
  id,
  says,
  allow,
  about = 'district',
  answer,
}: Common & { answer?: z.ZodType }) {
  return applyDecorators(
    Get(path),
    rules({ allow, about, command: false, judged: false }),
    ApiOperation({ operationId: id, summary: says }),
    ApiQuery({
      name: 'minPosition',
      required: false,
      description:
        'Wait up to two seconds for the views to reach this position of the log; then 503',
      schema: { type: 'integer', minimum: 0 },
    }),
    ...(answer ? [ApiOkResponse({ standardSchema: answer })] : []),
    ApiDefaultResponse({ standardSchema: problem }),
  );
}

/** A command: 204 with ETag and Position, or 201 with the new thing's id where it `makes` one. */
export function Commands({
  path = '',
  id,
  says,
  allow,
  about = 'district',
  judged = false,
  makes = false,
  answers,
}: Common & {
  judged?: boolean;
  makes?: boolean;
  answers?: { status: number; schema: z.ZodType };
}) {
  const status = answers?.status ?? (makes ? 201 : 204);
  return applyDecorators(
    Post(path),
    HttpCode(status),
    rules({ allow, about, command: true, judged }),
    ApiOperation({ operationId: id, summary: says }),
    ApiHeader({
      name: 'idempotency-key',
      required: true,
      schema: { type: 'string', minLength: 8, maxLength: 200 },
    }),
    ApiHeader({ name: 'if-match', required: judged, schema: { type: 'string' } }),
    answers
      ? ApiOkResponse({ standardSchema: answers.schema })
      : makes
        ? ApiCreatedResponse({ standardSchema: created })
        : ApiNoContentResponse(),
    ApiDefaultResponse({ standardSchema: problem }),
  );
}

/** A route outside reads and commands (sign-in, health); it still says who may. */
export const rules = (of: RouteRules) => SetMetadata(ROUTE_RULES, of);
export const Public = () =>
  rules({ allow: 'public', about: 'district', command: false, judged: false });
