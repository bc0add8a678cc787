import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AimlineHome } from './aimline-home.js';
import { lastLines, openLog } from './log-file.js';
import { freePorts, type PortName, type Ports } from './ports.js';
import type { PostgresAccess } from './postgres-databases.js';
import { endProcess, identityOf, type ProcessIdentity } from './process-identity.js';
import { ServiceProblem, type Say } from './service-problem.js';
import { findTemporal } from './temporal-binaries.js';
import { isTemporalHealthy } from './temporal-namespace.js';
import { updateTemporalSchema } from './temporal-schema.js';

export type TemporalServer = { process: ProcessIdentity; address: string };

const READY_WITHIN = 60_000; // ms; 3 s is usual

const TEMPORAL_PORTS: PortName[] = [
  'temporal',
  'temporalHttp',
  'temporalHistory',
  'temporalMatching',
  'temporalWorker',
  'temporalFrontendMembership',
  'temporalHistoryMembership',
  'temporalMatchingMembership',
  'temporalWorkerMembership',
];

/**
 * Starts a Temporal server of this home and waits until it is healthy.
 *
 * `postgres` is asked for only when a server is found that keeps its state there: the Temporal CLI's development
 * server, the last resort, has an SQLite file of its own.
 */
export async function startTemporal(
  home: AimlineHome,
  postgres: () => Promise<PostgresAccess>,
  namespace: string,
  say: Say,
  /** Told at once, so that a start that is killed half-way leaves a trace for the next one. */
  onSpawn: (server: TemporalServer) => Promise<void>,
  abort?: AbortSignal,
): Promise<TemporalServer> {
  const program = await findTemporal(home, say, { abort });
  abort?.throwIfAborted();
  if (!program)
    throw new ServiceProblem(
      'temporal-not-found',
      'There is no Temporal server: none in the cache, no Go toolchain that could build one, no Temporal CLI.',
      'Install Go 1.26 or the Temporal CLI, or set TEMPORAL_ADDRESS to a server of yours.',
    );
  const ports = await freePorts(home, TEMPORAL_PORTS, say);
  if (program.kind === 'server') {
    const access = await postgres();
    await updateTemporalSchema(program.sqlTool, access);
    const env = serverEnv(home, ports, access);
    return launch(home, program.server, ['--allow-no-auth', 'start'], env, ports, onSpawn);
  }
  say('using the Temporal CLI’s development server (one SQLite file): for trying out only');
  return launch(home, program.cli, devServerArgs(home, ports, namespace), {}, ports, onSpawn);
}

/** Ends it within about 3.5 seconds. Its state is in PostgreSQL and survives being stopped by force. */
export async function stopTemporal(server: ProcessIdentity, say: Say): Promise<void> {
  const gone = await endProcess(server, [
    ['SIGTERM', 3_000],
    ['SIGKILL', 500],
  ]);
  if (!gone) say(`Temporal (pid ${server.pid}) does not end; it has to be stopped by hand`);
}

/** The server renders its own configuration from these (`config_template_embedded.yaml` of server 1.32). */
function serverEnv(home: AimlineHome, ports: Ports, access: PostgresAccess): NodeJS.ProcessEnv {
  return {
    DB: 'postgres12_pgx',
    POSTGRES_SEEDS: access.host,
    DB_PORT: String(access.port),
    POSTGRES_USER: access.user,
    POSTGRES_PWD: access.password,
    DBNAME: access.database,
    VISIBILITY_DBNAME: `${access.database}_visibility`,
    SQL_TLS_ENABLED: String(access.tls),
    // Four shards are plenty for one machine. The connection limits count once for each of the four services.
    NUM_HISTORY_SHARDS: '4',
    SQL_MAX_CONNS: '8',
    SQL_MAX_IDLE_CONNS: '8',
    SQL_VIS_MAX_CONNS: '3',
    SQL_VIS_MAX_IDLE_CONNS: '3',
    BIND_ON_IP: '127.0.0.1',
    TEMPORAL_BROADCAST_ADDRESS: '127.0.0.1',
    FRONTEND_GRPC_PORT: String(ports.temporal),
    FRONTEND_HTTP_PORT: String(ports.temporalHttp),
    HISTORY_GRPC_PORT: String(ports.temporalHistory),
    MATCHING_GRPC_PORT: String(ports.temporalMatching),
    WORKER_GRPC_PORT: String(ports.temporalWorker),
    FRONTEND_MEMBERSHIP_PORT: String(ports.temporalFrontendMembership),
    HISTORY_MEMBERSHIP_PORT: String(ports.temporalHistoryMembership),
    MATCHING_MEMBERSHIP_PORT: String(ports.temporalMatchingMembership),
    WORKER_MEMBERSHIP_PORT: String(ports.temporalWorkerMembership),
    PPROF_PORT: '0',
    LOG_LEVEL: 'warn',
    DYNAMIC_CONFIG_FILE_PATH: join(home.checkout, 'infra', 'temporal', 'dynamic.yaml'),
  };
}

function devServerArgs(home: AimlineHome, ports: Ports, namespace: string): string[] {
  return [
    'server',
    'start-dev',
    '--headless',
    '--ui-disable-news-fetch',
    '--log-level',
    'warn',
  ].concat(
    ['--ip', '127.0.0.1', '--port', String(ports.temporal)],
    ['--http-port', String(ports.temporalHttp), '--namespace', namespace],
    ['--db-filename', join(home.dir, 'temporal.sqlite')],
  );
}

async function launch(
  home: AimlineHome,
  program: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  ports: Ports,
  onSpawn: (server: TemporalServer) => Promise<void>,
): Promise<TemporalServer> {
  const logFile = join(home.logs, 'temporal.log');
  const log = await openLog(logFile);
  const child = spawn(program, args, {
    // Only what it needs: TEMPORAL_* and SQL_* of the surroundings would change its configuration.
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TEMPORAL_VERSION_CHECK_DISABLED: '1',
      ...env,
    },
    cwd: home.dir,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  let ended: string | null = null;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? `code ${code}`}`));
  child.unref();
  log.close();
  const address = `127.0.0.1:${ports.temporal}`;
  if (child.pid) {
    const server = { process: identityOf(child.pid), address };
    await onSpawn(server);
    const start = performance.now();
    for (; !ended && performance.now() - start < READY_WITHIN; await sleep(100))
      if (await isTemporalHealthy(address)) return server;
    await endProcess(server.process, [['SIGKILL', 2_000]]);
  }
  throw new ServiceProblem(
    'temporal-start-failed',
    `Temporal did not start (${ended ?? 'not healthy after 60 s'}). Its log ends with:\n${await lastLines(logFile, 4)}`,
    `Look at ${logFile}.`,
  );
}
