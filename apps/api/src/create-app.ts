import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { AppModule } from './app.module.js';
import type { ApiConfig } from './config.js';
import { docsPage } from './docs-page.js';
import { nestLogger } from './logging.js';
import type { AnsweredRequest } from './metrics.js';
import { openApi } from './openapi.js';
import { serveWeb } from './web.js';

/** Largest JSON body and largest uploaded file, in bytes. */
const bodyLimit = 1_000_000;
export const fileLimit = 200_000_000;

/**
 * The API, ready to listen or to be asked by `inject`. `web`: the folder of the built web app, if it is to be served;
 * `answered` is told of every request.
 */
export async function createApp(
  config: ApiConfig,
  log: Logger,
  web?: string,
  answered?: (request: AnsweredRequest) => void,
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit,
    genReqId: () => randomUUID(),
    logger: false,
    trustProxy: 'loopback',
    // Listeners of hints never end by themselves.
    forceCloseConnections: true,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.over(config, log),
    adapter,
    { logger: nestLogger(log), abortOnError: false },
  );
  const fastify = adapter.getInstance();
  fastify.addHook('onResponse', (request, reply, done) => {
    // The template of the route, never the address: a query may hold a name.
    const { method } = request;
    const { statusCode: status } = reply;
    const route = request.routeOptions.url ?? '-';
    answered?.({ method, route, status, seconds: reply.elapsedTime / 1000 });
    log.info(
      {
        traceId: request.id,
        route: `${method} ${route}`,
        status,
        ms: Math.round(reply.elapsedTime),
        actor: request.caller?.staff.id,
        district: request.caller?.district,
      },
      'request',
    );
    done();
  });
  await app.register(helmet as never, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        // Plain http on loopback has nothing to upgrade to.
        upgradeInsecureRequests: config.PUBLIC_URL.startsWith('https:') ? [] : null,
      },
    },
    strictTransportSecurity: config.PUBLIC_URL.startsWith('https:'),
  });
  await app.register(cookie as never);
  await app.register(multipart as never, {
    limits: { fileSize: fileLimit, files: 20, fields: 10 },
  });
  const document = openApi(app);
  fastify.get('/openapi.json', (_request, reply) => reply.send(document));
  fastify.get('/docs', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(document)),
  );
  if (web && !(await serveWeb(fastify, web)))
    log.warn({ folder: web }, 'the web app is not built: only the API is served');
  await app.init();
  return app;
}
