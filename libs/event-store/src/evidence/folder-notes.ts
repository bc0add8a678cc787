import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type OutsideNote, OutsideNoteDiffers, OutsideNotes } from './outside-notes.js';

const fileOf = (size: number) => `${String(size).padStart(12, '0')}.note`;

/**
 * Notes as files, one a note, read-only from the first moment, in a folder a district:
 * `<folder>/<district>/000000001000.note`, and `key.pub` beside them.
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
    const names = await readdir(this.where(district)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names
      .flatMap((name) => (/^\d{12,16}\.note$/.test(name) ? [Number.parseInt(name, 10)] : []))
      .filter((size) => size > after)
      .toSorted((a, b) => a - b);
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
