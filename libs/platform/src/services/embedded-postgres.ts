import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { AimlineHome } from './aimline-home.js';
import { lastLines, openLog } from './log-file.js';
import { freePorts } from './ports.js';
import { postgresInstallation, type PostgresInstallation } from './postgres-binaries.js';
import { initialiseDataDir } from './postgres-data-dir.js';
import { clearForeignPidFile, findPostmaster } from './postmaster.js';
import { endProcess, identityOf, type ProcessIdentity } from './process-identity.js';
import { homeSecret } from './secret-file.js';
import { ServiceProblem, type Say } from './service-problem.js';

export type EmbeddedPostgres = {
  process: ProcessIdentity;
  port: number;
  /** Found running, left there by an Aimline that could not stop it. */
  adopted: boolean;
};

const READY_WITHIN = 30_000; // ms
const RECOVERED_WITHIN = 300_000; // ms; after a crash the server first replays its log

/** Starts this home's PostgreSQL, or adopts the one that a killed Aimline left running. */
export async function startEmbeddedPostgres(
  home: AimlineHome,
  say: Say,
): Promise<EmbeddedPostgres> {
  const installation = await postgresInstallation(home, say);
  const left = await findPostmaster(installation.dataDir);
  if (left) {
    if (await answersWithin(home, left.port, 10_000)) return { ...left, adopted: true };
    say(`PostgreSQL (pid ${left.process.pid}) was left behind and does not answer; stopping it`);
    await stopEmbeddedPostgres(left.process, say);
  }
  await initialiseDataDir(home, installation, say);
  await clearForeignPidFile(installation.dataDir);
  const { postgres: port } = await freePorts(home, ['postgres'], say);
  const server = await launchPatiently(home, installation, port);
  await assertDurable(home, port);
  return { process: server, port, adopted: false };
}

/** Ends it within about 6 seconds: the orderly way (SIGINT), then without goodbyes (SIGQUIT), then by force. */
export async function stopEmbeddedPostgres(server: ProcessIdentity, say: Say): Promise<void> {
  const gone = await endProcess(server, [
    ['SIGINT', 4_000],
    ['SIGQUIT', 1_500],
    ['SIGKILL', 500],
  ]);
  if (!gone) say(`PostgreSQL (pid ${server.pid}) does not end; it has to be stopped by hand`);
}

/** A connection as the server's superuser, for what only it may do (roles, databases). */
export async function superuserUrl(
  home: AimlineHome,
  port: number,
  database = 'postgres',
): Promise<string> {
  const password = await homeSecret(home, 'postgres-superuser-password');
  return `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
}

/** After a kill the server's own children need a moment to notice; until then it rightly refuses to start. */
async function launchPatiently(home: AimlineHome, to: PostgresInstallation, port: number) {
  for (let tries = 1; ; tries += 1, await sleep(500)) {
    try {
      return await launch(home, to, port);
    } catch (error) {
      const lingering = String(error).includes('pre-existing shared memory block');
      if (!lingering || tries === 20) throw error;
    }
  }
}

async function launch(
  home: AimlineHome,
  to: PostgresInstallation,
  port: number,
): Promise<ProcessIdentity> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    fsync: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const logFile = join(home.logs, 'postgres.log');
  const log = await openLog(logFile);
  const child = spawn(to.postgres, ['-D', to.dataDir, '-p', String(port), ...options], {
    ...to.runAs,
    cwd: '/',
    detached: true, // Ctrl-C reaches the supervisor alone, which stops things in order
    stdio: ['ignore', log.fd, log.fd],
  });
  const failed = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    child.once('exit', (code, signal) => done(`it ended with ${signal ?? `code ${code}`}`));
  });
  child.unref();
  log.close();
  const outcome = await Promise.race([failed, answersWithin(home, port, READY_WITHIN)]);
  if (outcome === true) return identityOf(child.pid!);
  if (outcome === false) await endProcess(identityOf(child.pid!), [['SIGQUIT', 3_000]]);
  const tail = await lastLines(logFile);
  throw new ServiceProblem(
    'postgres-start-failed',
    `PostgreSQL did not start (${outcome || 'no answer'}). Its log ends with:\n${tail}`,
    tail.includes('No space left')
      ? 'Make room on the disk and start again.'
      : `Look at ${logFile}.`,
  );
}

/** True as soon as a query is answered. A server that replays its log after a crash is given more time. */
async function answersWithin(home: AimlineHome, port: number, ms: number): Promise<boolean> {
  const url = await superuserUrl(home, port);
  const start = performance.now();
  for (let patience = ms; performance.now() - start < patience; await sleep(50)) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === '57P03') patience = RECOVERED_WITHIN; // cannot_connect_now: starting up
      if (code === '28P01') return false; // invalid_password: not ours
    } finally {
      await client.end().catch(() => {});
    }
  }
  return false;
}

/** An embedded server that may lose a commit is worth nothing as the record. */
async function assertDurable(home: AimlineHome, port: number): Promise<void> {
  const client = new pg.Client({ connectionString: await superuserUrl(home, port) });
  await client.connect();
  try {
    const { rows } = await client.query(
      'select name, setting from pg_settings where name = any($1)',
      [['fsync', 'full_page_writes', 'synchronous_commit']],
    );
    const off = rows.filter((row) => row.setting !== 'on').map((row) => row.name as string);
    if (off.length === 0) return;
    throw new ServiceProblem(
      'postgres-not-durable',
      `The embedded PostgreSQL runs with ${off.join(', ')} off: a power failure could lose recorded facts.`,
      'Remove the setting from postgresql.conf or postgresql.auto.conf in its data directory.',
    );
  } finally {
    await client.end();
  }
}
