import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Of } from '../hash.js';
import type { NoteSigner } from '../evidence/note.js';
import {
  type BundleEvent,
  type BundleFile,
  eventsFile,
  type Manifest,
  manifestFile,
  manifestNoteFile,
  manifestText,
} from './bundle.js';

export type Bundle = {
  events: AsyncIterable<BundleEvent>;
  /** The other files, whole; asked for once the events are written. */
  files: () => Promise<Readonly<Record<string, string | Uint8Array>>>;
  manifest: (written: { files: BundleFile[]; lines: string[] }) => Manifest;
  signer: NoteSigner;
};

/** True if a bundle may be written there: nothing is there, or an empty folder. */
export async function isFree(dir: string): Promise<boolean> {
  try {
    return (await readdir(dir)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
}

/** Writes it beside its place and moves it there when it is whole; readable for nobody but whoever wrote it. */
export async function writeBundle(dir: string, bundle: Bundle): Promise<Manifest> {
  const draft = `${dir.replace(/[/\\]+$/, '')}.${randomUUID()}.partial`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const events = await writeEvents(join(draft, eventsFile), bundle.events);
    const files = [events.file];
    for (const [name, content] of Object.entries(await bundle.files())) {
      const bytes = Buffer.from(content as string);
      await writeFile(join(draft, name), bytes, { mode: 0o600 });
      files.push({ name, sha256: sha256Of(bytes).toString('hex'), bytes: bytes.length });
    }
    const manifest = bundle.manifest({ files, lines: events.lines });
    const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
    const signed = bundle.signer.sign(manifestText(manifest.bundle, sha256Of(text)));
    await writeFile(join(draft, manifestFile), text, { mode: 0o600 });
    await writeFile(join(draft, manifestNoteFile), signed, { mode: 0o600 });
    await rmdir(dir).catch(() => undefined); // an empty folder was left for it
    await rename(draft, dir);
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function writeEvents(
  path: string,
  events: AsyncIterable<BundleEvent>,
): Promise<{ file: BundleFile; lines: string[] }> {
  const whole = createHash('sha256');
  const lines: string[] = [];
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const event of events) {
      const line = Buffer.from(`${JSON.stringify(event)}\n`);
      await file.appendFile(line);
      whole.update(line);
      lines.push(sha256Of(line.subarray(0, -1)).toString('hex'));
      bytes += line.length;
    }
  } finally {
    await file.close();
  }
  return { file: { name: eventsFile, sha256: whole.digest('hex'), bytes }, lines };
}
