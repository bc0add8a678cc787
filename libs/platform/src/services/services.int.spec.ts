import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { throwAwayHome } from '#testing/throw-away-home';
import { prepareHome, type AimlineHome } from './aimline-home.js';
import { findPostmaster } from './postmaster.js';
import { ownPorts } from './ports.js';
import { endProcess, isRunning } from './process-identity.js';
import { runningServices } from './running-services.js';
import { ServiceProblem } from './service-problem.js';
import { readState } from './services-state.js';
import { startServices, type ServiceName, type Services } from './start-services.js';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const surroundings = {
  ...process.env,
  DATABASE_URL: undefined,
  DATABASE_MIGRATION_URL: undefined,
  TEMPORAL_ADDRESS: undefined,
};

async function newHome(): Promise<AimlineHome> {
  const home = await throwAwayHome();
  cleanups.push(home.remove);
  return home;
}

async function start(home: AimlineHome, need: ServiceName[] = ['postgres']) {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const services = await startServices({ home, say, need, env: surroundings });
  cleanups.push(() => services.stop({ evenIfUsed: true }));
  return { services, said: () => said.join('\n') };
}

async function ask(services: Services, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: services.migrationUrl });
  await client.connect();
  try {
    return Object.values((await client.query(sql)).rows[0])[0];
  } finally {
    await client.end();
  }
}

/** Starts services in a process of its own and returns when they answer; the caller kills it. */
async function startElsewhere(home: AimlineHome, need: ServiceName[]) {
  const script = `
    const { startServices } = await import(process.argv[1]);
    const need = process.argv[2].split(',');
    const services = await startServices({ need, say: () => {}, command: 'aimline import' });
    process.on('SIGTERM', () => services.stop().then(() => process.exit(0)));
    console.log('ready');
    setInterval(() => {}, 1000);`;
  const module = join(home.checkout, 'dist/libs/platform/src/services/start-services.js');
  const args = ['--input-type=module', '-e', script, module, need.join(',')];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, AIMLINE_HOME: home.dir, DATABASE_URL: '', TEMPORAL_ADDRESS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.push(async () => child.kill('SIGKILL'));
  const failed = once(child, 'exit').then(([code]) => Promise.reject(new Error(`exit ${code}`)));
  await Promise.race([once(child.stdout, 'data'), failed]);
  failed.catch(() => {}); // from here on its end is the test's own doing
  return child;
}

test('PostgreSQL starts durable, on loopback, with our role and database, and stops without a trace', async () => {
  const home = await newHome();
  const { services } = await start(home);
  expect(await ask(services, 'show fsync')).toBe('on');
  expect(await ask(services, 'show listen_addresses')).toBe('127.0.0.1');
  expect(await readFile(pidFile(home), 'utf8')).toMatch(/\n\n127\.0\.0\.1\n/); // no directory for a socket
  expect(await ask(services, 'show data_checksums')).toBe('on');
  expect(await ask(services, 'select current_user')).toBe('aimline');
  expect(await ask(services, 'select rolsuper from pg_roles where rolname = current_user')).toBe(
    false,
  );

  const { postgres } = await readState(home);
  await services.stop();
  expect(isRunning(postgres!.process)).toBe(false);
  expect(await runningServices(home, surroundings)).toMatchObject({ databaseUrl: null, users: [] });
});

test('the passwords of a home are readable by its owner alone, and another password is refused', async () => {
  const home = await newHome();
  const { services } = await start(home);
  const file = await stat(join(home.secrets, 'postgres-password'));
  expect(file.mode & 0o077).toBe(0);
  const wrong = new URL(services.databaseUrl);
  wrong.password = 'guessed';
  const client = new pg.Client({ connectionString: wrong.href });
  await expect(client.connect()).rejects.toThrow(/password authentication failed/);
});

test('what a killed Aimline left running is used by the next one, which says so and stops it at its end', async () => {
  const home = await newHome();
  const killed = await startElsewhere(home, ['postgres', 'temporal']);
  const before = await readState(home);
  killed.kill('SIGKILL');
  await once(killed, 'exit');
  expect(isRunning(before.postgres!.process)).toBe(true);

  const { services, said } = await start(home, ['postgres', 'temporal']);
  expect(said()).toMatch(
    /using the PostgreSQL that runs .* left behind by an Aimline that was killed/,
  );
  expect(said()).toMatch(/using the Temporal server that runs .* left behind/);
  expect((await readState(home)).postgres).toEqual(before.postgres);
  await services.stop();
  expect(isRunning(before.postgres!.process)).toBe(false);
  expect(isRunning(before.temporal!.process)).toBe(false);
});

test('a service that another command still uses is left to it; the last one to leave stops it', async () => {
  const home = await newHome();
  const other = await startElsewhere(home, ['postgres']);
  const { services, said } = await start(home);
  expect(said()).not.toMatch(/left behind/);
  await services.stop();
  const running = await runningServices(home, surroundings);
  expect(running.databaseUrl).not.toBeNull();
  expect(running.users).toEqual([{ pid: other.pid, command: 'aimline import' }]);

  const { postgres } = await readState(home);
  other.kill('SIGTERM');
  await once(other, 'exit');
  expect(isRunning(postgres!.process)).toBe(false);
});

