import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { accessDecider } from '#domain/access/decide';
import type { AccessCommand } from '#domain/access/events';
import type { Actor, Sent } from '#domain/decider';
import { isUuid, streamId } from '#domain/streams';
import { localDateOf } from '#domain/time';
import type { Submission } from '#event-store/command-handler';
import { DistrictKeys } from '#event-store/district-keys';
import { ClassDestroyed, VersionConflict } from '#event-store/errors';
import { originOf } from '#event-store/evidence/checkpoint-note';
import { signerFromSeed } from '#event-store/evidence/note';
import {
  eventsFile,
  keysFile,
  type Manifest,
  pageFile,
  verifierFile,
} from '#event-store/export/bundle';
import { onLog } from '#event-store/postgres/on-log';
import { countStudentEvents } from '#event-store/export/student-events';
import { isFree } from '#event-store/export/write-bundle';
import { type Answer, CommandProblem, say } from '../answer.js';
import { districtOf, settingsOf } from '../district.js';
import { type Installation, withInstallation } from '../installation.js';
import { masterKeyOf } from '../master-key.js';
import { studentOf } from '../student.js';
import { takerOf } from './actor.js';
import { signedUpTo } from './signed-up-to.js';
import { type Recorded, writeStudentBundle } from './student-bundle.js';

export type ExportOptions = {
  to: string;
  as?: string;
  recipient?: string;
  interest?: string;
  district?: string;
};

/** `aimline export student`: records that the record is handed out, has the log signed so far, writes the bundle. */
export async function exportStudent(options: ExportOptions, id: string): Promise<Answer> {
  const { recipient = null, interest } = options;
  const dir = resolve(options.to);
  if (recipient !== null && !interest?.trim())
    throw new CommandProblem(2, 'usage', 'A disclosure names the interest of who gets it.', {
      where: '--interest',
      hint: 'Such as --interest "enrolment of the student" (34 CFR 99.32).',
    });
  await requireFree(dir);
  const needs = { command: 'aimline export', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const district = await districtOf(installation, options.district);
    const student = await known(installation, district, id);
    const actor = await takerOf(installation, district, student.studentId, options.as);
    const masterKey = await masterKeyOf(installation.home);
    const keys = new DistrictKeys(masterKey);
    const signer = signerFromSeed(originOf(district), keys.checkpointSeed(district));
    const purpose = interest ?? 'export';
    const recorded = await record(installation, district, student.studentId, actor, {
      to: recipient,
      interest: purpose,
    });
    await signedUpTo(installation, keys, district, recorded.counted.position);
    const manifest = await writeStudentBundle(dir, {
      installation,
      district,
      student,
      signer,
      masterKey,
      recorded,
      recipient,
      interest: purpose,
    });
    return answer(dir, manifest);
  });
}

/** Also a student of whose core nothing is left: what else there is can still be asked for, by id. */
async function known(installation: Installation, district: string, id: string) {
  try {
    return await studentOf(installation, district, id);
  } catch (error) {
    if (!(error instanceof CommandProblem) || error.code !== 'no-such-student') throw error;
    if (!isUuid(id)) throw error;
    const stream = streamId('student', id);
    if ((await installation.store.read({ district, stream })).version === 0) throw error;
    return { studentId: id, name: `student ${id}` };
  }
}

/** Counts, and records who took it why; where the core is destroyed there is no place for that any more, and only the count is recorded. */
async function record(
  { services, store, handler, reference }: Installation,
  district: string,
  studentId: string,
  actor: Actor,
  why: { to: string | null; interest: string },
): Promise<Recorded> {
  const counted = await onLog(services().databaseUrl, district, 'snapshot', ({ db, logId, head }) =>
    countStudentEvents(db, logId, studentId, head),
  );
  const { timeZone } = await settingsOf({ reference }, district);
  const on = localDateOf((await store.clockOf(district)).now, timeZone);
  const to = { district, stream: streamId('access', studentId) };
  const key = `cli/export/${randomUUID()}`;
  const taken = { studentId, staffId: actor.id, counted, ...why, on };
  let command: Submission<Sent<AccessCommand>> = { type: 'ExportRecord', data: taken, key, actor };
  for (let tries = 1; ; tries += 1)
    try {
      const { events } = await handler.handle(accessDecider, to, command);
      const { id, position } = events[0]!;
      return { bundle: id, counted: { ...counted, position } };
    } catch (error) {
      if (error instanceof ClassDestroyed && why.to === null && command.type === 'ExportRecord')
        command = { type: 'CountEvents', data: { studentId, counted }, key: `${key}/count`, actor };
      else if (error instanceof ClassDestroyed) throw coreDestroyed();
      else if (!(error instanceof VersionConflict) || tries === 5) throw error; // somebody looked at the file meanwhile
    }
}

function coreDestroyed(): CommandProblem {
  return new CommandProblem(
    1,
    'core-destroyed',
    'The core of this record was destroyed: to whom the rest is disclosed can no longer be recorded.',
    {
      where: '--recipient',
      hint: 'Nothing was written. Without --recipient what is left is exported.',
    },
  );
}

async function requireFree(dir: string): Promise<void> {
  const free = await isFree(dir).catch((error: NodeJS.ErrnoException) => {
    throw new CommandProblem(2, 'bad-folder', `${dir} cannot be used: ${error.code}.`, {
      where: '--to',
    });
  });
  if (free) return;
  throw new CommandProblem(2, 'folder-not-empty', `${dir} holds something already.`, {
    where: '--to',
    hint: 'Name a folder that is empty or does not exist yet.',
  });
}

function answer(dir: string, manifest: Manifest): Answer {
  const { bundle, district, student, key, recipient, log, events, gone } = manifest;
  const { count, first, last, counted } = events;
  say(`written to ${dir}`);
  return {
    document: {
      bundle,
      to: dir,
      district: district.id,
      student,
      recipient,
      events: count,
      first,
      last,
      gone: gone.length,
      countedAt: counted.position,
      log: { from: log.from, to: log.to },
      key,
    },
    words: [
      `${count} events of student ${student}, ${gone.length} of them without their bodies: ${dir}`,
      `Check it with: node ${join(dir, verifierFile)} ${dir} --key '${key}'`,
      `It holds the record in clear (${eventsFile}, ${pageFile}) and the keys of its classes (${keysFile}): keep it like the record itself.`,
    ].join('\n'),
  };
}
