import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { operatorActor, type Recorded } from '#domain/decider';
import { districtDecider } from '#domain/district/decide';
import { streamId, uuidOf } from '#domain/streams';
import { studentDecider } from '#domain/student/decide';
import type { StudentEvent } from '#domain/student/events';
import { DistrictKeys } from '#event-store/district-keys';
import { commandId } from '#event-store/ids';
import { InMemoryEventStore } from '#event-store/in-memory/in-memory-event-store';
import { recordIn, type OpenRecord } from '#event-store/record';
import { allProblems, planImport, totalCounts, type Plan } from '#imports/apply/plan';
import type { Applied, Target } from '#imports/apply/target';
import { trialTarget } from '#imports/apply/trial';
import { lindenfieldDistrict, type SandboxDistrict } from '#sandbox/district';
import { screeningFiles } from '#sandbox/screening-files';
import { rosterMembers } from '#sandbox/roster-file';
import { recordTarget } from './import-target.js';

const district = 'a4e2a6d0-51b5-4c1e-9f52-1f1f6a7e0f11';
const timeZone = 'America/Chicago';
const today = '2025-09-15';
const fall = lindenfieldDistrict({ students: 30, year: 2025, seed: 3 });

let record: OpenRecord;
let imports: number;

beforeEach(async () => {
  const keys = new DistrictKeys(randomBytes(32));
  const store = new InMemoryEventStore(keys);
  record = { store, ...recordIn(store, keys) };
  imports = 0;
  await store.foundDistrict(district, { startsAt: `${today}T15:00:00.000Z` });
  await record.handler.handle(
    districtDecider,
    { district, stream: streamId('district', district) },
    {
      type: 'FoundDistrict',
      data: {
        name: 'Lindenfield',
        mode: 'sandbox',
        timeZone,
        identifier: null,
        clockStartsAt: `${today}T15:00:00.000Z`,
      },
      key: 'found',
      actor: operatorActor,
    },
  );
});

/** Everyone who ever enrolled, as the directory would show them. */
async function directory() {
  const log = await record.store.readLog(district, 0, 100_000);
  const streams = new Set(log.filter((e) => e.type === 'StudentEnrolled').map((e) => e.stream));
  return Promise.all(
    [...streams].map(async (stream) => {
      const { events } = await record.store.read<StudentEvent>({ district, stream });
      const student = events.reduce(studentDecider.evolve, studentDecider.initial);
      if (student.status === 'none') throw new Error('enrolled, and unknown');
      const { schoolId, grade, ids, status } = student;
      const isEnrolled = status === 'enrolled';
      return { studentId: uuidOf(stream), schoolId, grade, ...ids, isEnrolled };
    }),
  );
}

async function planOf(roster: SandboxDistrict): Promise<Plan> {
  const files = Object.entries(rosterMembers(roster, today)).map(([name, bytes]) => ({
    name,
    bytes,
  }));
  const students = await directory();
  return planImport('roster', files, { today, profile: null, students });
}

function realTarget(): Target {
  const importId = commandId(district, `import ${imports++}`);
  return recordTarget(record, { district, importId, today, timeZone });
}

function trial(): Target {
  return trialTarget({
    district: { id: district, timeZone, sandbox: true },
    now: '2025-10-20T15:00:00.000Z',
    idOf: (name) => commandId(district, name),
    read: async (stream) => (await record.store.read({ district, stream })).events,
  });
}

async function apply(plan: Plan, target: Target) {
  const applied: Applied[] = [];
  for (const chunk of plan.chunks) applied.push(await chunk(target));
  const refused = applied.flatMap((one) => one.refused);
  const counts = totalCounts(
    plan.report,
    applied.map((one) => ({ ...one, quarantined: one.refused.length })),
  );
  return { counts, refused, problems: allProblems(plan.report, refused) };
}

async function imported(roster: SandboxDistrict) {
  const before = await record.store.head(district);
  const done = await apply(await planOf(roster), realTarget());
  const added = await record.store.readLog(district, before, 100_000);
  return { ...done, added: added.map((event: Recorded) => event.type) };
}

const withStudents = (change: (s: SandboxDistrict['students'][number]) => object | null) => ({
  ...fall,
  students: fall.students.flatMap((s) => {
    const changed = change(s);
    return changed ? [{ ...s, ...changed }] : [];
  }),
});

const here = fall.students.filter((s) => s.enrolsOn === null || s.enrolsOn <= today).length;

