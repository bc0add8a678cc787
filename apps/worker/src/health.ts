import { createServer, type Server } from 'node:http';

export type Health = { ready: () => Promise<{ ready: boolean; parts: Record<string, string> }> };

/** `/health/live`: the event loop turns. `/health/ready`: PostgreSQL answers and the subscriptions run. Loopback only. */
export function serveHealth(port: number, health: Health): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/health/live') return response.end('{"live":true}');
      if (request.url !== '/health/ready') return response.writeHead(404).end();
      const answer = await health.ready().catch(() => ({ ready: false, parts: {} }));
      return response
        .writeHead(answer.ready ? 200 : 503, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer));
    })();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
