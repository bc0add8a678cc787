import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupProblem } from './backup-problem.js';
import { BackupKey, readManifest } from './manifest.js';

export const backupSuffix = '.backup';

export type Pruned = {
  removed: readonly string[];
  kept: readonly string[];
  /** Files that cannot be read as a backup of this installation, and why: a person decides. */
  unread: readonly { file: string; why: string }[];
};

/** Removes from a folder the backups that had to be gone by now; every other file stays. */
export async function prune(folder: string, masterKey: Buffer, now = new Date()): Promise<Pruned> {
  const key = new BackupKey(masterKey);
  const removed: string[] = [];
  const kept: string[] = [];
  const unread: { file: string; why: string }[] = [];
  for (const name of (await readdir(folder)).toSorted()) {
    if (!name.endsWith(backupSuffix) || name.startsWith('.')) continue;
    const file = join(folder, name);
    try {
      const { keepUntil } = await readManifest(file, key);
      const over = keepUntil !== null && keepUntil < now.toISOString();
      if (over) await rm(file);
      (over ? removed : kept).push(file);
    } catch (error) {
      if (!(error instanceof BackupProblem)) throw error;
      unread.push({ file, why: error.message });
    }
  }
  return { removed, kept, unread };
}
