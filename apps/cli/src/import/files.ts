import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ImportKind } from '#domain/import/events';
import type { ImportedFile } from '#imports/apply/plan';
import { limits } from '#imports/limits';
import { CommandProblem } from '../answer.js';

/** The bytes of what was named: files as they are; of a roster's folder its CSV files. */
export async function readFiles(
  kind: ImportKind,
  paths: readonly string[],
): Promise<ImportedFile[]> {
  const files: ImportedFile[] = [];
  for (const path of paths) {
    const isFolder = (await about(path)).isDirectory();
    if (isFolder && kind === 'scores')
      throw new CommandProblem(2, 'is_a_folder', `${path} is a folder.`, {
        where: path,
        hint: 'Name the export’s file, or each of its files.',
      });
    files.push(...(isFolder ? await folder(path) : [await file(path)]));
  }
  const names = files.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice)
    throw new CommandProblem(2, 'file_twice', `Two of the files are called ${twice}.`, {
      where: twice,
      hint: 'Name each file once; rename one of two that differ.',
    });
  return files;
}

async function folder(path: string): Promise<ImportedFile[]> {
  const names = (await readdir(path)).filter((name) => /\.csv$/i.test(name)).sort();
  if (names.length > 0) return Promise.all(names.map((name) => file(join(path, name))));
  throw new CommandProblem(2, 'no_file', `The folder ${path} holds no CSV file.`, {
    where: path,
    hint: 'Name the folder that holds users.csv, orgs.csv and the other files of the bundle.',
  });
}

async function file(path: string): Promise<ImportedFile> {
  const { size } = await about(path);
  if (size === 0)
    throw new CommandProblem(2, 'file_empty', `${path} is empty.`, {
      where: path,
      hint: 'Export it again; the transfer may have been cut off.',
    });
  if (size > limits.fileBytes)
    throw new CommandProblem(2, 'too_large', `${path} has ${Math.round(size / 2 ** 20)} MB.`, {
      where: path,
      hint: `At most ${limits.fileBytes / 2 ** 20} MB are read; check that it is the right file.`,
    });
  return { name: basename(path), bytes: await readFile(path) };
}

async function about(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EACCES' ? 'may not be read' : 'does not exist';
    throw new CommandProblem(2, 'file_not_found', `${path} ${why}.`, {
      where: path,
      hint: 'Check the path, and that you may read it.',
    });
  }
}
