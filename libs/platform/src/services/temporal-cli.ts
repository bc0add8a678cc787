import { spawnSync } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AimlineHome } from './aimline-home.js';
import type { Say } from './service-problem.js';

/**
 * The last resort: the Temporal CLI, from the PATH or by the download that Temporal's SDK brings (60 MB, kept in the
 * cache). Its development server keeps everything in one SQLite file. Null where neither is to be had.
 */
export async function findTemporalCli(home: AimlineHome, say: Say): Promise<string | null> {
  if (spawnSync('temporal', ['--version'], { stdio: 'ignore' }).status === 0) return 'temporal';
  const folder = join(home.cache, 'temporal-cli');
  return (await downloaded(folder)) ?? (await download(folder, say));
}

async function downloaded(folder: string): Promise<string | null> {
  const files = await readdir(folder).catch(() => []);
  const isProgram = (file: string) =>
    spawnSync(join(folder, file), ['--version'], { stdio: 'ignore' }).status === 0;
  const program = files.find(isProgram);
  return program ? join(folder, program) : null;
}

/** The SDK downloads in order to start a server; that one is stopped at once, what is wanted is the program. */
async function download(folder: string, say: Say): Promise<string | null> {
  say('downloading the Temporal CLI (60 MB, once per machine)');
  try {
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    await mkdir(folder, { recursive: true });
    const executable = { type: 'cached-download' as const, downloadDir: folder };
    const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
    await environment.teardown();
    return await downloaded(folder);
  } catch (error) {
    say(`that failed: ${(error as Error).message}`);
    return null;
  }
}
