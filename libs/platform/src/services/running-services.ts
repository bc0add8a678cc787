import pg from 'pg';
import { givenDatabase } from '../config.js';
import { temporalAccess } from '../temporal-access.js';
import { aimlineHome, type AimlineHome } from './aimline-home.js';
import { applicationUrl } from './postgres-databases.js';
import { isRunning } from './process-identity.js';
import { readState } from './services-state.js';
import { DEFAULT_NAMESPACE } from './start-services.js';
import { isTemporalHealthy } from './temporal-namespace.js';

/** What answers at this moment for a home; null where nothing does. Starts nothing. */
export type RunningServices = {
  databaseUrl: string | null;
  temporalAddress: string | null;
  namespace: string;
  /** The Aimline processes that rely on them now. */
  users: { pid: number; command: string }[];
};

export async function runningServices(
  home: AimlineHome = aimlineHome(),
  env: NodeJS.ProcessEnv = process.env,
): Promise<RunningServices> {
  const state = await readState(home);
  let databaseUrl = givenDatabase(env).url;
  if (!databaseUrl && state.postgres && isRunning(state.postgres.process)) {
    databaseUrl = await applicationUrl(home, state.postgres.port);
  }
  let temporalAddress = env['TEMPORAL_ADDRESS'] || null;
  if (!temporalAddress && state.temporal && isRunning(state.temporal.process))
    temporalAddress = state.temporal.address;
  const [hasDatabase, hasTemporal] = await Promise.all([
    databaseUrl !== null && answers(databaseUrl),
    temporalAddress !== null && isTemporalHealthy(temporalAddress, temporalAccess(env)),
  ]);
  return {
    databaseUrl: hasDatabase ? databaseUrl : null,
    temporalAddress: hasTemporal ? temporalAddress : null,
    namespace: env['TEMPORAL_NAMESPACE'] || DEFAULT_NAMESPACE,
    users: state.users.map(({ process: { pid }, command }) => ({ pid, command })),
  };
}

async function answers(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