test('a server that was killed leaves a stale pid file; the next start recovers and keeps what was committed', async () => {
  const home = await newHome();
  const first = await start(home);
  await ask(
    first.services,
    'create table kept (n int); insert into kept values (7) returning n',
  ).catch(() => {});
  const { postgres } = await readState(home);
  await endProcess(postgres!.process, [['SIGKILL', 5_000]]);
  expect(await readFile(pidFile(home), 'utf8')).toMatch(String(postgres!.process.pid));

  const { services } = await start(home);
  expect(await ask(services, 'select n from kept')).toBe(7);
});

test('a pid file that names some other process is no server', async () => {
  const home = await newHome();
  const dir = join(home.dir, 'postgres');
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'postmaster.pid'), `${process.pid}\n${dir}\n0\n5432\n`);
  expect(await findPostmaster(dir)).toBeNull();
});

test('a pid file whose pid some other process has by now does not keep the server from starting', async () => {
  const home = await newHome();
  const first = await start(home);
  await first.services.stop();
  await writeFile(pidFile(home), `${process.pid}\n${join(home.dir, 'postgres')}\n0\n5432\n`);
  const { services } = await start(home);
  expect(await ask(services, 'select 1')).toBe(1);
});

test('a port that something else has taken is exchanged for another', async () => {
  const home = await newHome();
  await prepareHome(home);
  const { postgres: wanted } = await ownPorts(home);
  const squatter = createServer().listen(wanted, '127.0.0.1');
  await once(squatter, 'listening');
  cleanups.push(async () => squatter.close());

  const { services, said } = await start(home);
  expect(said()).toContain(`port ${wanted} (postgres) is taken`);
  expect(Number(new URL(services.databaseUrl).port)).not.toBe(wanted);
  expect(await ask(services, 'select 1')).toBe(1);
});

test('two checkouts run side by side, each with its own PostgreSQL and Temporal', async () => {
  const [one, two] = [await newHome(), await newHome()];
  const needed: ServiceName[] = ['postgres', 'temporal'];
  const [first, second] = await Promise.all([start(one, needed), start(two, needed)]);
  expect(first.services.databaseUrl).not.toBe(second.services.databaseUrl);
  await first.services.stop();
  const running = await runningServices(two, surroundings);
  expect(running.temporalAddress).toBe(second.services.temporalAddress);
  expect(running.databaseUrl).toBe(second.services.databaseUrl);
});

test('Temporal gets its databases on a PostgreSQL of yours', async () => {
  const { services: yours } = await start(await newHome());
  const home = await newHome();
  const said: string[] = [];
  const env = {
    ...surroundings,
    DATABASE_URL: yours.databaseUrl,
    DATABASE_MIGRATION_URL: yours.migrationUrl,
  };
  const services = await startServices({
    home,
    say: (line) => said.push(line),
    need: ['postgres', 'temporal'],
    env,
  });
  expect(services.databaseUrl).toBe(yours.databaseUrl);
  expect((await runningServices(home, env)).temporalAddress).toBe(services.temporalAddress);
  const databases = "select count(*)::int from pg_database where datname like 'aimline_temporal%'";
  expect(await ask(yours, databases)).toBe(2);
  await services.stop();
  expect(await ask(yours, 'select 1')).toBe(1);
});

test('a DATABASE_URL that leads nowhere is answered with what, where and what to do, without the password', async () => {
  const home = await newHome();
  const env = { ...surroundings, DATABASE_URL: 'postgres://aimline:hidden@127.0.0.1:1/aimline' };
  const failure = await startServices({ home, say: () => {}, need: ['postgres'], env }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ServiceProblem);
  expect(failure).toMatchObject({
    code: 'postgres-unreachable',
    message: expect.stringContaining('127.0.0.1:1/aimline'),
    hint: expect.stringContaining('DATABASE_URL'),
  });
  expect(String(failure)).not.toContain('hidden');
});

test('data of another PostgreSQL version is refused, not touched', async () => {
  const home = await newHome();
  const { services } = await start(home);
  await services.stop();
  const version = join(home.dir, 'postgres', 'PG_VERSION');
  await writeFile(version, '15\n');
  await expect(start(home)).rejects.toMatchObject({ code: 'postgres-other-major' });
});

test('a home that the user "postgres" cannot reach keeps its data where it can', async (context) => {
  if (process.getuid?.() !== 0) return context.skip('only root needs another user');
  const closed = await newHome();
  await chmod(closed.dir, 0o700);
  const home = { ...closed, ...paths(join(closed.dir, 'inner')) };
  await mkdir(home.dir);
  const { services, said } = await start(home);
  const [, dataDir] = /closed to the user "postgres"; .* data in (\S+)/.exec(said()) ?? [];
  cleanups.unshift(() => rm(dirname(dataDir!), { recursive: true }));
  expect(await ask(services, 'select 1')).toBe(1);
});

const pidFile = (home: AimlineHome) => join(home.dir, 'postgres', 'postmaster.pid');

const paths = (dir: string) => ({
  dir,
  logs: join(dir, 'logs'),
  secrets: join(dir, 'secrets'),
  portsFile: join(dir, 'ports.json'),
  stateFile: join(dir, 'services.json'),
  lockFile: join(dir, 'services.lock'),
});
