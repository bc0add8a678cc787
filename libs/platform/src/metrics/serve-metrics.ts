import { createServer, type Server } from 'node:http';

export type ServedMetrics = { stop: () => Promise<void> };

/**
 * `/metrics` for Prometheus, on a port of its own that is never published: what `parts` say, one after the other. A part that
 * cannot be had (PostgreSQL is away) is left out, so that the rest can still be seen.
 */
export async function serveMetrics(
  { host, port }: { host: string; port: number },
  parts: readonly (() => Promise<string>)[],
): Promise<ServedMetrics> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics')
      return void response.writeHead(404).end();
    void Promise.all(parts.map((part) => part().catch(() => ''))).then((texts) =>
      response
        .writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' })
        .end(texts.filter((text) => text !== '').join('\n')),
    );
  });
  await listening(server, host, port);
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
