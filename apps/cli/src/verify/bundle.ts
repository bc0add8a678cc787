import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BundleEvent, verifierFile } from '#event-store/export/bundle';
import { checkoutRoot } from '#platform/services/aimline-home';
import { type Answer, CommandProblem } from '../answer.js';

/** Where a bundle does not match: the file, the line of it and the field, as far as they can be told. */
export type BundleFinding = {
  file: string;
  line: number | null;
  field: string | null;
  sentence: string;
};

/** What `verify.mjs` says of a bundle, and what it prints with `--json`. */
export type BundleVerdict = {
  matches: boolean;
  first: BundleFinding | null;
  findings: readonly BundleFinding[];
  bundle: string | null;
  district: { id: string; name: string } | null;
  student: string | null;
  key: string | null;
  keyFrom: 'given' | 'bundle';
  events: number;
  bodies: { opened: number; inClear: number; gone: number };
  log: { from: number | null; to: number; upTo: number; root: string; countedRoot: string } | null;
  proven: readonly string[];
  remarks: readonly string[];
};

type Verifier = {
  verifyBundle: (
    dir: string,
    options: { key?: string | undefined; onEvent?: (event: BundleEvent) => void },
  ) => Promise<BundleVerdict>;
  inWords: (verdict: BundleVerdict) => string;
  CannotCheck: new (message: string) => Error;
};

/** The one file that strangers run, as a module: there is no second opinion of ours on what a bundle must be. */
async function verifier(): Promise<Verifier> {
  const path = join(checkoutRoot(), 'apps', 'cli', verifierFile);
  return (await import(pathToFileURL(path).href)) as Verifier;
}

/** @param onEvent gets every line that could be read, in order; nothing of it is to be believed before the verdict */
export async function checkBundle(
  dir: string,
  key?: string,
  onEvent?: (event: BundleEvent) => void,
): Promise<BundleVerdict> {
  const { verifyBundle, CannotCheck } = await verifier();
  try {
    return await verifyBundle(resolve(dir), { key, ...(onEvent && { onEvent }) });
  } catch (error) {
    if (!(error instanceof CannotCheck)) throw error;
    throw new CommandProblem(2, 'cannot-check', error.message, { where: dir });
  }
}

/** `aimline verify --bundle`. */
export async function verifyBundleFolder(dir: string, key?: string): Promise<Answer> {
  const verdict = await checkBundle(dir, key);
  const { inWords } = await verifier();
  return { document: verdict, words: inWords(verdict), exitCode: verdict.matches ? 0 : 1 };
}
