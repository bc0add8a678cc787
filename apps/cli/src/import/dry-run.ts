import { createHash } from 'node:crypto';
import { claimOf } from '#domain/import/claims';
import type { ImportKind } from '#domain/import/events';
import { localDateOf } from '#domain/time';
import { commandId } from '#event-store/ids';
import { openRecord } from '#event-store/record';
import { allProblems, planImport, totalCounts, type ImportedFile } from '#imports/apply/plan';
import { trialTarget, type TrialOptions } from '#imports/apply/trial';
import { Database } from '#platform/app/database';
import { aimlineHome } from '#platform/services/aimline-home';
import { runningServices } from '#platform/services/running-services';
import type { ImportRow } from '#read-models/imports/imports';
import type { StudentIdsRow } from '#read-models/directory/directory.query';
import { viewsOf } from '#read-models/views';
import { say } from '../answer.js';
import { masterKeyOf } from '../master-key.js';
import { districtOrNone, settingsOf } from '../district.js';
import { districtIdOf, zoneOf } from './founding.js';
import type { ImportOptions } from './import.js';
import { nothingNew, unapplied, type ImportResult } from './result.js';

/** What a trial is compared with: the district as it is, or an empty installation. */
type Known = {
  district: TrialOptions['district'] | null;
  students: readonly StudentIdsRow[];
  imports: readonly ImportRow[];
  read: TrialOptions['read'];
};

const nothingKnown: Known = { district: null, students: [], imports: [], read: async () => [] };

/** Answers as a real run would and writes nothing. Uses the database if it runs, and starts nothing. */
export async function dryRun(
  kind: ImportKind,
  files: readonly ImportedFile[],
  options: ImportOptions,
): Promise<ImportResult> {
  const { databaseUrl } = await runningServices();
  if (databaseUrl === null) {
    say('no database runs: the files are compared with an empty installation');
    return trial(kind, files, options, nothingKnown);
  }
  const db = new Database(databaseUrl);
  try {
    // Before the first migration there is no record, and perhaps no key yet: a trial makes none.
    const { rows } = await db.query(`select to_regclass('es.log') as log`);
    if (!rows[0]?.log) return await trial(kind, files, options, nothingKnown);
    const record = openRecord(databaseUrl, await masterKeyOf(aimlineHome()));
    try {
      return await trial(kind, files, options, await knownIn(record, db, options.district));
    } finally {
      await record.store.close();
    }
  } finally {
    await db.close();
  }
}

async function knownIn(
  record: ReturnType<typeof openRecord>,
  db: Database,
  named: string | undefined,
): Promise<Known> {
  const district = await districtOrNone(record, named);
  if (!district) return nothingKnown;
  const views = viewsOf(db, record.store);
  return {
    district: await settingsOf(record, district),
    students: await views.directory.studentIds(district),
    imports: await views.imports.list(district, {}, { limit: 100_000 }),
    read: async (stream) => (await record.store.read({ district, stream })).events,
  };
}

async function trial(
  kind: ImportKind,
  files: readonly ImportedFile[],
  { profile, anyStudent, confirm, timeZone }: ImportOptions,
  known: Known,
): Promise<ImportResult> {
  const now = new Date().toISOString();
  const zone = known.district?.timeZone ?? zoneOf(timeZone);
  const today = localDateOf(now, zone);
  const students = anyStudent ? 'any' : known.students;
  const plan = planImport(kind, files, { today, profile: profile ?? null, students });
  if (plan.rejected) return unapplied(plan, 'rejected', null);
  const before = importedBefore(files, known.imports);
  if (before?.counts)
    return { ...unapplied(plan, 'already-imported', null), counts: nothingNew(before.counts) };
  if (plan.held && !confirm) return unapplied(plan, 'held', null);

  const id = known.district?.id ?? (plan.roster ? districtIdOf(plan.roster.district) : nobody);
  const target = trialTarget({
    district: known.district ?? { id, timeZone: zone, sandbox: false },
    now,
    idOf: (name) => commandId(id, name),
    read: known.read,
  });
  const applied = [];
  for (const chunk of plan.chunks) applied.push(await chunk(target));
  const refused = applied.flatMap((one) => one.refused);
  const counts = totalCounts(
    plan.report,
    applied.map((one) => ({ ...one, quarantined: one.refused.length })),
  );
  return {
    ...unapplied(plan, 'completed', null),
    // Ids as they stand belong to nobody, so nothing was tried: what would be new is what was read.
    counts: anyStudent ? { ...counts, new: { score: plan.records.length } } : counts,
    problems: allProblems(plan.report, refused),
    quarantine: [...plan.report.quarantine, ...refused],
  };
}

/** Of no district; only ids of a trial are made with it. */
const nobody = '00000000-0000-4000-8000-000000000000';

function importedBefore(
  files: readonly ImportedFile[],
  imports: readonly ImportRow[],
): ImportRow | undefined {
  const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  const claim = claimOf({ files: files.map(({ bytes }) => ({ sha256: sha256(bytes) })) });
  return imports.find((one) => one.status === 'completed' && claimOf(one) === claim);
}
