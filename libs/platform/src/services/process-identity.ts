import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process for certain: a pid is used again, a pid with its start is not. */
export type ProcessIdentity = { pid: number; started: string };

type Seen = ProcessIdentity & { commandLine: string };

/** What runs under this pid now; null if nothing does. A zombie (dead, not yet reaped) is nothing. */
export function look(pid: number): Seen | null {
  return process.platform === 'linux' ? lookInProc(pid) : lookWithPs(pid);
}

/** The identity of a process that runs. */
export function identityOf(pid: number): ProcessIdentity {
  const seen = look(pid);
  return { pid, started: seen?.started ?? 'gone' };
}

export function isRunning(identity: ProcessIdentity): boolean {
  return look(identity.pid)?.started === identity.started;
}

/** Sends the signals one after the other, each with its patience in milliseconds; true once the process is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  signals: ReadonlyArray<[NodeJS.Signals, number]>,
): Promise<boolean> {
  for (const [signal, patience] of signals) {
    if (!isRunning(identity)) return true;
    try {
      process.kill(identity.pid, signal);
    } catch {
      // It went between the look and the signal; the wait below sees it.
    }
    if (await isGone(identity, patience)) return true;
  }
  return !isRunning(identity);
}

async function isGone(identity: ProcessIdentity, patience: number): Promise<boolean> {
  for (let waited = 0; waited < patience; waited += 25) {
    if (!isRunning(identity)) return true;
    await sleep(25);
  }
  return !isRunning(identity);
}

function lookInProc(pid: number): Seen | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may itself hold spaces and brackets, so fields count from the last bracket (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid, started: fields[19] ?? '', commandLine };
  } catch {
    return null;
  }
}

function lookWithPs(pid: number): Seen | null {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=,command=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const [state = 'Z', ...rest] = line.split(/\s+/);
    if (state.startsWith('Z')) return null;
    return { pid, started: rest.slice(0, 5).join(' '), commandLine: rest.slice(5).join(' ') };
  } catch {
    return null;
  }
}
