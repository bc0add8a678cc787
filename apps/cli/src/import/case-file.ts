import { caseFileDecider } from '#domain/case-file/decide';
import type { EarlierFact, Provenance } from '#domain/case-file/events';
import { evolve, initial } from '#domain/case-file/state';
import type { CaseFileEvent } from '#domain/case-file/events';
import { type ActorRole, operatorActor } from '#domain/decider';
import { recordClasses } from '#domain/record-class';
import { streamId, type StreamId, type StreamRef } from '#domain/streams';
import { ClassDestroyed } from '#event-store/errors';
import type { BundleEvent } from '#event-store/export/bundle';
import { type Answer, CommandProblem, say } from '../answer.js';
import { districtOf } from '../district.js';
import { type Installation, withInstallation } from '../installation.js';
import { studentOf } from '../student.js';
import { type BundleVerdict, checkBundle } from '../verify/bundle.js';
import { viewsCaughtUp } from '../views-caught-up.js';

export type CaseFileOptions = {
  student?: string;
  key?: string;
  dryRun?: boolean;
  district?: string;
};

/** `aimline import case-file --json`. */
export type CaseFileResult = {
  /** The bundle’s id: taken in once. */
  import: string | null;
  profile: 'case-file';
  status: 'completed' | 'already-imported' | 'rejected';
  student: string | null;
  counts: { read: number; accepted: number; gone: number };
  /** What could be verified before anything was taken, and by which key. */
  verified: BundleVerdict;
};

/** More events than one command of the record takes; a whole school life has some thousands. */
const mostFacts = 9_000;

/**
 * Verifies a bundle of another district and takes it in as that student’s earlier history: whole, in one append, or not at all. The
 * events taken are those that were read while verifying, not a second look at the files.
 */
export async function importCaseFile(options: CaseFileOptions, dir: string): Promise<Answer> {
  const events: BundleEvent[] = [];
  const verified = await checkBundle(dir, options.key, (event) => events.push(event));
  if (!verified.matches) return answer({ ...nothing(verified), status: 'rejected' }, 2);
  const counting = events.pop(); // speaks of the others, and is no fact of the student’s life
  if (!counting || events.length > mostFacts)
    throw new CommandProblem(2, 'too_large', `A case file has at most ${mostFacts} events.`, {
      where: dir,
    });
  const needs = { command: 'aimline import case-file', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const district = await districtOf(installation, options.district);
    requireAnotherDistrict(verified, district);
    const ref = { district, stream: streamId('case-file', verified.bundle!) };
    const here = await studentHere(installation, ref);
    const named = options.student && (await studentOf(installation, district, options.student));
    if (here && named && here !== named.studentId) throw anotherStudents(here);
    const student =
      here ?? (named ? named.studentId : await studentFor(installation, district, events));
    const from = provenanceOf(verified, events);
    const facts = events.map(factOf);
    const counts = {
      read: events.length,
      accepted: here === null ? events.length : 0,
      gone: verified.bodies.gone,
    };
    const status = here === null ? 'completed' : 'already-imported';
    if (here === null && !options.dryRun) await take(installation, ref, student, from, facts);
    return answer(
      { import: verified.bundle, profile: 'case-file', status, student, counts, verified },
      0,
    );
  });
}

function nothing(verified: BundleVerdict): Omit<CaseFileResult, 'status'> {
  const counts = { read: verified.events, accepted: 0, gone: verified.bodies.gone };
  return { import: verified.bundle, profile: 'case-file', student: null, counts, verified };
}

function requireAnotherDistrict({ district: from }: BundleVerdict, district: string): void {
  if (from?.id !== district) return;
  throw new CommandProblem(
    2,
    'case-file-of-this-district',
    'This record was exported by this district: everything in it is here already.',
    { where: '--district', hint: 'A case file is taken in by another district.' },
  );
}

function anotherStudents(here: string): CommandProblem {
  return new CommandProblem(
    1,
    'case-file-of-another-student',
    `This case file was taken in before, for student ${here}.`,
    { where: '--student', hint: 'Nothing was taken in.' },
  );
}

/** Whose it is, if it was taken in before. */
async function studentHere({ store }: Installation, ref: StreamRef): Promise<string | null> {
  const { events, gone } = await store.read<CaseFileEvent>(ref);
  if (gone.length > 0)
    throw new CommandProblem(
      1,
      'case-file-destroyed',
      'This case file was taken in, and destroyed since with the student’s record.',
      { where: ref.stream },
    );
  return events.reduce(evolve, initial).studentId;
}

