import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AimlineHome } from './aimline-home.js';
import type { PostgresInstallation } from './postgres-binaries.js';
import { homeSecret } from './secret-file.js';
import { ServiceProblem, type Say } from './service-problem.js';

const MAJOR = '18';

/** Makes the data directory where there is none; one of another major version is refused and left as it is. */
export async function initialiseDataDir(
  home: AimlineHome,
  to: PostgresInstallation,
  say: Say,
): Promise<void> {
  const versionFile = join(to.dataDir, 'PG_VERSION');
  if (existsSync(versionFile)) {
    const version = (await readFile(versionFile, 'utf8')).trim();
    if (version === MAJOR) return;
    throw new ServiceProblem(
      'postgres-other-major',
      `The data in ${to.dataDir} was written by PostgreSQL ${version}; this Aimline brings ${MAJOR}.`,
      'Use the Aimline that wrote it, or set AIMLINE_HOME to a new folder. Embedded data is not carried over.',
    );
  }
  say('preparing a PostgreSQL data directory (about 2 seconds, once)');
  // Made aside and moved in one step, so that an interrupted run leaves nothing that looks finished.
  const draft = `${to.dataDir}.${randomUUID().slice(0, 8)}`;
  const passwords = await mkdtemp(join(tmpdir(), 'aimline-'));
  const passwordFile = join(passwords, 'superuser');
  try {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const password = await homeSecret(home, 'postgres-superuser-password');
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (to.runAs)
      for (const path of [draft, passwords, passwordFile])
        await chown(path, to.runAs.uid, to.runAs.gid);
    await runInitdb(to, draft, passwordFile);
    await rename(draft, to.dataDir);
  } finally {
    await rm(passwords, { recursive: true, force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

async function runInitdb(to: PostgresInstallation, dir: string, passwordFile: string) {
  // The built-in locale sorts the same on every machine and after every update of its C library.
  const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin'].concat(
    ['--builtin-locale=C.UTF-8', '--data-checksums', '--auth=scram-sha-256'],
    ['--username=postgres', `--pwfile=${passwordFile}`, `--pgdata=${dir}`],
  );
  const child = spawn(to.initdb, flags, {
    ...to.runAs,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done) => {
    child.once('error', (error) => ((output += error.message), done(null)));
    child.once('close', done);
  });
  if (code !== 0)
    throw new ServiceProblem(
      'postgres-initdb-failed',
      `PostgreSQL could not prepare ${to.dataDir}: ${output.trim().split('\n').slice(-4).join('\n')}`,
      output.includes('No space left') ? 'Make room on the disk and start again.' : undefined,
    );
}
