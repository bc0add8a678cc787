import { givenDatabase } from '../config.js';
import { temporalAccess } from '../temporal-access.js';
import { aimlineHome, prepareHome, type AimlineHome } from './aimline-home.js';
import { startEmbeddedPostgres, stopEmbeddedPostgres } from './embedded-postgres.js';
import { withLock } from './file-lock.js';
import { ownPorts } from './ports.js';
import {
  checkDatabaseUrl,
  prepareEmbeddedDatabases,
  prepareTemporalDatabases,
  type PostgresAccess,
} from './postgres-databases.js';
import { identityOf, isRunning } from './process-identity.js';
import { ServiceProblem, type Say } from './service-problem.js';
import { readState, writeState, type ServicesState } from './services-state.js';
import { ensureNamespace, isTemporalHealthy } from './temporal-namespace.js';
import { startTemporal, stopTemporal, type TemporalServer } from './temporal-server.js';

export type ServiceName = 'postgres' | 'temporal';

export type Services = {
  /** As what the application logs in. */
  databaseUrl: string;
  /** As what owns the database, for `migrate` alone; the same as `databaseUrl` where no other was given. */
  migrationUrl: string;
  /** Where Temporal answers; if it was not asked for, where it would. */
  temporalAddress: string;
  namespace: string;
  /**
   * Leaves. The last user to leave stops what Aimline itself started; services of yours (DATABASE_URL,
   * TEMPORAL_ADDRESS) are never stopped. `evenIfUsed` is the supervisor's: it takes all down with it.
   */
  stop(options?: { evenIfUsed: boolean }): Promise<void>;
};

export type StartOptions = {
  home?: AimlineHome;
  say: Say;
  need: readonly ServiceName[];
  /** Named in messages and in the list of users, such as `aimline import`. */
  command?: string;
  env?: NodeJS.ProcessEnv;
  /** Gives up a start that takes long (a build), and stops what was started for it. */
  abort?: AbortSignal;
};

export const DEFAULT_NAMESPACE = 'aimline';

/**
 * PostgreSQL and Temporal for this home: yours if the environment names them, else what runs, else started here.
 * Throws ServiceProblem if one cannot be had; nothing that was started for it is left behind then.
 */
export async function startServices(options: StartOptions): Promise<Services> {
  const { say, need, command = 'aimline', env = process.env, abort } = options;
  const home = options.home ?? aimlineHome(env);
  await prepareHome(home);
  const waiting = ({ pid }: { pid: number }) =>
    say(`another Aimline (pid ${pid}) is starting or stopping services; waiting for it`);
  const locked = <T>(work: () => Promise<T>) => withLock(home.lockFile, work, waiting);

  const stop = ({ evenIfUsed } = { evenIfUsed: false }) =>
    locked(() => leave(home, say, evenIfUsed));
  return locked(async () => {
    try {
      const namespace = env['TEMPORAL_NAMESPACE'] || DEFAULT_NAMESPACE;
      const state = await enter(home, command);
      const { databaseUrl, migrationUrl, temporalAccess } = await postgres(home, state, say, env);
      const temporalAddress = need.includes('temporal')
        ? await temporal(home, state, temporalAccess, namespace, say, env, abort)
        : env['TEMPORAL_ADDRESS'] || `127.0.0.1:${(await ownPorts(home)).temporal}`;
      return { databaseUrl, migrationUrl, temporalAddress, namespace, stop };
    } catch (error) {
      await leave(home, say, false);
      throw error;
    }
  });
}

async function enter(home: AimlineHome, command: string): Promise<ServicesState> {
  const state = await readState(home);
  const self = identityOf(process.pid);
  state.users = state.users.filter((user) => user.process.pid !== self.pid);
  state.users.push({ process: self, command });
  await writeState(home, state);
  return state;
}

