import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker, type WorkflowBundle } from '@temporalio/worker';

/** A history of one run, recorded by record.ts under `<version>/<workflow>/<name>.json`. */
export type Recording = {
  version: string;
  workflow: string;
  name: string;
  history: { events: Record<string, unknown>[] };
};

/** Every version of which runs may still be about, oldest first; the last is the one that is being built. */
export const supportedVersions = ['0.1'] as const;

const here = fileURLToPath(new URL('.', import.meta.url));
const foldersIn = (path: string) =>
  readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

export function readRecordings(root = here): Recording[] {
  return foldersIn(root).flatMap((version) =>
    foldersIn(`${root}${version}`).flatMap((workflow) =>
      readdirSync(`${root}${version}/${workflow}`).map((name) => ({
        version,
        workflow,
        name,
        history: JSON.parse(
          readFileSync(`${root}${version}/${workflow}/${name}`, 'utf8'),
        ) as Recording['history'],
      })),
    ),
  );
}

/** Workflow types of which the version that is being built has no history: whether their runs survive a deploy, nobody knows. */
export function withoutHistory(types: readonly string[], recordings: readonly Recording[]) {
  const now = supportedVersions.at(-1);
  const known = recordings.filter(({ version }) => version === now).map(({ workflow }) => workflow);
  return types.filter((type) => !known.includes(type));
}

/** `as recorded`, or which workflow this code cannot explain, where, and why. */
export async function replay(
  { workflow, name, history }: Pick<Recording, 'workflow' | 'name' | 'history'>,
  workflowBundle: WorkflowBundle,
): Promise<string> {
  try {
    await Worker.runReplayHistory({ workflowBundle }, history, 'replayed');
    return 'as recorded';
  } catch (error) {
    return `${workflow}/${name}: ${(error as Error).message}`;
  }
}
