import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.js';

/** Runs `work` while no other process runs under the same lock file; a lock whose holder died is taken over. */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  onWait: (holder: ProcessIdentity) => void = () => {},
): Promise<T> {
  let told = false;
  while (!(await take(file))) {
    const holder = await holderOf(file);
    if (holder && !isRunning(holder)) {
      await clearAway(file);
      continue;
    }
    if (holder && !told) onWait(holder);
    told ||= holder !== null;
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** A link is made whole or not at all, so a lock file never stands there without its holder's name. */
async function take(file: string): Promise<boolean> {
  const draft = `${file}.${process.pid}-${randomUUID()}`;
  await writeFile(draft, JSON.stringify(identityOf(process.pid)));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function holderOf(file: string): Promise<ProcessIdentity | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ProcessIdentity;
  } catch {
    return null; // just released
  }
}

/** Of several that find the same dead holder, the rename lets one win; a living one that it caught is put back. */
async function clearAway(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const moved = await holderOf(aside);
  if (moved && isRunning(moved)) await rename(aside, file);
  else await rm(aside, { force: true });
}