async function leave(home: AimlineHome, say: Say, evenIfUsed: boolean): Promise<void> {
  const state = await readState(home);
  state.users = state.users.filter((user) => user.process.pid !== process.pid);
  if (state.users.length === 0 || evenIfUsed) {
    if (state.temporal) await stopTemporal(state.temporal.process, say);
    if (state.postgres) await stopEmbeddedPostgres(state.postgres.process, say);
    Object.assign(state, { postgres: null, temporal: null });
  }
  await writeState(home, state);
}

async function postgres(home: AimlineHome, state: ServicesState, say: Say, env: NodeJS.ProcessEnv) {
  const given = givenDatabase(env);
  if (given.url) {
    const migrationUrl = given.migrationUrl ?? given.url;
    await checkDatabaseUrl(migrationUrl);
    if (given.url !== migrationUrl) await checkDatabaseUrl(given.url, { loginToCome: true });
    return {
      databaseUrl: given.url,
      migrationUrl,
      temporalAccess: () => prepareTemporalDatabases(migrationUrl),
    };
  }
  const ran = state.postgres && isRunning(state.postgres.process);
  if (!ran) say(`starting PostgreSQL${duration(state)}`);
  const { process: server, port, adopted } = await startEmbeddedPostgres(home, say);
  if (adopted)
    say(`using the PostgreSQL that runs (pid ${server.pid}, port ${port})${orphan(state)}`);
  state.postgres = { process: server, port };
  await writeState(home, state);
  const { temporal, ...urls } = await prepareEmbeddedDatabases(home, port);
  return { ...urls, temporalAccess: async () => temporal };
}

async function temporal(
  home: AimlineHome,
  state: ServicesState,
  access: () => Promise<PostgresAccess>,
  namespace: string,
  say: Say,
  env: NodeJS.ProcessEnv,
  abort?: AbortSignal,
): Promise<string> {
  const given = env['TEMPORAL_ADDRESS'];
  const reached = temporalAccess(env);
  if (given && !(await isTemporalHealthy(given, reached)))
    throw new ServiceProblem(
      'temporal-unreachable',
      `Temporal at ${given} does not answer.`,
      'Check TEMPORAL_ADDRESS, TEMPORAL_TLS and what belongs to it, and that the server runs; or unset them to run one here.',
    );
  const address = given || (await ownTemporal(home, state, access, namespace, say, abort));
  await ensureNamespace(address, namespace, reached);
  return address;
}

async function ownTemporal(
  home: AimlineHome,
  state: ServicesState,
  access: () => Promise<PostgresAccess>,
  namespace: string,
  say: Say,
  abort?: AbortSignal,
): Promise<string> {
  const left = state.temporal;
  const databasePort = state.postgres?.port ?? null;
  if (left && isRunning(left.process)) {
    if (left.databasePort === databasePort && (await isTemporalHealthy(left.address))) {
      say(
        `using the Temporal server that runs (pid ${left.process.pid}, ${left.address})${orphan(state)}`,
      );
      return left.address;
    }
    say(
      `the Temporal server (pid ${left.process.pid}) that was left behind is of no use; stopping it`,
    );
    await stopTemporal(left.process, say);
  }
  say(`starting the Temporal server${duration(state)} (about 5 seconds)`);
  const keep = async (server: TemporalServer) => {
    state.temporal = { ...server, databasePort };
    await writeState(home, state);
  };
  const started = await startTemporal(home, access, namespace, say, keep, abort);
  return started.address;
}

const self = (state: ServicesState) => state.users.find((user) => user.process.pid === process.pid);

const duration = (state: ServicesState) => {
  const command = self(state)?.command;
  return command && command !== 'aimline up' ? ` for the duration of \`${command}\`` : '';
};

/** Nobody but us relies on it: then it was left behind by one that was killed, and from now on it is ours to stop. */
const orphan = (state: ServicesState) =>
  state.users.length > 1 ? '' : '; it was left behind by an Aimline that was killed';
