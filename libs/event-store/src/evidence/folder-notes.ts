import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type DestructionKept,
  type NotesSetAside,
  type OutsideNote,
  OutsideNoteDiffers,
  OutsideNotes,
} from './outside-notes.js';

const digits = (n: number) => String(n).padStart(12, '0');
const fileOf = (size: number) => `${digits(size)}.note`;
const noteName = /^\d{12,16}\.note$/;
const destructionName = /^\d{12,16}-[0-9a-f-]{36}\.destroyed$/;
/** A folder for the notes above a size, named by the moment at which they were put aside. */
const asideName = /^set-aside-(\d{12,16})-(\d{4}-\d\d-\d\dT)(\d\d)-(\d\d)-(\d\d\.\d{3}Z)$/;

/**
 * Notes as files, one a note, read-only from the first moment, in a folder a district:
 * `<folder>/<district>/000000001000.note`, and `key.pub` beside them. What was destroyed is said in
 * `000000000417-<event>.destroyed`; notes that a restored log does not reach lie in `set-aside-…`.
 */
export class FolderNotes extends OutsideNotes {
  constructor(private readonly folder: string) {
    super();
  }

  where(district: string): string {
    return join(this.folder, district);
  }

  async keep(district: string, { size, note }: OutsideNote): Promise<void> {
    if (await this.write(district, fileOf(size), note)) return;
    const kept = await this.read(district, size);
    if (kept !== note) throw new OutsideNoteDiffers(size, join(this.where(district), fileOf(size)));
  }

  async keepKey(district: string, text: string): Promise<void> {
    await this.write(district, 'key.pub', `${text}\n`);
  }

  async sizes(district: string, after = -1): Promise<number[]> {
    return sizesIn(await namesIn(this.where(district)), after);
  }

  async keepDestruction(
    district: string,
    { position, eventId, note }: DestructionKept,
  ): Promise<void> {
    await this.write(district, `${digits(position)}-${eventId}.destroyed`, note);
  }

  async destructions(district: string): Promise<string[]> {
    const names = await namesIn(this.where(district));
    const kept = names.filter((name) => destructionName.test(name)).toSorted();
    return Promise.all(kept.map((name) => readFile(join(this.where(district), name), 'utf8')));
  }

  async setAside(district: string, after: number): Promise<NotesSetAside | null> {
    const sizes = await this.sizes(district, after);
    if (sizes.length === 0) return null;
    const at = new Date().toISOString();
    const where = join(
      this.where(district),
      `set-aside-${digits(after)}-${at.replaceAll(':', '-')}`,
    );
    await mkdir(where, { mode: 0o700 });
    // The largest first: whatever a crash leaves behind is put aside by the next call.
    for (const size of sizes.toReversed())
      await rename(join(this.where(district), fileOf(size)), join(where, fileOf(size)));
    return { after, upTo: sizes.at(-1)!, notes: sizes.length, at, where };
  }

  async asides(district: string): Promise<NotesSetAside[]> {
    const asides: NotesSetAside[] = [];
    for (const name of await namesIn(this.where(district))) {
      const [, after, day, hour, minute, second] = asideName.exec(name) ?? [];
      if (after === undefined) continue;
      const where = join(this.where(district), name);
      const sizes = sizesIn(await namesIn(where));
      const at = `${day}${hour}:${minute}:${second}`;
      asides.push({
        after: Number(after),
        upTo: sizes.at(-1) ?? 0,
        notes: sizes.length,
        at,
        where,
      });
    }
    return asides.toSorted((a, b) => (a.at < b.at ? -1 : 1));
  }

  read(district: string, size: number): Promise<string> {
    return readFile(join(this.where(district), fileOf(size)), 'utf8');
  }

  /**
   * On the disk before it returns; false if the file is there already. Written under another name first, so that a crash
   * leaves no half of a note behind under its own.
   */
  private async write(district: string, name: string, text: string): Promise<boolean> {
    const dir = this.where(district);
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const draft = join(dir, `.${name}.${randomUUID()}`);
    const file = await open(draft, 'wx', 0o444);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      await link(draft, join(dir, name)); // unlike a rename, it never takes the place of another
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function sizesIn(names: readonly string[], after = -1): number[] {
  return names
    .flatMap((name) => (noteName.test(name) ? [Number.parseInt(name, 10)] : []))
    .filter((size) => size > after)
    .toSorted((a, b) => a - b);
}
