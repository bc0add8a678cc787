import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aimlineHome, type AimlineHome } from '#platform/services/aimline-home';

/** A home of its own below the system's temporary folder; the cache of built binaries stays the machine's. */
export async function throwAwayHome(): Promise<AimlineHome & { remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'aimline-test-'));
  const home = aimlineHome({ ...process.env, AIMLINE_HOME: dir });
  return { ...home, remove: () => rm(dir, { recursive: true, force: true }) };
}
