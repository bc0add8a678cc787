import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { AimlineHome } from '#platform/services/aimline-home';
import { endProcess, isRunning, type ProcessIdentity } from '#platform/services/process-identity';
import { readState } from '#platform/services/services-state';
import { startServices } from '#platform/services/start-services';
import { aimline } from '#testing/cli';
import { throwAwayHome } from '#testing/throw-away-home';
import { isReady } from './child.js';
import { readTree } from './kept-tree.js';
import type { PartName } from './part.js';
import { readableLog } from './readable-log.js';
import { startTree, type TreeOptions } from './tree.js';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const surroundings = {
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'],
};

/** Stands for a part: says by HTTP that it is ready, and ends as the real ones do. */
function partProgram(home: AimlineHome, what: 'obedient' | 'deaf' | 'misconfigured') {
  const stopping = join(home.checkout, 'dist/libs/platform/src/stopping.js');
  const ending = {
    obedient: `(await import(${JSON.stringify(stopping)})).whenAskedToStop(async () => {});`,
    deaf: `process.on('SIGTERM', () => {});`,
    misconfigured: `process.exit(2);`,
  };
  return `
    import { createServer } from 'node:http';
    const { PORT, WORKER_HEALTH_PORT, OIDC_ISSUER } = process.env;
    const name = process.argv[1].split('/').pop().split('.')[0];
    const port = { api: PORT, worker: WORKER_HEALTH_PORT, 'dev-idp': new URL(OIDC_ISSUER).port }[name];
    createServer((_, reply) => reply.end('ok')).listen(Number(port), '127.0.0.1');
    console.log(JSON.stringify({ level: 30, msg: name + ' listens' }));
    ${ending[what]}`;
}

async function newHome(programs: Partial<Record<PartName, 'deaf' | 'misconfigured'>> = {}) {
  const home = await throwAwayHome();
  cleanups.push(home.remove);
  for (const name of ['api', 'worker', 'dev-idp'] as const)
    await writeFile(join(home.dir, `${name}.mjs`), partProgram(home, programs[name] ?? 'obedient'));
  return home;
}

function options(home: AimlineHome) {
  const out = new PassThrough();
  let written = '';
  out.on('data', (piece: Buffer) => (written += piece.toString()));
  const options: TreeOptions = {
    home,
    log: readableLog(out),
    migrate: async () => {},
    programOf: (name) => join(home.dir, `${name}.mjs`),
    env: surroundings,
  };
  return { options, written: () => written };
}

async function start(home: AimlineHome) {
  const { options: given, written } = options(home);
  const tree = await startTree(given);
  let stopped = false;
  const stop = async () => {
    if (!stopped) await tree.stop();
    stopped = true;
  };
  cleanups.push(stop);
  return { ...tree, stop, written };
}

