import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AimlineHome } from './aimline-home.js';

/** Reads a secret of this home, or makes it (hex, readable by the owner only) when it is asked for the first time. */
export async function homeSecret(home: AimlineHome, name: string, bytes = 24): Promise<string> {
  const file = join(home.secrets, name);
  try {
    // `wx`: of two that ask at once, one writes and both read the same.
    await writeFile(file, randomBytes(bytes).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
