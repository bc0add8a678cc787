import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aimlineHome, type AimlineHome } from '#platform/services/aimline-home';
import { stopEmbeddedPostgres } from '#platform/services/embedded-postgres';
import { readState } from '#platform/services/services-state';
import { stopTemporal } from '#platform/services/temporal-server';

const PREFIX = 'aimline-test-';
const LONGEST_RUN = 60 * 60_000; // ms

/** A home of its own below the system's temporary folder; the cache of built binaries stays the machine's. */
export async function throwAwayHome(): Promise<AimlineHome & { remove(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), PREFIX));
  return { ...homeIn(dir), remove: () => rm(dir, { recursive: true, force: true }) };
}

/** Ends what a test run that was killed has left running, and removes its homes. Runs that still go on are left alone. */
export async function removeLeftHomes(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const home = homeIn(join(tmpdir(), name));
    const age = await stat(home.stateFile).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    const { users, postgres, temporal } = await readState(home);
    if (age < LONGEST_RUN || users.length > 0) continue;
    if (temporal) await stopTemporal(temporal.process, console.error);
    if (postgres) await stopEmbeddedPostgres(postgres.process, console.error);
    await rm(home.dir, { recursive: true, force: true });
  }
}

function homeIn(dir: string): AimlineHome {
  return aimlineHome({ ...process.env, AIMLINE_HOME: dir });
}
