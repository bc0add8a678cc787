import { randomUUID } from 'node:crypto';
import { operatorActor } from '#domain/decider';
import { importDecider } from '#domain/import/decide';
import type { ImportEvent, ImportKind } from '#domain/import/events';
import { evolve, initial } from '#domain/import/state';
import { streamId, type StreamRef } from '#domain/streams';
import { localDateOf } from '#domain/time';
import { ClaimTaken } from '#event-store/errors';
import { planImport, type ImportedFile, type Plan } from '#imports/apply/plan';
import { CommandProblem } from '../answer.js';
import { districtOrNone, settingsOf } from '../district.js';
import { withInstallation, type Installation } from '../installation.js';
import { foundDistrict, zoneOf } from './founding.js';
import type { ImportOptions } from './import.js';
import { asGiven } from './as-given.js';
import { resultOf } from './outcome.js';
import { unapplied, type ImportResult } from './result.js';
import { waitForEnd } from './wait.js';

/**
 * Hands the files to the record, lets the workflow of the import work, and answers when it has come to its end. A file that
 * is no such export at all is answered at once: nothing is started or recorded for it.
 */
export async function realRun(
  kind: ImportKind,
  files: readonly ImportedFile[],
  options: ImportOptions,
): Promise<ImportResult> {
  const zone = zoneOf(options.timeZone);
  const today = localDateOf(new Date().toISOString(), zone);
  const profile = options.profile ?? null;
  const asItStands = planImport(kind, files, { today, profile, students: 'any' });
  if (asItStands.rejected) return unapplied(asItStands, 'rejected', null);

  const needs = { command: `aimline import ${kind}`, need: 'worker' } as const;
  return withInstallation(needs, async (installation) => {
    const district = await districtFor(installation, asItStands, options.district, zone);
    const { ref, isNew } = await receive(installation, district, kind, files, profile);
    await carryOn(installation, ref, options.confirm === true);
    const students = await installation.views.directory.studentIds(district);
    const { timeZone } = await settingsOf(installation, district);
    const plan = planImport(kind, files, {
      today: localDateOf(new Date().toISOString(), timeZone),
      profile,
      students,
    });
    const { events } = await installation.store.read<ImportEvent>(ref);
    return asGiven(resultOf(ref, events, plan, isNew), kind, files);
  });
}

/** Waits for the end; where a person's yes is needed and was given beforehand, says it. */
async function carryOn(installation: Installation, ref: StreamRef, confirm: boolean) {
  const status = await waitForEnd(installation, ref);
  if (status !== 'held' || !confirm) return;
  await installation.handler.handle(importDecider, ref, {
    type: 'ConfirmImport',
    data: {},
    key: `cli/confirm/${ref.stream}`,
    actor: operatorActor,
  });
  await waitForEnd(installation, ref);
}

async function districtFor(
  installation: Installation,
  { roster }: Plan,
  named: string | undefined,
  timeZone: string,
): Promise<string> {
  const district = await districtOrNone(installation, named);
  if (roster === null) {
    if (district) return district;
    throw new CommandProblem(2, 'no-district', 'No district is founded here yet.', {
      hint: 'Import its roster first: scores belong to students.',
    });
  }
  // A district without a single event was being founded when the command was cut off.
  if (district && (await installation.store.head(district)) > 0) return district;
  return foundDistrict(installation, roster.district, timeZone, district ?? undefined);
}

/**
 * The import of these files: a new one, or the one that took them before and may not be at its end yet. Bytes are kept
 * before the command: those that no import names are no fact and may be swept.
 */
async function receive(
  { files: kept, handler, store }: Installation,
  district: string,
  kind: ImportKind,
  files: readonly ImportedFile[],
  profile: string | null,
): Promise<{ ref: StreamRef; isNew: boolean }> {
  const named = [];
  for (const { name, bytes } of files) {
    const sha256 = await kept.keep(district, Buffer.from(bytes));
    named.push({ name, sha256, bytes: bytes.length });
  }
  const ref = { district, stream: streamId('import', randomUUID()) };
  try {
    await handler.handle(importDecider, ref, {
      type: 'ReceiveFile',
      data: { kind, files: named, profile },
      key: `cli/import/${ref.stream}`,
      actor: operatorActor,
    });
    return { ref, isNew: true };
  } catch (error) {
    if (!(error instanceof ClaimTaken)) throw error;
    const known = { district, stream: error.holder };
    const { events } = await store.read<ImportEvent>(known);
    const isNew = events.reduce(evolve, initial).status !== 'completed';
    // What has become facts long ago needs no file any more.
    if (!isNew) await kept.forget(district, named.map(({ sha256 }) => sha256)); // prettier-ignore
    return { ref: known, isNew };
  }
}