/** A tree in a process of its own, to be killed; resolves when all its parts answer. */
async function startElsewhere(home: AimlineHome): Promise<ChildProcess> {
  const dist = join(home.checkout, 'dist');
  const script = `
    const { startTree } = await import(${JSON.stringify(join(dist, 'apps/cli/src/up/tree.js'))});
    const { aimlineHome } = await import(${JSON.stringify(join(dist, 'libs/platform/src/services/aimline-home.js'))});
    const { readableLog } = await import(${JSON.stringify(join(dist, 'apps/cli/src/up/readable-log.js'))});
    const home = aimlineHome();
    const programOf = (name) => home.dir + '/' + name + '.mjs';
    const tree = await startTree({ home, log: readableLog(process.stderr), migrate: async () => {}, programOf });
    process.on('SIGTERM', () => tree.stop().then(() => process.exit(0)));
    console.log(await tree.ready());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...surroundings, AIMLINE_HOME: home.dir },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  cleanups.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM'); // by force it would leave its services to nobody
    await once(child, 'exit');
  });
  const [answer] = (await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')])) as [
    unknown,
  ];
  expect(String(answer).trim()).toBe('true');
  return child;
}

async function processesOf(home: AimlineHome): Promise<Record<string, ProcessIdentity>> {
  const [tree, state] = [await readTree(home), await readState(home)];
  const parts = tree!.parts.map(({ name, process: identity }) => [name, identity]);
  return Object.fromEntries([
    ...parts,
    ['postgres', state.postgres?.process],
    ['temporal', state.temporal?.process],
  ]) as Record<string, ProcessIdentity>;
}

async function until(what: () => boolean | Promise<boolean>, ms = 20_000): Promise<void> {
  for (const start = performance.now(); !(await what()); await sleep(100))
    if (performance.now() - start > ms) throw new Error(`not within ${ms} ms: ${String(what)}`);
}

test('status says from the beginning which parts are to come, and is not ready without them', async () => {
  const home = await newHome();
  let meanwhile = { code: null as number | null, stdout: '' };
  const { options: given } = options(home);
  const migrate = async () => void (meanwhile = await aimline(home, 'status', '--json').ended);
  const tree = await startTree({ ...given, migrate });
  cleanups.push(() => tree.stop());
  const answers = (stdout: string) =>
    Object.fromEntries(
      JSON.parse(stdout).services.map((s: { name: string; answers: boolean }) => [
        s.name,
        s.answers,
      ]),
    );
  expect(meanwhile.code).toBe(3);
  expect(answers(meanwhile.stdout)).toEqual({
    postgres: true,
    temporal: true,
    'dev-idp': false,
    api: false,
    worker: false,
  });

  expect(await tree.ready()).toBe(true);
  const after = await aimline(home, 'status', '--json').ended;
  expect(after.code).toBe(0);
  expect(Object.values(answers(after.stdout))).toEqual([true, true, true, true, true]);
});

test('the whole tree comes up, says so in one log, and stops within 15 seconds without an orphan', async () => {
  const home = await newHome();
  const tree = await start(home);
  expect(await tree.ready()).toBe(true);
  expect(tree.written()).toMatch(/^api +api listens$/m);
  const processes = await processesOf(home);
  expect(Object.values(processes).every(isRunning)).toBe(true);
  expect(Object.keys(processes).toSorted()).toEqual(
    ['api', 'dev-idp', 'postgres', 'temporal', 'worker'].toSorted(),
  );

  const began = performance.now();
  await tree.stop();
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(Object.entries(processes).filter(([, identity]) => isRunning(identity))).toEqual([]);
});

test('a part, PostgreSQL and Temporal that are killed are started again', async () => {
  const home = await newHome();
  const tree = await start(home);
  await tree.ready();
  const before = await processesOf(home);
  for (const name of ['worker', 'postgres', 'temporal'])
    await endProcess(before[name]!, [['SIGKILL', 5_000]]);

  await until(async () => {
    const now = await processesOf(home);
    return ['worker', 'postgres', 'temporal'].every(
      (name) => now[name] && now[name].pid !== before[name]!.pid && isRunning(now[name]),
    );
  });
  expect(await tree.ready()).toBe(true);
  expect((await processesOf(home))['api']).toEqual(before['api']);
  expect(tree.written()).toMatch(/worker ended \(SIGKILL\); starting it again in 0.5 s/);
  expect(tree.written()).toMatch(/PostgreSQL.* ended unexpectedly; starting again/);
});

test('after a kill -9 of the parent its parts end, and the next start uses what is left and says so', async () => {
  const home = await newHome();
  const parent = await startElsewhere(home);
  const before = await processesOf(home);
  parent.kill('SIGKILL');
  await until(() => ['api', 'worker', 'dev-idp'].every((name) => !isRunning(before[name]!)));

  const tree = await start(home);
  expect(tree.written()).toMatch(/using the PostgreSQL that runs .* left behind/);
  expect(await tree.ready()).toBe(true);
  const now = await processesOf(home);
  expect(now['postgres']).toEqual(before['postgres']);
  await tree.stop();
  expect(isRunning(before['postgres']!)).toBe(false);
  expect(isRunning(before['temporal']!)).toBe(false);
});

test('a part that hangs after its parent was killed is ended by the next start, which says so', async () => {
  const home = await newHome({ worker: 'deaf' });
  const parent = await startElsewhere(home);
  const { worker } = await processesOf(home);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  const tree = await start(home);
  expect(tree.written()).toContain(`worker (pid ${worker!.pid}) was left behind`);
  expect(isRunning(worker!)).toBe(false);
});

test('SIGTERM to the parent stops the tree; a part that does not listen is ended by force', async () => {
  const home = await newHome({ api: 'deaf' });
  const parent = await startElsewhere(home);
  const processes = await processesOf(home);
  const began = performance.now();
  parent.kill('SIGTERM');
  await once(parent, 'exit');
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(Object.entries(processes).filter(([, identity]) => isRunning(identity))).toEqual([]);
});

test('a second start for the same home is refused and says where the first one is', async () => {
  const home = await newHome();
  await startElsewhere(home);
  await expect(startTree(options(home).options)).rejects.toMatchObject({
    code: 'already-running',
    more: { where: expect.stringContaining('http://127.0.0.1:') },
  });
});

test('a command that ends does not stop the services of the tree', async () => {
  const home = await newHome();
  const parent = await startElsewhere(home);
  const services = await startServices({
    home,
    say: () => {},
    need: ['postgres'],
    env: surroundings,
  });
  await services.stop();
  const { postgres } = await processesOf(home);
  expect(isRunning(postgres!)).toBe(true);
  expect(parent.exitCode).toBeNull();
});

test('a part whose settings are wrong is not started again and again', async () => {
  const home = await newHome({ worker: 'misconfigured' });
  const tree = await start(home);
  expect(await tree.hopeless).toBe('worker');
  expect(await tree.ready()).toBe(false);
});

test('a PORT that is asked for and taken is an error; nothing stays behind', async () => {
  const home = await newHome();
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  cleanups.push(async () => squatter.close());
  const { port } = squatter.address() as { port: number };
  const { options: given } = options(home);
  const refused = startTree({ ...given, env: { ...surroundings, PORT: String(port) } });
  await expect(refused).rejects.toMatchObject({ code: 'port-taken', exitCode: 2 });
  expect((await readState(home)).postgres).toBeNull();
  expect(await isReady(`http://127.0.0.1:${port}`)).toBe(false);
});
