import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { checkBackup } from '#event-store/backup/check-backup';
import type { BackupKind, Manifest } from '#event-store/backup/manifest';
import { backupSuffix, prune } from '#event-store/backup/prune';
import { writeBackup } from '#event-store/backup/write-backup';
import { DistrictKeys } from '#event-store/district-keys';
import { originOf } from '#event-store/evidence/checkpoint-note';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { signerFromSeed } from '#event-store/evidence/note';
import { outsideNotes } from '#event-store/evidence/verify-district';
import { aimlineHome } from '#platform/services/aimline-home';
import { answering, CommandProblem, say, type Answer } from '../answer.js';
import { withInstallation } from '../installation.js';
import { masterKeyOf } from '../master-key.js';
import { inWords as verdictInWords } from '../verify/words.js';

type BackupOptions = { to?: string; withoutPersonal?: boolean; check?: string; prune?: string };

export function registerBackup(program: Command): void {
  program
    .command('backup')
    .description('writes the whole record into one file; checks such a file, or removes old ones')
    .option('--to <file or folder>', 'where the backup goes; in a folder it gets a name')
    .option('--without-personal', 'without keys, bodies and files: may be kept, and proves the log')
    .option('--check <file>', 'proves the logs in a backup; exit 1 names what does not match')
    .option('--prune <folder>', 'removes the backups that had to be gone by now')
    .action(answering(backup));
}

async function backup(options: BackupOptions): Promise<Answer> {
  const { to, check, prune: folder } = options;
  if ([to, check, folder].filter((one) => one !== undefined).length !== 1)
    throw new CommandProblem(2, 'usage', 'Say one of --to, --check and --prune.', {
      hint: 'Add --help to the command to see how it is used.',
    });
  if (to !== undefined) return write(resolve(to), options.withoutPersonal === true);
  if (check !== undefined) return checkFile(resolve(check));
  return pruneFolder(resolve(folder!));
}

async function write(to: string, withoutPersonal: boolean): Promise<Answer> {
  const kind: BackupKind = withoutPersonal ? 'without-personal' : 'full';
  const path = (await isFolder(to)) ? join(to, nameOf(new Date(), kind)) : to;
  const manifest = await withInstallation(
    { command: 'aimline backup', need: 'postgres' },
    async ({ home, services }) =>
      writeBackup({
        url: services().migrationUrl,
        masterKey: await masterKeyOf(home),
        path,
        kind,
      }).catch(namingTheFile(path)),
  );
  return { document: documentOf(path, manifest), words: inWords(path, manifest) };
}

const nameOf = (now: Date, kind: BackupKind) =>
  `aimline-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z.${kind}${backupSuffix}`;

async function checkFile(path: string): Promise<Answer> {
  const home = aimlineHome();
  const masterKey = await masterKeyOf(home);
  const keys = new DistrictKeys(masterKey);
  const notes = new FolderNotes(home.checkpoints);
  const verifierOf = (district: string) =>
    signerFromSeed(originOf(district), keys.checkpointSeed(district)).verifier;
  say(`checking ${path}`);
  const { manifest, districts } = await checkBackup({
    path,
    masterKey,
    verifierOf,
    notesOf: async (district, end) =>
      (await outsideNotes(notes, district)).filter(({ size }) => size <= end),
  }).catch(namingTheFile(path));
  const verified = districts.map((verdict) => ({
    ...verdict,
    key: verifierOf(verdict.district).text,
    notes: notes.where(verdict.district),
  }));
  const matches = verified.every((verdict) => verdict.matches);
  return {
    document: { ...documentOf(path, manifest), matches, districts: verified },
    words: `${inWords(path, manifest)}\n\n${verdictInWords(verified)}`,
    exitCode: matches ? 0 : 1,
  };
}

async function pruneFolder(folder: string): Promise<Answer> {
  const masterKey = await masterKeyOf(aimlineHome());
  const pruned = await prune(folder, masterKey).catch(namingTheFile(folder));
  return {
    document: pruned,
    words: [
      ...pruned.removed.map((file) => `removed ${file}`),
      ...pruned.unread.map(({ file, why }) => `left ${file}: ${why}`),
      `${pruned.removed.length} removed, ${pruned.kept.length} kept.`,
    ].join('\n'),
  };
}

/** What a script needs of the manifest: the sections are summed by table. */
function documentOf(path: string, manifest: Manifest) {
  const { kind, createdAt, keepUntil, districts, sections } = manifest;
  const rows: Record<string, number> = {};
  for (const { table, rows: more } of sections) rows[table] = (rows[table] ?? 0) + more;
  const logs = districts.map(({ district, head, chainHash, checkpoint }) => ({
    district,
    head,
    chainHash,
    signed: checkpoint?.size ?? 0,
  }));
  return { file: path, kind, createdAt, keepUntil, logs, rows };
}

function inWords(path: string, { kind, createdAt, keepUntil, districts }: Manifest): string {
  return [
    `${path}: ${kind === 'full' ? 'everything' : 'without personal data'}, as of ${createdAt}.`,
    ...districts.map(({ district, head }) => `district ${district}: ${head} events`),
    keepUntil === null
      ? 'It holds no keys and no bodies, and may be kept for as long as you like.'
      : `It holds keys and sealed bodies: it must be gone by ${keepUntil.slice(0, 10)} ` +
        '(`aimline backup --prune <folder>`), or no destruction would be true. The master key is not in it: keep that apart.',
  ].join('\n');
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** A file or folder that is not there, or not ours to read or write. */
export function namingTheFile(path: string) {
  return (error: unknown): never => {
    const { code, syscall, path: met } = error as NodeJS.ErrnoException;
    if (code === undefined || syscall === undefined || met === undefined) throw error;
    throw new CommandProblem(2, 'no-such-file', `The file system refuses it: ${code}.`, {
      where: path,
    });
  };
}
