import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess, identityOf, type ProcessIdentity } from '#platform/services/process-identity';
import type { Part } from './part.js';
import type { ReadableLog } from './readable-log.js';

export type RunningPart = Part & {
  current: () => ProcessIdentity | null;
  /** Ends the process; another one takes its place. */
  restart(): void;
  stop(): Promise<void>;
};

/** A program that ends with this code says that its settings are wrong: starting it again would not help. */
const BAD_INPUT = 2;
const FIRST_WAIT = 500; // ms; doubled with every crash
const LONGEST_WAIT = 30_000;
const STABLE_AFTER = 60_000; // ms of running after which the next crash counts as the first

/**
 * Runs a part and starts it again whenever it ends by itself, at growing intervals. It gets a channel to this process:
 * when that closes, however we end, the part ends too. `onChange` is told of each new process.
 */
export function superviseChild(
  part: Part,
  log: ReadableLog,
  onChange: () => Promise<void>,
  onHopeless: (name: string) => void,
): RunningPart {
  let child: ChildProcess | null = null;
  let identity: ProcessIdentity | null = null;
  let stopping = false;
  const say = (line: string) => log.line('aimline', line);

  const run = async (): Promise<void> => {
    for (let wait = FIRST_WAIT; !stopping; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const began = performance.now();
      const end = start();
      await onChange();
      const [code, signal] = await end;
      identity = null;
      if (stopping) return;
      if (code === BAD_INPUT) return onHopeless(part.name);
      if (performance.now() - began > STABLE_AFTER) wait = FIRST_WAIT;
      say(
        `${part.name} ended (${signal ?? `code ${code}`}); starting it again in ${wait / 1000} s`,
      );
      await sleep(wait);
    }
  };

  const start = () => {
    child = spawn(process.execPath, ['--enable-source-maps', part.program], {
      env: part.env(),
      detached: true, // Ctrl-C on the terminal reaches us alone, and we stop things in order
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    if (child.stdout) log.follow(part.name, child.stdout);
    if (child.stderr) log.follow(part.name, child.stderr);
    if (child.pid) identity = identityOf(child.pid);
    return once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  };

  const running = run().catch((error: unknown) => {
    say(`${part.name} could not be started: ${String(error)}`);
    onHopeless(part.name);
  });
  return {
    ...part,
    current: () => identity,
    restart: () => void child?.kill('SIGTERM'),
    async stop() {
      stopping = true;
      if (!identity) return; // between two starts
      await endProcess(identity, [
        ['SIGTERM', 4_500],
        ['SIGKILL', 500],
      ]);
      await running;
    },
  };
}

/** True once the address answers 200; false when the time is over or `given up` says so. */
export async function isReadyWithin(url: string, ms: number, givenUp = () => false) {
  for (const start = performance.now(); performance.now() - start < ms; await sleep(200)) {
    if (await isReady(url)) return true;
    if (givenUp()) return false;
  }
  return false;
}

export async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
