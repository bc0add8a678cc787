import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AimlineHome } from '#platform/services/aimline-home';
import { endProcess, isRunning } from '#platform/services/process-identity';
import type { Say } from '#platform/services/service-problem';

const processIdentity = z.object({ pid: z.number().int(), started: z.string() });

const keptTree = z.object({
  supervisor: processIdentity,
  url: z.string(),
  parts: z.array(
    z.object({
      name: z.string(),
      /** Null until the part is started. */
      readyUrl: z.string().nullable(),
      process: processIdentity.nullable(),
    }),
  ),
});

/** What `aimline up` runs for a home, written down so that `status` and the next start find it. */
export type KeptTree = z.infer<typeof keptTree>;

const fileOf = (home: AimlineHome) => join(home.dir, 'tree.json');

export async function readTree(home: AimlineHome): Promise<KeptTree | null> {
  const text = await readFile(fileOf(home), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return keptTree.parse(JSON.parse(text));
  } catch {
    return null; // of another version; its processes end with their supervisor
  }
}

/** Replaced in one step: a reader, or a kill, never meets half a file. */
export async function keepTree(home: AimlineHome, tree: KeptTree): Promise<void> {
  const draft = `${fileOf(home)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(tree, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, fileOf(home));
}

/** Parts end when their supervisor is gone. One that hung then is ended here; pid and start time say that it is ours. */
export async function endLeftParts(tree: KeptTree, say: Say): Promise<void> {
  for (const { name, process: left } of tree.parts) {
    if (!left || !isRunning(left)) continue;
    say(`${name} (pid ${left.pid}) was left behind by an aimline up that was killed; stopping it`);
    await endProcess(left, [
      ['SIGTERM', 8_000],
      ['SIGKILL', 2_000],
    ]);
  }
}