type Enrolment = {
  name: { family: string };
  birthDate: string | null;
  ids: { state: string | null };
};

/**
 * Nobody is enrolled by a case file: who is a student of this district, the roster says. A state id alone names nobody, since one that
 * was mistyped is somebody else's: birth date or family name must be the same too.
 */
async function studentFor(
  { views }: Installation,
  district: string,
  events: readonly BundleEvent[],
): Promise<string> {
  const there = events.findLast(
    ({ header, body }) => header.type === 'StudentEnrolled' && body !== 'gone',
  )?.body as Enrolment | undefined;
  const state = there?.ids.state ?? null;
  if (!there || state === null)
    throw notHere('The case file has no state id by which its student could be found here.');
  const known = await views.directory.studentIds(district);
  const ids = known.filter((one) => one.state === state).map(({ studentId }) => studentId);
  const [here] = await views.directory.studentsById(district, ids);
  if (!here || ids.length > 1)
    throw notHere('No student of this district has the state id of the case file.');
  const born = there.birthDate !== null && here.birth_date === there.birthDate;
  const called = here.family_name.toLowerCase() === there.name.family.toLowerCase();
  if (born || called) return here.student_id;
  throw notHere('The student with this state id has another name and another birth date here.');
}

function notHere(why: string): CommandProblem {
  return new CommandProblem(2, 'student-not-here', why, {
    where: '--student',
    hint: 'Enrol the student first (import the roster), or name them with --student.',
  });
}

function provenanceOf(verified: BundleVerdict, events: readonly BundleEvent[]): Provenance {
  const { district, student, key, keyFrom, log } = verified;
  return {
    district: district!.id,
    districtName: district!.name,
    studentId: student!,
    key: key!,
    keyVouched: keyFrom === 'given',
    log: { size: log!.to, root: log!.root },
    counted: { upTo: log!.upTo, count: events.length, root: log!.countedRoot },
  };
}

function factOf({
  header,
  body,
  position,
  recordedAt,
  version,
  contentHash,
}: BundleEvent): EarlierFact {
  return {
    recordClass: recordClasses[(header.recordClass ?? 1) - 1] ?? 'core',
    was: {
      eventId: header.eventId,
      stream: header.stream as StreamId,
      version,
      position,
      type: header.type,
      schemaVersion: header.schemaVersion,
      occurredAt: instantOf(header.occurredAt),
      recordedAt: instantOf(recordedAt),
      actor: { id: header.actor, role: header.role as ActorRole },
      contentHash,
    },
    said: body === 'gone' ? null : body,
    codes: header.meta,
  };
}

const instantOf = (micros: string) => new Date(Number(BigInt(micros) / 1000n)).toISOString();

async function take(
  installation: Installation,
  ref: StreamRef,
  studentId: string,
  from: Provenance,
  facts: readonly EarlierFact[],
): Promise<void> {
  try {
    const { position } = await installation.handler.handle(caseFileDecider, ref, {
      type: 'ReceiveCaseFile',
      data: { studentId, from, facts },
      key: `import/${ref.stream}/${studentId}`,
      actor: operatorActor,
    });
    if (await viewsCaughtUp(installation, ref.district, position)) return;
    say('it is recorded; the views do not show it yet: see `aimline status`');
  } catch (error) {
    if (!(error instanceof ClassDestroyed)) throw error;
    throw new CommandProblem(
      1,
      'class-destroyed',
      'A part of this student’s record was destroyed here; nothing can be added to it.',
      { where: ref.stream, hint: 'Nothing was taken in.' },
    );
  }
}

function answer(result: CaseFileResult, exitCode: 0 | 2): Answer {
  const { status, counts, student, verified } = result;
  const { first, district, remarks, proven } = verified;
  const words: Record<CaseFileResult['status'], string[]> = {
    completed: [
      `${counts.accepted} facts of ${district?.name} are now with student ${student}, ${counts.gone} of them without their bodies.`,
      'Verified before it was taken:',
      ...proven.map((sentence) => `  ${sentence}`),
    ],
    'already-imported': [`It was taken in before, for student ${student}; nothing was added.`],
    rejected: [
      'It does not match; nothing was taken.',
      first
        ? `  ${[first.file, first.line && `line ${first.line}`, first.field].filter(Boolean).join(', ')}: ${first.sentence}`
        : '',
    ],
  };
  const notes = remarks.map((remark) => `Note: ${remark}`);
  return { document: result, words: [...words[status], ...notes].join('\n'), exitCode };
}
