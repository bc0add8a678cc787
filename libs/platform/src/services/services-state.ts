import { readFile, rename, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { AimlineHome } from './aimline-home.js';
import { isRunning } from './process-identity.js';

const processIdentity = z.object({ pid: z.number().int(), started: z.string() });

const servicesState = z.object({
  postgres: z.object({ process: processIdentity, port: z.number().int() }).nullable(),
  temporal: z
    .object({
      process: processIdentity,
      address: z.string(),
      /** The database it was started on; on another one it would be of no use. */
      databasePort: z.number().int().nullable(),
    })
    .nullable(),
  /** The Aimline processes that rely on these services. The last one to leave stops them. */
  users: z.array(z.object({ process: processIdentity, command: z.string() })),
});

/** What was started for a home, and who uses it. Kept in the home, changed only under its lock. */
export type ServicesState = z.infer<typeof servicesState>;

/** The kept state, without users that are gone. Nothing kept, or nothing readable: nothing runs. */
export async function readState(home: AimlineHome): Promise<ServicesState> {
  const text = await readFile(home.stateFile, 'utf8').catch(() => '{}');
  const kept = servicesState.safeParse(parseJson(text));
  if (!kept.success) return { postgres: null, temporal: null, users: [] };
  return { ...kept.data, users: kept.data.users.filter((user) => isRunning(user.process)) };
}

/** Replaced in one step: a reader, or a kill, never meets half a file. */
export async function writeState(home: AimlineHome, state: ServicesState): Promise<void> {
  const draft = `${home.stateFile}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, home.stateFile);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
