import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AimlineHome } from '#platform/services/aimline-home';

export type CliRun = {
  process: ChildProcess;
  /** What it has written to standard error so far. */
  said: () => string;
  /** Resolves when standard error holds these words; rejects if the command ends before. */
  says: (words: string | RegExp) => Promise<void>;
  /** Resolves when the command has ended. */
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
};

/** Runs the built `aimline` on a home of its own, as a person would at the command line. */
export function aimline(home: AimlineHome, ...args: string[]): CliRun {
  const program = join(home.checkout, 'dist', 'apps', 'cli', 'src', 'main.js');
  const {
    DATABASE_URL: _,
    DATABASE_MIGRATION_URL: __,
    TEMPORAL_ADDRESS: ___,
    ...env
  } = process.env;
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...env, AIMLINE_HOME: home.dir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const listening = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (stdout += piece));
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
    for (const look of listening) look();
  });
  const ended = once(child, 'close').then(([code]) => {
    for (const look of listening) look();
    return { code: code as number | null, stdout, stderr };
  });
  const says = (words: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        const found = typeof words === 'string' ? stderr.includes(words) : words.test(stderr);
        if (found) resolve();
        else if (child.exitCode !== null) reject(new Error(`it ended without it:\n${stderr}`));
        else return;
        listening.delete(look);
      };
      listening.add(look);
      look();
    });
  return { process: child, said: () => stderr, says, ended };
}
