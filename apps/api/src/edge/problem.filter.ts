import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { LOGGER } from '../logging.js';
import { ProblemError, problemOf } from './problem-error.js';
import { translate } from './translate.js';

/** Every refusal leaves as problem+json; what is nobody's refusal is our bug: 500, logged once, without student data. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const refusal = translate(error, request.headers['if-match'] !== undefined);
    if (!refusal) this.log.error({ traceId: request.id, ...anonymous(error) }, 'request failed');
    const { problem, headers } = problemOf(
      refusal ??
        new ProblemError('internal_error', 'It was logged under the traceId. Nothing was changed.'),
      { instance: (request.url.split('?')[0] ?? '').slice(0, 300), traceId: request.id },
    );
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.end();
      return;
    }
    void reply
      .status(problem.status)
      .headers(headers)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problem));
  }
}

/** Messages of drivers quote rows and values: the log gets the kind of error and where it was thrown. */
function anonymous(error: unknown) {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code } = error as { code?: unknown };
  const stack = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    kind: error.name,
    code: typeof code === 'string' ? code : undefined,
    at: stack.slice(0, 6),
  };
}
