import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { aimlineHome } from '#platform/services/aimline-home';

/** Whom the record is measured against. Never shipped and no dependency of ours: emmett's terms would not allow it. */
const packages = {
  '@event-driven-io/emmett-postgresql': '0.42.0',
  '@eventide/message-db': '1.3.1',
} as const;

/** Installs the rivals once into the user's cache, and gives the folder of one of them. */
export async function rivalFolder(name: keyof typeof packages): Promise<string> {
  const wanted = Object.entries(packages).map(([rival, version]) => `${rival}@${version}`);
  const versions = Object.values(packages).join('-');
  const folder = join(aimlineHome().cache, `bench-rivals-${versions}`);
  if (!existsSync(folder)) {
    console.error(`installing the rivals of the bench, once: ${wanted.join(', ')}`);
    const made = `${folder}.${process.pid}`;
    await mkdir(made, { recursive: true });
    try {
      await writeFile(join(made, 'package.json'), '{ "private": true }');
      const options = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--save-exact'];
      await promisify(execFile)('npm', [...options, ...wanted], { cwd: made });
      await rename(made, folder);
    } catch (error) {
      await rm(made, { recursive: true, force: true });
      throw error;
    }
  }
  return join(folder, 'node_modules', name);
}
