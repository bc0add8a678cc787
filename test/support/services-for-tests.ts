import { superuserUrl } from '#platform/services/embedded-postgres';
import { startServices, type ServiceName } from '#platform/services/start-services';
import { removeLeftHomes, throwAwayHome } from './throw-away-home.js';

export type ServicesForTests = {
  /** As the application's login. */
  databaseUrl: string;
  /** As the login that owns the database, may make others, and is no superuser. */
  ownerUrl: string;
  /** The server's superuser, for what must hold even against it; null on a server that is not ours. */
  superuserUrl: string | null;
  temporalAddress: string;
  temporalNamespace: string;
  stop(): Promise<void>;
};

/** One set of services for a whole test run, empty, in a home of its own; AIMLINE_TEST_DATABASE_URL is used instead if set. */
export async function servicesForTests(need: ServiceName[]): Promise<ServicesForTests> {
  await removeLeftHomes();
  const home = await throwAwayHome();
  const given = process.env['AIMLINE_TEST_DATABASE_URL'];
  const lines: string[] = [];
  const say = (line: string) => {
    lines.push(line);
    if (line.includes('building')) console.error(line); // minutes of silence would look like a hang
  };
  try {
    const env = {
      ...process.env,
      DATABASE_URL: given && asApplication(given),
      DATABASE_MIGRATION_URL: given,
      TEMPORAL_ADDRESS: undefined,
    };
    const services = await startServices({ home, say, need, command: 'the test run', env });
    const port = Number(new URL(services.databaseUrl).port);
    return {
      databaseUrl: services.databaseUrl,
      ownerUrl: services.migrationUrl,
      superuserUrl: given ? null : await superuserUrl(home, port),
      temporalAddress: services.temporalAddress,
      temporalNamespace: services.namespace,
      stop: () => services.stop().then(() => home.remove()),
    };
  } catch (error) {
    console.error(lines.join('\n'));
    await home.remove();
    throw error;
  }
}

/** On a server of yours the login is made by the first migration. */
function asApplication(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  Object.assign(url, { username: 'aimline_app', password: 'of-the-tests' });
  return url.href;
}

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string;
    ownerUrl: string;
    superuserUrl: string | null;
    temporalAddress: string;
    temporalNamespace: string;
  }
}
