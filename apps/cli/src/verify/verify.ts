import { resolve } from 'node:path';
import type { Command } from 'commander';
import { DistrictKeys } from '#event-store/district-keys';
import { originOf } from '#event-store/evidence/checkpoint-note';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import {
  NoteRefused,
  type NoteVerifier,
  signerFromSeed,
  verifierFromText,
} from '#event-store/evidence/note';
import { verifyDistrict } from '#event-store/evidence/verify-district';
import type { Verdict } from '#event-store/evidence/verify-log';
import { answering, CommandProblem, say, type Answer } from '../answer.js';
import { districtOrNone } from '../district.js';
import { withInstallation } from '../installation.js';
import { masterKeyOf } from '../master-key.js';
import { verifyBundleFolder } from './bundle.js';
import { inWords } from './words.js';

export type VerifyOptions = {
  district?: string;
  key?: string;
  notes?: string;
  quick?: boolean;
  bundle?: string;
};

export type VerifiedDistrict = Verdict & { district: string; key: string; notes: string };

/** `aimline verify --json`. */
export type VerifyDocument = {
  matches: boolean;
  events: number;
  first: ({ district: string } & Verdict['findings'][number]) | null;
  districts: readonly VerifiedDistrict[];
};

export function registerVerify(program: Command): void {
  program
    .command('verify')
    .description(
      'checks every event, the chain and the signed notes; exit 1 names position and column',
    )
    .option('--district <id>', 'one district by its id; every district where it is left out')
    .option(
      '--key <text>',
      'the public key as it was handed over, <name>+<id>+<key>; else your own',
    )
    .option('--notes <folder>', 'the copies of the notes that you keep; else those of this home')
    .option('--bundle <folder>', 'an exported record instead of a log: no database is needed')
    .option('--quick', 'chain and signed notes alone, not what the events say')
    .action(answering(verify));
}

/** Verifies the logs of this installation, each from its first event. */
export async function verify(options: VerifyOptions): Promise<Answer> {
  if (options.bundle !== undefined) return bundleIn(options.bundle, options);
  const given = options.key === undefined ? null : keyFrom(options.key);
  const needs = { command: 'aimline verify', need: 'postgres', readsNoBodies: true } as const;
  return withInstallation(needs, async (installation) => {
    const { store, home, services } = installation;
    const folder = options.notes === undefined ? home.checkpoints : resolve(options.notes);
    const outside = new FolderNotes(folder);
    const keys = new DistrictKeys(await masterKeyOf(home));
    const only = options.district && (await districtOrNone(installation, options.district));
    const verified: VerifiedDistrict[] = [];
    for (const { district } of await store.districts()) {
      if (only ? district !== only : given && given.name !== originOf(district)) continue;
      say(`verifying the log of district ${district}`);
      const verifier = given ?? ownKey(keys, district);
      const verdict = await verifyDistrict({
        url: services().databaseUrl,
        district,
        verifier,
        outside,
        quick: options.quick,
      });
      verified.push({ district, key: verifier.text, notes: outside.where(district), ...verdict });
    }
    const document = summed(verified);
    return { document, words: inWords(verified), exitCode: document.matches ? 0 : 1 };
  });
}

function bundleIn(dir: string, { key, ...others }: VerifyOptions): Promise<Answer> {
  const [wrong] = (['district', 'notes', 'quick'] as const).filter((name) => name in others);
  if (!wrong) return verifyBundleFolder(dir, key);
  throw new CommandProblem(2, 'usage', `--${wrong} does not go with --bundle.`, {
    where: `--${wrong}`,
  });
}

function summed(districts: readonly VerifiedDistrict[]): VerifyDocument {
  const broken = districts.find(({ first }) => first !== null);
  return {
    matches: !broken,
    events: districts.reduce((sum, { events }) => sum + events, 0),
    first: broken ? { district: broken.district, ...broken.first! } : null,
    districts,
  };
}

function ownKey(keys: DistrictKeys, district: string): NoteVerifier {
  return signerFromSeed(originOf(district), keys.checkpointSeed(district)).verifier;
}

function keyFrom(text: string): NoteVerifier {
  try {
    return verifierFromText(text);
  } catch (error) {
    if (!(error instanceof NoteRefused)) throw error;
    throw new CommandProblem(2, 'bad-key', `The key cannot be read: ${error.message}.`, {
      where: '--key',
      hint: 'It is the one line of the file key.pub beside the notes.',
    });
  }
}
