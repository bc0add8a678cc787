import { readdirSync, readlinkSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { look, type ProcessIdentity } from './process-identity.js';

/** The server that really runs on this directory. The pid file alone is no proof: it outlives a crash. */
export async function findPostmaster(
  dataDir: string,
): Promise<{ process: ProcessIdentity; port: number } | null> {
  const file = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port] = file.split('\n');
  const seen = pid ? look(Number(pid)) : null;
  if (!seen?.commandLine.includes(dataDir)) return null;
  return { process: { pid: seen.pid, started: seen.started }, port: Number(port) };
}

/**
 * PostgreSQL clears its own stale pid file, unless the pid belongs to some other process by now (or to a zombie that
 * nobody reaps): then it would refuse for ever. Removed only when no process of a server works in the directory,
 * because the file also guards against two servers on the same data.
 */
export async function clearForeignPidFile(dataDir: string): Promise<void> {
  const file = join(dataDir, 'postmaster.pid');
  const pid = Number((await readFile(file, 'utf8').catch(() => '')).split('\n')[0]);
  if (!pid || !existsAtAll(pid) || process.platform !== 'linux') return;
  for (let tries = 0; tries < 40 && worksIn(dataDir); tries += 1) await sleep(250);
  if (!worksIn(dataDir)) await rm(file, { force: true });
}

function existsAtAll(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether any process has this directory as its own, as PostgreSQL and all its children do. */
function worksIn(dataDir: string): boolean {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === dataDir;
      } catch {
        return false;
      }
    });
}
