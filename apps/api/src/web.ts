import fastifyStatic from '@fastify/static';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/**
 * Serves the built web app from the same origin. Its own addresses are made in the browser, so every page that is no file
 * and no part of the API gets `index.html`; hashed files may be kept for ever, the page itself never.
 */
export async function serveWeb(fastify: FastifyInstance, folder: string): Promise<boolean> {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return false;
  await fastify.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    setHeaders: (reply, path) => {
      const forEver = path.includes('/assets/');
      void reply.header(
        'cache-control',
        forEver ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  fastify.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    handler: (request, reply) => {
      const path = request.url.split('?')[0] ?? '';
      if (/^\/(v1|health|assets)(\/|$)/.test(path)) return reply.callNotFound();
      return reply.sendFile('index.html');
    },
  });
  return true;
}
