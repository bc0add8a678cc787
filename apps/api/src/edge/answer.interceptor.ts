import {
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, mergeMap, type Observable } from 'rxjs';
import type { Answer } from '#event-store/event-store';
import { Positions } from '../live/positions.js';
import { ROUTE_RULES, type RouteRules } from './route.js';

/**
 * Turns the store's answer to a command into headers, ETag, Position and, for a repeat, Idempotency-Replayed, with a body
 * only where something was made. A read says how far its views had come, and its ETag where it is one thing.
 */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly positions: Positions,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const rules = this.reflector.get<RouteRules | undefined>(ROUTE_RULES, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    if (!rules || rules.streams || !request.caller) return next.handle();
    const { district } = request.caller;
    // Asked for before the rows are read: they are at least as new as it says.
    const position = rules.command ? Promise.resolve(0) : this.positions.ofViews(district);
    return from(position).pipe(
      mergeMap((seen) =>
        next.handle().pipe(
          mergeMap(async (value) => {
            void reply.header('cache-control', 'no-store');
            if (rules.command) return isAnswer(value) ? answered(reply, value) : value;
            void reply.header('position', String(seen));
            const version = versionOf(value);
            if (version !== null) void reply.header('etag', `"${version}"`);
            return value;
          }),
        ),
      ),
    );
  }
}

function answered(reply: FastifyReply, answer: Answer & { id?: string }) {
  void reply.header('etag', `"${answer.version}"`).header('position', String(answer.position));
  if (answer.replayed) void reply.header('idempotency-replayed', 'true');
  return answer.id === undefined ? undefined : { id: answer.id, version: answer.version };
}

function isAnswer(value: unknown): value is Answer & { id?: string } {
  return typeof value === 'object' && value !== null && 'replayed' in value && 'position' in value;
}

function versionOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || 'items' in value) return null;
  const { version } = value as { version?: unknown };
  return typeof version === 'number' ? version : null;
}
