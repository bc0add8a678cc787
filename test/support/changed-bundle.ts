import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '#event-store/hash';
import type { NoteSigner } from '#event-store/evidence/note';
import {
  type BundleEvent,
  eventsFile,
  type Manifest,
  manifestFile,
  manifestNoteFile,
  manifestText,
} from '#event-store/export/bundle';

export type BundleInHand = {
  manifest: Manifest;
  events: BundleEvent[];
  files: Map<string, Buffer>;
};

const hex = (bytes: Buffer | string) => sha256Of(bytes).toString('hex');

export async function bundleIn(dir: string): Promise<BundleInHand> {
  const files = new Map<string, Buffer>();
  for (const name of await readdir(dir)) files.set(name, await readFile(join(dir, name)));
  return {
    files,
    manifest: JSON.parse(files.get(manifestFile)!.toString()) as Manifest,
    events: files
      .get(eventsFile)!
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as BundleEvent),
  };
}

/**
 * What a district could hand out that lies and holds its own keys: a bundle changed at will, every digest made to fit again, and signed. What
 * the lie says of digests in `afterwards` stands.
 */
export async function changedBundle(
  from: string,
  to: string,
  signer: NoteSigner,
  lie: (bundle: BundleInHand) => void,
  afterwards: (manifest: Manifest) => void = () => undefined,
): Promise<string> {
  const bundle = await bundleIn(from);
  lie(bundle);
  const { manifest, events, files } = bundle;
  const lines = events.map((event) => JSON.stringify(event));
  files.set(eventsFile, Buffer.from(lines.map((line) => `${line}\n`).join('')));
  manifest.events.lines = lines.map(hex);
  manifest.files = manifest.files
    .filter(({ name }) => files.has(name))
    .map(({ name }) => {
      const bytes = files.get(name)!;
      return { name, sha256: hex(bytes), bytes: bytes.length };
    });
  afterwards(manifest);
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  files.set(manifestFile, text);
  files.set(
    manifestNoteFile,
    Buffer.from(signer.sign(manifestText(manifest.bundle, sha256Of(text)))),
  );
  await written(to, files);
  return to;
}

export async function written(to: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const [name, bytes] of files) await writeFile(join(to, name), bytes);
}
