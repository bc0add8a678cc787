import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { accessDecider } from '#domain/access/decide';
import type { AccessCommand, StudentEvents } from '#domain/access/events';
import type { Actor, Sent } from '#domain/decider';
import { streamId } from '#domain/streams';
import { localDateOf } from '#domain/time';
import type { Submission } from '#event-store/command-handler';
import { DistrictKeys } from '#event-store/district-keys';
import { ClassDestroyed, VersionConflict } from '#event-store/errors';
import { originOf } from '#event-store/evidence/checkpoint-note';
import { type NoteSigner, signerFromSeed } from '#event-store/evidence/note';
import {
  bundleFormat,
  eventsFile,
  fromNoteFile,
  keysFile,
  type Manifest,
  pageFile,
  toNoteFile,
  verifierFile,
} from '#event-store/export/bundle';
import { evidenceFor, NotProvable } from '#event-store/export/evidence';
import { onSnapshot } from '#event-store/export/snapshot';
import { countStudentEvents, studentPositions } from '#event-store/export/student-events';
import { RecordChanged, StudentExport } from '#event-store/export/student-export';
import { isFree, writeBundle } from '#event-store/export/write-bundle';
import { MasterKey } from '#event-store/vault/key-wrapper';
import { PostgresVault } from '#event-store/vault/postgres-vault';
import { type Answer, CommandProblem, say } from '../answer.js';
import { districtOf, settingsOf } from '../district.js';
import { type Installation, withInstallation } from '../installation.js';
import { masterKeyOf } from '../master-key.js';
import { cycleLine } from '../replay/lines.js';
import { authorsOf, cyclesOf, studentOf } from '../replay/student.js';
import { takerOf } from './actor.js';
import { pageOf } from './page.js';
import { signedUpTo } from './signed-up-to.js';
import { notProven, proven } from './statement.js';

export type ExportOptions = {
  to: string;
  as?: string;
  recipient?: string;
  interest?: string;
  district?: string;
};

/** What was recorded for this export: the count, where it stands, and the id that the bundle takes from it. */
type Recorded = { bundle: string; counted: StudentEvents & { position: number } };

type Exporting = {
  installation: Installation;
  district: string;
  student: { studentId: string; name: string };
  signer: NoteSigner;
  masterKey: Buffer;
  recorded: Recorded;
  recipient: string | null;
  interest: string;
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
    const manifest = await write(dir, {
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
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw error;
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
  const counted = await onSnapshot(services().databaseUrl, district, ({ db, logId, head }) =>
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

async function write(dir: string, exporting: Exporting): Promise<Manifest> {
  const { installation, district, student, signer, recorded } = exporting;
  const { counted } = recorded;
  try {
    return await onSnapshot(installation.services().databaseUrl, district, async (log) => {
      const { db, logId } = log;
      const events = await studentPositions(db, logId, student.studentId, counted.upTo);
      const positions = [...events, counted.position];
      const evidence = await evidenceFor(db, logId, positions, signer.verifier);
      const reading = new StudentExport(log, district, installation.store.bodies, evidence);
      const name = await districtName(installation, district);
      const generatedAt = (await installation.store.clockOf(district)).now;
      return writeBundle(dir, {
        signer,
        events: reading.lines(positions),
        files: async () => ({
          [keysFile]: await keysOf(exporting, reading.keyIds),
          [toNoteFile]: evidence.to.note,
          ...(evidence.from ? { [fromNoteFile]: evidence.from.note } : {}),
          [pageFile]: await page(exporting, name, reading, {
            counted,
            evidence,
            gone: reading.gone().length,
          }),
          [verifierFile]: await readFile(verifierPath(installation)),
        }),
        manifest: ({ files, lines }) => {
          const gone = reading.gone();
          const stated = { counted, evidence, gone: gone.length };
          return {
            ...bundleFormat,
            bundle: recorded.bundle,
            generatedAt,
            district: { id: district, name },
            key: signer.verifier.text,
            student: student.studentId,
            recipient: exporting.recipient,
            interest: exporting.interest,
            log: {
              from: evidence.from?.size ?? null,
              to: evidence.to.size,
              consistency: evidence.consistency.map((hash) => hash.toString('base64')),
            },
            events: {
              count: events.length,
              first: events[0]!,
              last: events.at(-1)!,
              counted,
              byType: tally(reading.events),
              lines,
            },
            gone,
            files,
            proven: proven(stated),
            notProven: notProven(stated),
          };
        },
      });
    });
  } catch (error) {
    throw inWordsOf(error);
  }
}

const verifierPath = ({ home }: Installation) => join(home.checkout, 'apps', 'cli', verifierFile);

/** The keys of the classes whose bodies are here: what a stranger needs to see that the bodies are those of the digests. */
async function keysOf(
  { installation, district, masterKey }: Exporting,
  ids: ReadonlySet<string>,
): Promise<string> {
  const vault = new PostgresVault(installation.services().databaseUrl, new MasterKey(masterKey));
  try {
    const keys = await vault.keysById(district, [...ids]);
    if (keys.length < ids.size) throw new RecordChanged();
    const entries = keys.map(({ keyId, key }) => [keyId, key.export().toString('base64')]);
    return `${JSON.stringify({ keys: Object.fromEntries(entries) as object }, null, 2)}\n`;
  } finally {
    await vault.close();
  }
}

async function page(
  { installation, district, student, signer, recorded, recipient, interest }: Exporting,
  name: string,
  { events }: StudentExport,
  stated: Parameters<typeof proven>[0],
): Promise<string> {
  const { timeZone } = await settingsOf(installation, district);
  const moment = { asOf: null, knownAt: recorded.counted.upTo, timeZone };
  const there = events.filter((event) => event.data !== null);
  const cycles = await cyclesOf(installation, district, there, moment);
  const { now } = await installation.store.clockOf(district);
  return pageOf({
    name: student.name,
    about: [
      ['District', name],
      ['Student', student.studentId],
      ['Bundle', recorded.bundle],
      ['Written on', `${localDateOf(now, timeZone)} (${now})`],
      ['For', recipient === null ? 'the district itself' : recipient],
      ['Purpose', interest],
      ['Events', `${events.length}, ${stated.gone} of them without their bodies`],
    ],
    cycles: cycles.map(cycleLine),
    events,
    by: await authorsOf(installation.views, district),
    timeZone,
    proven: proven(stated),
    notProven: notProven(stated),
    check: {
      command: `node verify.mjs FOLDER --key '${signer.verifier.text}'`,
      key: signer.verifier.text,
    },
  });
}

async function districtName({ store }: Installation, district: string): Promise<string> {
  const { events } = await store.read({ district, stream: streamId('district', district) });
  const { name = district } = (events[0]?.data ?? {}) as { name?: string };
  return name;
}

function tally(events: readonly { type: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of events) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
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

function inWordsOf(error: unknown): unknown {
  if (error instanceof RecordChanged)
    return new CommandProblem(
      1,
      'record-changed',
      'Something of the record was destroyed meanwhile.',
      { hint: 'Nothing was written. Give the command again.' },
    );
  if (error instanceof NotProvable)
    return new CommandProblem(1, error.code, `Nothing was written: ${error.message}.`, {
      hint: 'Run `aimline verify`: it names the position.',
    });
  return error;
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
