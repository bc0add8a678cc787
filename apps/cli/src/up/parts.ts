import { join } from 'node:path';
import type { AimlineHome } from '#platform/services/aimline-home';
import { isPortFree, type Ports } from '#platform/services/ports';
import { homeSecret } from '#platform/services/secret-file';
import type { Services } from '#platform/services/start-services';
import { CommandProblem } from '../answer.js';
import { partNames, type Part, type PartName } from './part.js';

const FIRST_WEB_PORT = 3000;

/** The port of web and API: the one that PORT asks for, which must be free, else the first free one from 3000 on. */
export async function webPort(env: NodeJS.ProcessEnv): Promise<number> {
  const asked = env['PORT'];
  if (!asked) {
    let port = FIRST_WEB_PORT;
    while (!(await isPortFree(port))) port += 1;
    return port;
  }
  if (await isPortFree(Number(asked))) return Number(asked);
  throw new CommandProblem(2, 'port-taken', `Port ${asked} is taken by another program.`, {
    where: 'PORT',
    hint: 'Stop that program, set PORT to another port, or unset it to take the next free one.',
  });
}

/** The programs of the tree and the environment that each is given (libs/platform/src/config.ts reads it). */
export async function treeParts(
  home: AimlineHome,
  ports: Ports,
  port: number,
  services: () => Services,
  env: NodeJS.ProcessEnv,
): Promise<Part[]> {
  // A sign-in of yours, or the development provider with the invented people of libs/sandbox.
  const isEmbedded = !env['OIDC_ISSUER'];
  await homeSecret(home, 'master-key', 32);
  const clientSecret = await homeSecret(home, 'oidc-client-secret');
  const shared = () => {
    const { databaseUrl, temporalAddress, namespace } = services();
    const ownKey = env['AIMLINE_MASTER_KEY'] || env['AIMLINE_MASTER_KEY_FILE'];
    return {
      ...env,
      DATABASE_URL: databaseUrl,
      DATABASE_URL_FILE: undefined,
      // Whoever serves people has no business with the owner's login.
      DATABASE_MIGRATION_URL: undefined,
      DATABASE_MIGRATION_URL_FILE: undefined,
      TEMPORAL_ADDRESS: temporalAddress,
      TEMPORAL_NAMESPACE: namespace,
      AIMLINE_HOME: home.dir,
      ...(!ownKey && { AIMLINE_MASTER_KEY_FILE: join(home.secrets, 'master-key') }),
      PORT: String(port),
      PUBLIC_URL: env['PUBLIC_URL'] || `http://127.0.0.1:${port}`,
      WORKER_HEALTH_PORT: String(ports.workerHealth),
      API_METRICS_PORT: env['API_METRICS_PORT'] || String(ports.apiMetrics),
      WORKER_METRICS_PORT: env['WORKER_METRICS_PORT'] || String(ports.workerMetrics),
      ...(isEmbedded && {
        AIMLINE_EMBEDDED: '1',
        OIDC_ISSUER: `http://127.0.0.1:${ports.devIdp}`,
        OIDC_CLIENT_ID: 'aimline',
        OIDC_CLIENT_SECRET: clientSecret,
      }),
    };
  };
  const local = (path: string, at: number) => `http://127.0.0.1:${at}${path}`;
  const ready: Record<PartName, string> = {
    'dev-idp': local('/.well-known/openid-configuration', ports.devIdp),
    api: local('/health/ready', port),
    worker: local('/health/ready', ports.workerHealth),
  };
  return partNames
    .filter((name) => isEmbedded || name !== 'dev-idp')
    .map((name) => ({
      name,
      program: join(home.checkout, 'dist', 'apps', name, 'src', 'main.js'),
      env: shared,
      readyUrl: ready[name],
    }));
}
