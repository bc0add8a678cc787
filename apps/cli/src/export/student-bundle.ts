import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudentEvents } from '#domain/access/events';
import { streamId } from '#domain/streams';
import { localDateOf } from '#domain/time';
import type { NoteSigner } from '#event-store/evidence/note';
import {
  bundleFormat,
  fromNoteFile,
  keysFile,
  type Manifest,
  pageFile,
  toNoteFile,
  verifierFile,
} from '#event-store/export/bundle';
import { evidenceFor, NotProvable } from '#event-store/export/evidence';
import { onLog } from '#event-store/postgres/on-log';
import { studentPositions } from '#event-store/export/student-events';
import { RecordChanged, StudentExport } from '#event-store/export/student-export';
import { writeBundle } from '#event-store/export/write-bundle';
import { MasterKey } from '#event-store/vault/key-wrapper';
import { PostgresVault } from '#event-store/vault/postgres-vault';
import { CommandProblem } from '../answer.js';
import { settingsOf } from '../district.js';
import type { Installation } from '../installation.js';
import { cycleLine } from '../replay/lines.js';
import { authorsOf, cyclesOf } from '../replay/student.js';
import { pageOf } from './page.js';
import { notProven, proven } from './statement.js';

/** What was recorded for this export: the count, where it stands, and the id that the bundle takes from it. */
export type Recorded = { bundle: string; counted: StudentEvents & { position: number } };

export type Exporting = {
  installation: Installation;
  district: string;
  student: { studentId: string; name: string };
  signer: NoteSigner;
  masterKey: Buffer;
  recorded: Recorded;
  recipient: string | null;
  interest: string;
};

/** Writes the bundle of what was recorded; nothing is left behind where that fails. */
export async function writeStudentBundle(dir: string, exporting: Exporting): Promise<Manifest> {
  const { installation, district, student, signer, recorded } = exporting;
  const { counted } = recorded;
  try {
    return await onLog(installation.services().databaseUrl, district, 'snapshot', async (log) => {
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
