import { createServer } from 'node:http';
import { readConfig } from './config.js';
import { personas } from './personas.js';
import { createIdp } from './provider.js';

function start() {
  const config = readConfig(process.env);
  const handle = createIdp(config, personas);
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      process.stderr.write(`dev-idp: ${String(error)}\n`);
      response.statusCode = 500;
      response.end();
    });
  });
  server.on('error', (error) =>
    fail(`dev-idp cannot listen on port ${config.port}: ${error.message}`),
  );
  server.listen(config.port, config.host, () =>
    process.stdout.write(`dev-idp: sign in as an invented person at ${config.issuer}\n`),
  );
  const stop = () => server.close(() => process.exit(0)).closeAllConnections();
  process.on('SIGTERM', stop).on('SIGINT', stop).on('disconnect', stop);
  // A supervisor that was killed cannot say so: an orphan has another parent.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 1000).unref();
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

try {
  start();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
