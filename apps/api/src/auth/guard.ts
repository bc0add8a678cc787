import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { decide, type Resource } from '#domain/policy/policy';
import { EventStore } from '#event-store/event-store';
import { parseIdempotencyKey, parseIfMatch, type Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { ROUTE_RULES, type RouteRules } from '../edge/route.js';
import { LOGGER } from '../logging.js';
import { Positions } from '../live/positions.js';
import { Authenticate, type SignedIn } from './authenticate.js';
import { FileViews } from './file-views.js';
import { Whereabouts, type AboutOne } from './whereabouts.js';

declare module 'fastify' {
  interface FastifyRequest {
    signedIn?: SignedIn;
  }
}

/**
 * The one door of every route: who is it, do they say what a command must say, and does the policy let them? A route
 * without rules is a bug and is refused.
 */
@Injectable()
export class Guard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticate: Authenticate,
    private readonly whereabouts: Whereabouts,
    private readonly positions: Positions,
    private readonly fileViews: FileViews,
    private readonly store: EventStore,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rules = this.reflector.get<RouteRules | undefined>(ROUTE_RULES, context.getHandler());
    if (!rules)
      throw new Error(`no rules on ${context.getClass().name}.${context.getHandler().name}`);
    if (rules.allow === 'public') return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (request.url.includes('%00'))
      throw new ProblemError('schema_invalid', 'The address must not hold a NUL byte.');
    const signedIn = await this.authenticate.who(request);
    request.signedIn = signedIn;
    if (signedIn.member) request.caller = callerOf(request, signedIn.member, signedIn);
    if (rules.allow === 'signed-in') return true;
    const { caller } = request;
    if (!caller) throw await this.stranger();
    await this.positions.reach(caller.district, minPosition(request));
    await this.allowed(request, caller, rules);
    // Only who may do it at all is told how.
    request.caller = withHeaders(caller, request, rules);
    return true;
  }

  /** Signed in, and on nobody's staff: on an empty installation that is who founds the district. */
  private async stranger(): Promise<ProblemError> {
    const districts = await this.store.districts();
    return districts.length === 0
      ? new ProblemError('no_district', 'There is no district yet. Found it: POST /v1/districts.')
      : new ProblemError(
          'identity_unknown',
          'You are signed in, but no district knows you. Ask a district admin to add you to the staff.',
        );
  }

  private async allowed(request: FastifyRequest, caller: Caller, rules: RouteRules): Promise<void> {
    const { allow, about } = rules;
    if (allow === 'signed-in' || allow === 'public') return;
    const place = await this.placeOf(request, caller, about);
    const verdict = place
      ? decide(caller.staff, allow, place.resource)
      : // A list holds what the caller may see: the role alone decides whether it can be asked for.
        decide({ ...caller.staff, scope: { kind: 'district' } }, allow, anything);
    if (!verdict.allow) {
      this.log.warn(
        {
          actor: caller.staff.id,
          district: caller.district,
          action: allow,
          because: verdict.because,
          route: caller.route,
        },
        'denied',
      );
      throw new ProblemError('not_allowed', `Refused: ${verdict.because}.`, {
        facts: { action: allow, because: verdict.because },
      });
    }
    if (place?.studentId && !rules.command) await this.fileViews.record(caller, place.studentId);
  }

  private async placeOf(
    request: FastifyRequest,
    caller: Caller,
    about: RouteRules['about'],
  ): Promise<{ resource: Resource; studentId: string | null } | null> {
    if (about === 'list') return null;
    if (about === 'district') return { resource: { level: 'district' }, studentId: null };
    const id = idIn(request, about);
    // A body without the id is refused by its schema next; until then the role alone decides.
    if (id === null && 'body' in about) return null;
    const place = id
      ? await this.whereabouts.of(caller.district, about.kind, id, caller.staff.id)
      : null;
    if (!place)
      throw new ProblemError(
        'not_found',
        `There is no ${about.kind.replace('-', ' ')} under this id.`,
      );
    return place;
  }
}

/** On somebody's own caseload, in whatever school: what a list could hold at most. */
const anything: Resource = { level: 'student', schoolId: '', grade: null, ownCaseload: true };

function idIn(request: FastifyRequest, about: AboutOne): string | null {
  const from = 'param' in about ? request.params : request.body;
  const name = 'param' in about ? about.param : about.body;
  const value = (from as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'string' ? value : null;
}

function callerOf(
  request: FastifyRequest,
  { district, staff }: NonNullable<SignedIn['member']>,
  { session }: SignedIn,
): Caller {
  return {
    district,
    staff: {
      id: staff.staff_id,
      role: staff.role,
      scope: staff.scope,
      givenName: staff.given_name,
      familyName: staff.family_name,
    },
    route: `${request.method} ${request.routeOptions.url ?? ''}`,
    idempotencyKey: null,
    expected: undefined,
    traceId: request.id,
    session,
  };
}

function withHeaders(caller: Caller, request: FastifyRequest, rules: RouteRules): Caller {
  const expected = parseIfMatch(request.headers['if-match']);
  if (rules.judged && expected === undefined)
    throw new ProblemError(
      'if_match_missing',
      'Send If-Match with the ETag of what you saw: this is a judgement on it.',
    );
  const header = request.headers['idempotency-key'];
  const idempotencyKey = rules.command
    ? parseIdempotencyKey(Array.isArray(header) ? header[0] : header)
    : null;
  return { ...caller, expected, idempotencyKey };
}

function minPosition(request: FastifyRequest): number {
  const asked = (request.query as Record<string, unknown> | undefined)?.['minPosition'];
  return typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : 0;
}