test('the first roster brings schools, staff and students; every row is accepted', async () => {
  const { counts, refused } = await imported(fall);
  expect(refused).toEqual([]);
  expect(counts).toMatchObject({ unchanged: 0, quarantined: 0, new: { student: here } });
  expect(counts.accepted).toBe(counts.read);
});

test('the same roster again, whatever its bytes: every row is unchanged and no event is added', async () => {
  const first = await imported(fall);
  const { counts, added } = await imported(fall);
  expect(added).toEqual([]);
  expect(counts).toMatchObject({ accepted: 0, unchanged: first.counts.read, quarantined: 0 });
  expect(Object.values(counts.new).every((n) => n === 0)).toBe(true);
});

test('a newer roster renames, moves and withdraws; who stands on it again returns', async () => {
  await imported(fall);
  const [gone, renamed] = fall.students;
  const { counts, added } = await imported(
    withStudents((s) => {
      if (s === gone) return null;
      return s === renamed ? { familyName: 'Newname' } : {};
    }),
  );
  expect(added.toSorted()).toEqual(['StudentRenamed', 'StudentWithdrawn']);
  expect(counts.accepted).toBe(1); // of the rows of the file: the one that is renamed
  const back = await imported(
    withStudents((s) => (s === renamed ? { familyName: 'Newname' } : {})),
  );
  expect(back.added.filter((type) => type !== 'StudentPlacedInClass')).toEqual(['StudentReturned']);
});

test('a roster that lacks a tenth of the students and more is held until a person looks', async () => {
  await imported(fall);
  expect((await planOf(withStudents((s) => (s.number > 3 ? {} : null)))).held).toBeNull();
  const half = await planOf(withStudents((s) => (s.number > 15 ? {} : null)));
  expect(half.held).toBe('mass-disappearance');
});

test('a student whose row is faulty has not left', async () => {
  await imported(fall);
  const [faulty] = fall.students;
  const { counts, added } = await imported(
    withStudents((s) => (s === faulty ? { givenName: '' } : {})),
  );
  expect(added).toEqual([]);
  expect(counts.quarantined).toBeGreaterThan(0);
});

test('a row that the record refuses is set aside with its place and reason; the others are applied', async () => {
  const [first, second] = fall.students;
  await imported(withStudents((s) => (s === first ? {} : null)));
  // A new student with the local id that somebody had before: an id names one student for good.
  const roster = withStudents((s) => {
    if (s === first) return null;
    return s === second ? { localId: first!.localId } : {};
  });
  const { refused, counts, problems } = await imported(roster);
  expect(refused[0]).toMatchObject({ file: 'users.csv', code: 'claim_taken' });
  expect(refused[0]!.row).toBeGreaterThan(0);
  expect(counts.read).toBe(counts.accepted + counts.unchanged + counts.quarantined);
  expect(counts.new['student']).toBe(here - 2);
  expect(problems).toContainEqual(
    expect.objectContaining({ severity: 'error', code: 'claim_taken' }),
  );
});

test('a chunk that is applied again after a crash says the same and adds nothing', async () => {
  const plan = await planOf(fall);
  const target = realTarget();
  const once = await apply(plan, target);
  const head = await record.store.head(district);
  expect(await apply(plan, target)).toEqual(once);
  expect(await record.store.head(district)).toBe(head);
});

test('a score row that was set aside stays so, though its student has enrolled since', async () => {
  await imported(fall);
  const [file] = screeningFiles(fall, 'fall');
  const options = { today: '2025-10-20', profile: null, students: await directory() };
  const whole = planImport('scores', [file!], options);
  const [first] = whole.records;
  const setAside = [{ file: file!.name, row: first!.row }];
  const rest = planImport('scores', [file!], { ...options, setAside });
  const applied = async (plan: Plan) => {
    const target = trial();
    const done = await Promise.all(plan.chunks.map((chunk) => chunk(target)));
    return done.reduce((sum, one) => sum + one.accepted, 0);
  };
  expect(await applied(rest)).toBe((await applied(whole)) - 1);
});

test('a dry run says what the real run does then, and writes nothing', async () => {
  await imported(withStudents((s) => (s.number > 10 ? {} : null)));
  const roster = withStudents((s) => (s.number === 12 ? { familyName: 'Newname' } : {}));
  const head = await record.store.head(district);
  const tried = await apply(await planOf(roster), trial());
  expect(await record.store.head(district)).toBe(head);
  const { added: _, ...done } = await imported(roster);
  expect(tried).toEqual(done);
});
