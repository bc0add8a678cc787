import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Where one installation keeps its state. All paths are absolute; removing `dir` is a clean start. */
export type AimlineHome = {
  dir: string;
  /** The checkout that the running code belongs to. */
  checkout: string;
  /** What may be shared by every checkout of this user and built again: the Temporal binaries. */
  cache: string;
  /** Copies of the signed notes of each log: best on another machine's disk (AIMLINE_CHECKPOINTS_DIR). */
  checkpoints: string;
  logs: string;
  secrets: string;
  portsFile: string;
  stateFile: string;
  lockFile: string;
};

/** The folder that holds Aimline's package.json, from the sources as well as from `dist`. */
export function checkoutRoot(from = import.meta.dirname): string {
  for (let dir = from; ; dir = dirname(dir)) {
    const manifest = join(dir, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'aimline')
      return dir;
    if (dir === dirname(dir)) throw new Error(`No aimline package.json above ${from}`);
  }
}

export function aimlineHome(env: NodeJS.ProcessEnv = process.env): AimlineHome {
  const checkout = checkoutRoot();
  const dir = resolve(env['AIMLINE_HOME'] || join(checkout, '.aimline'));
  const userCache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return {
    dir,
    checkout,
    cache: resolve(env['AIMLINE_CACHE'] || join(userCache, 'aimline')),
    checkpoints: resolve(env['AIMLINE_CHECKPOINTS_DIR'] || join(dir, 'checkpoints')),
    logs: join(dir, 'logs'),
    secrets: join(dir, 'secrets'),
    portsFile: join(dir, 'ports.json'),
    stateFile: join(dir, 'services.json'),
    lockFile: join(dir, 'services.lock'),
  };
}

/** Creates the folders. Others may pass through the home (PostgreSQL runs as a user of its own), never list it. */
export async function prepareHome(home: AimlineHome): Promise<void> {
  await mkdir(home.dir, { recursive: true });
  await chmod(home.dir, 0o711);
  await mkdir(home.logs, { recursive: true, mode: 0o700 });
  await mkdir(home.secrets, { recursive: true, mode: 0o700 });
}

/** A short name for this home, for what has to live outside of it. */
export function homeKey(home: AimlineHome): string {
  return createHash('sha256').update(home.dir).digest('hex').slice(0, 12);
}
