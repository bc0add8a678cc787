import { createServer } from 'node:http';
import { whenAskedToStop } from '#platform/stopping';
import { readIdpConfig } from './config.js';
import { personas } from './personas.js';
import { createIdp } from './provider.js';

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

try {
  const config = readIdpConfig();
  const { hostname, port, href } = config.issuer;
  const handle = createIdp(config, personas);
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      process.stderr.write(`dev-idp: ${String(error)}\n`);
      response.statusCode = 500;
      response.end();
    });
  });
  server.on('error', (error) => fail(`dev-idp cannot listen on port ${port}: ${error.message}`));
  server.listen(Number(port), hostname, () =>
    process.stdout.write(`dev-idp: sign in as an invented person at ${href}\n`),
  );
  whenAskedToStop(
    () => new Promise((closed) => server.close(() => closed()).closeAllConnections()),
  );
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
