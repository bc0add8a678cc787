import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AimlineHome } from './aimline-home.js';
import { withLock } from './file-lock.js';
import type { Say } from './service-problem.js';
import { findTemporalCli } from './temporal-cli.js';

/** Where this machine gets a Temporal server from (architecture.md 7, after TEMPORAL_ADDRESS). */
export type TemporalProgram =
  { kind: 'server'; server: string; sqlTool: string } | { kind: 'dev-server'; cli: string };

const PACKAGES = {
  'temporal-server': 'go.temporal.io/server/cmd/server',
  'temporal-sql-tool': 'go.temporal.io/server/cmd/tools/sql',
} as const;

type Search = { abort?: AbortSignal | undefined; go?: string | null };

/** The cached binaries, else a build of the pinned module, else the Temporal CLI, else null. */
export async function findTemporal(
  home: AimlineHome,
  say: Say,
  { abort, go = goToolchain() }: Search = {},
): Promise<TemporalProgram | null> {
  const module = join(home.checkout, 'infra', 'temporal');
  const cached = join(home.cache, await cacheKey(module));
  const program: TemporalProgram = {
    kind: 'server',
    server: join(cached, 'temporal-server'),
    sqlTool: join(cached, 'temporal-sql-tool'),
  };
  const isBuilt = () => existsSync(program.server) && existsSync(program.sqlTool);
  if (isBuilt()) return program;

  if (go) {
    await mkdir(home.cache, { recursive: true });
    const built = await withLock(
      `${cached}.lock`,
      async () => isBuilt() || (await build(go, module, cached, say, abort)),
      ({ pid }) =>
        say(`another Aimline (pid ${pid}) is building the Temporal server; waiting for it`),
    );
    if (built) return program;
  } else {
    say('no Go toolchain was found to build the Temporal server with');
  }
  abort?.throwIfAborted();
  const cli = await findTemporalCli(home, say);
  return cli ? { kind: 'dev-server', cli } : null;
}

/** Version and checksums name the build: another go.sum, another binary. */
async function cacheKey(module: string): Promise<string> {
  const version = /go\.temporal\.io\/server v(\S+)/.exec(
    await readFile(join(module, 'go.mod'), 'utf8'),
  );
  const sum = createHash('sha256').update(await readFile(join(module, 'go.sum')));
  return `temporal-${version?.[1] ?? 'unknown'}-${sum.digest('hex').slice(0, 12)}`;
}

/** The Go on this machine, on the PATH or where it is usually unpacked; null if there is none. */
export function goToolchain(): string | null {
  return (
    ['go', '/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find((go) => runs(go, ['version'])) ?? null
  );
}

const runs = (program: string, args: string[]) =>
  spawnSync(program, args, { stdio: 'ignore' }).status === 0;

async function build(
  go: string,
  module: string,
  cached: string,
  say: Say,
  abort?: AbortSignal,
): Promise<boolean> {
  say('building the Temporal server from source: about 5 minutes, once per machine');
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const stillBuilding = setInterval(
    () => say(`still building the Temporal server (${seconds()} s)`),
    30_000,
  );
  const draft = `${cached}.${randomUUID().slice(0, 8)}`;
  try {
    await mkdir(draft, { recursive: true });
    for (const [name, path] of Object.entries(PACKAGES)) {
      const problem = await goBuild(go, module, join(draft, name), path, abort);
      if (!problem) continue;
      say(`the Temporal server could not be built (${name}):\n${problem}`);
      return false;
    }
    await rename(draft, cached);
    say(`the Temporal server is built (${seconds()} s) and kept in ${cached}`);
    return true;
  } finally {
    clearInterval(stillBuilding);
    await rm(draft, { recursive: true, force: true });
  }
}

/** Null when it was built, else the end of what Go said. */
async function goBuild(
  go: string,
  cwd: string,
  to: string,
  path: string,
  abort?: AbortSignal,
): Promise<string | null> {
  const args = ['build', '-mod=readonly', '-trimpath', '-ldflags=-s -w', '-o', to, path];
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off' };
  const child = spawn(go, args, { cwd, env, signal: abort, stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-4_000)));
  const code = await new Promise<number | null>((done) => {
    child.once('error', (error) => ((output += error.message), done(null)));
    child.once('close', done);
  });
  return code === 0 ? null : output.trim().split('\n').slice(-12).join('\n');
}
