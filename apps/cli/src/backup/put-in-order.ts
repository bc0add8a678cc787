import {
  destroyAgain,
  destroyedOutside,
  setSubscriptionsBack,
  type SetBack,
} from '#event-store/backup/after-restore';
import { DistrictKeys } from '#event-store/district-keys';
import { originOf } from '#event-store/evidence/checkpoint-note';
import type { DestructionNote } from '#event-store/evidence/destruction-note';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { aheadOfTheLog } from '#event-store/evidence/gone-back';
import { signerFromSeed } from '#event-store/evidence/note';
import type { NotesSetAside } from '#event-store/evidence/outside-notes';
import type { AimlineHome } from '#platform/services/aimline-home';
import { readModelsSubscription } from '#read-models/read-models';
import { rebuildReadModels } from '#read-models/rebuild';
import { say } from '../answer.js';
import { withInstallation, type Installation } from '../installation.js';
import { masterKeyOf } from '../master-key.js';
import { rebuildWorkflows, type RebuiltWorkflows } from '../rebuild/rebuild.js';
import { verify, type VerifyDocument } from '../verify/verify.js';

export type OrderedDistrict = {
  district: string;
  /** Facts of destruction that the restored log did not hold, carried out again. */
  destroyedAgain: number;
  /** Notes of a log that is no more. */
  notesSetAside: NotesSetAside | null;
  subscriptionsSetBack: readonly SetBack[];
  /** Events from which the views were made again. */
  views: number;
};

export type PutInOrder = {
  districts: readonly OrderedDistrict[];
  verified: VerifyDocument;
  /** Null: Temporal was left alone. */
  workflows: RebuiltWorkflows | null;
};

/**
 * What follows the restore of a database, whoever did it, before people come back: destructions that it does not know, notes that it
 * does not reach, subscriptions that have read something else, views, and the workflows. Giving it again is harmless.
 *
 * @param only the districts that were restored; null: all
 */
export async function putInOrder(
  only: readonly string[] | null,
  withWorkflows: boolean,
): Promise<PutInOrder> {
  const needs = { command: 'aimline restore', need: 'postgres' } as const;
  const districts = await withInstallation(needs, async (installation) => {
    const all = (await installation.store.districts()).map(({ district }) => district);
    const done: OrderedDistrict[] = [];
    for (const district of only ?? all) done.push(await inOrder(installation, district));
    return done;
  });
  const verified = (await verify({})).document as VerifyDocument;
  return { districts, verified, workflows: withWorkflows ? await rebuildWorkflows() : null };
}

async function inOrder(installation: Installation, district: string): Promise<OrderedDistrict> {
  const { home, handler, store, services } = installation;
  const { databaseUrl: url } = services();
  const outside = new FolderNotes(home.checkpoints);
  const notes = await destroyedIn(home, await masterKeyOf(home), [district]);
  const ahead = await aheadOfTheLog(url, district, outside);
  const note = ahead.find(({ who }) => who === 'outside note');
  const head = await store.head(district);
  const notesSetAside = note
    ? await outside.setAside(district, Math.min(head, note.position - 1))
    : null;
  const subscriptionsSetBack = await setSubscriptionsBack(url, district, readModelsSubscription);
  const destroyed = await destroyAgain(handler, district, notes.get(district)!);
  say(`rebuilding the views of ${district}`);
  const { events: views } = await rebuildReadModels(installation, url, district);
  return { district, destroyedAgain: destroyed, notesSetAside, subscriptionsSetBack, views };
}

/** What was destroyed in each of these districts, by the signed copies outside. */
export async function destroyedIn(
  home: AimlineHome,
  masterKey: Buffer,
  districts: readonly string[],
): Promise<Map<string, DestructionNote[]>> {
  const outside = new FolderNotes(home.checkpoints);
  const keys = new DistrictKeys(masterKey);
  const destroyed = new Map<string, DestructionNote[]>();
  for (const district of districts) {
    const { verifier } = signerFromSeed(originOf(district), keys.checkpointSeed(district));
    destroyed.set(district, await destroyedOutside(outside, district, verifier));
  }
  return destroyed;
}
