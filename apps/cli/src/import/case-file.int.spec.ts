import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { streamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { originOf } from '#event-store/evidence/checkpoint-note';
import { signerFromSeed } from '#event-store/evidence/note';
import { changedBundle } from '#testing/changed-bundle';
import type { LivedDistrict } from '#testing/lived-history';
import { type LivedInstallation, livedInstallation } from '#testing/lived-installation';
import { exportStudent } from '../export/student.js';
import { replayStudent, type Told } from '../replay/student.js';
import { checkBundle } from '../verify/bundle.js';
import { type CaseFileResult, importCaseFile } from './case-file.js';

let at: LivedInstallation;
let from: LivedDistrict;
let to: LivedDistrict;
let student: string;
let dir: string;

beforeAll(async () => {
  at = await livedInstallation();
  from = await at.live(21, 3, 30);
  to = await at.live(22, 2, 10);
  student = from.students[0]!;
  dir = await exported(student);
});

afterAll(() => at.close());

async function exported(of: string, district = from.district): Promise<string> {
  const folder = at.path();
  const given = { recipient: 'the new district', interest: 'enrolment' };
  await exportStudent({ to: folder, district, ...given }, of);
  return folder;
}
const taken = async (folder: string, options: Parameters<typeof importCaseFile>[0] = {}) => {
  const answer = await importCaseFile({ district: to.district, ...options }, folder);
  return { ...answer, document: answer.document as CaseFileResult };
};
const tell = (district: string, id: string, type: string, data: object) =>
  at.record.handler.handle(
    deciders.student,
    { district, stream: streamId('student', id) },
    { type, data, key: `test/${type}/${id}`, actor: operatorActor },
  );
const history = async (id: string) => {
  const { document, words } = await replayStudent({ district: to.district }, id);
  return { facts: (document as { history: Told[] }).history, words };
};
const head = () => at.record.store.head(to.district);

test('a case file is taken in once, with its provenance, and told with the student’s history', async () => {
  const here = to.students[0]!;
  const before = await history(here);
  const { key } = (await checkBundle(dir)) as { key: string };
  const first = await taken(dir, { student: here, key });
  expect(first).toMatchObject({ exitCode: 0, document: { status: 'completed', student: here } });
  expect(first.document.verified).toMatchObject({ matches: true, keyFrom: 'given' });
  expect(first.document.counts.accepted).toBe(first.document.counts.read);

  const { facts, words } = await history(here);
  expect(facts.length).toBe(before.facts.length + first.document.counts.accepted + 1);
  const received = facts.find(({ type }) => type === 'CaseFileReceived')!;
  expect(received.data).toMatchObject({
    from: { district: from.district, districtName: 'Lindenfield', studentId: student, key },
  });
  const enrolled = facts.find(
    ({ type, data }) =>
      type === 'EarlierFactReceived' &&
      (data as { was: { type: string } }).was.type === 'StudentEnrolled',
  )!;
  const [original] = (
    await at.record.store.read({ district: from.district, stream: streamId('student', student) })
  ).events;
  expect(enrolled.occurredAt).toBe(original!.occurredAt);
  expect(enrolled.data).toMatchObject({
    was: { eventId: original!.id, position: original!.position, stream: original!.stream },
    said: original!.data,
  });
  expect(words).toMatch(/in the other district, by importer: enrolled on 2025-08-20 in grade 3/);

  const position = await head();
  const again = await taken(dir, { student: here });
  expect(again.document).toMatchObject({ status: 'already-imported', counts: { accepted: 0 } });
  expect(await head()).toBe(position);
});

test('an earlier fact keeps its class: destroyed here with that class, and with no other', async () => {
  const { rows } = await at.db.query<{ type: string; class: number }>(
    `select distinct e.type, e.record_class as class from es.events e join es.log l using (log_id)
     where l.district_id = $1 and e.stream_id like 'case-file/%' order by 1, 2`,
    [to.district],
  );
  expect(rows.filter(({ type }) => type === 'CaseFileReceived')).toEqual([
    { type: 'CaseFileReceived', class: 1 },
  ]);
  expect(rows.map((row) => row.class)).toContain(2);
});

test('nobody is enrolled by a case file: the student is found by the state id, or named, or it is refused', async () => {
  const position = await head();
  await expect(taken(await exported(from.students[1]!))).rejects.toMatchObject({
    exitCode: 2,
    code: 'student-not-here',
  });
  expect(await head()).toBe(position);

  const enrolment = (state: string, local: string) => ({
    name: { given: 'Noor', middle: null, family: 'Haddad' },
    birthDate: '2016-03-04',
    grade: '3',
    schoolId: '20000000-0000-4000-8000-000000000001',
    ids: { local, state, sourcedId: null },
    on: '2025-09-09',
  });
  const there = '30000000-0000-4000-8000-000000000001';
  const here = '30000000-0000-4000-8000-000000000002';
  await tell(from.district, there, 'EnrolStudent', enrolment('TX-77', 'a7'));
  const { position: enrolled } = await tell(
    to.district,
    here,
    'EnrolStudent',
    enrolment('TX-77', 'b7'),
  );
  await at.passed(to.district, enrolled);
  await at.passed(from.district, await at.record.store.head(from.district));
  const folder = await exported(there);
  const { document } = await taken(folder);
  expect(document).toMatchObject({ status: 'completed', student: here });
  await expect(taken(folder, { student: to.students[1]! })).rejects.toMatchObject({
    exitCode: 1,
    code: 'case-file-of-another-student',
  });
});

test('a state id that is somebody else’s here gives them no history', async () => {
  const enrolment = (state: string, family: string, birthDate: string) => ({
    name: { given: 'Noor', middle: null, family },
    birthDate,
    grade: '3',
    schoolId: '20000000-0000-4000-8000-000000000001',
    ids: { local: null, state, sourcedId: null },
    on: '2025-09-09',
  });
  const there = '30000000-0000-4000-8000-000000000003';
  const here = '30000000-0000-4000-8000-000000000004';
  await tell(from.district, there, 'EnrolStudent', enrolment('TX-88', 'Haddad', '2016-03-04'));
  await tell(to.district, here, 'EnrolStudent', enrolment('TX-88', 'Ibarra', '2015-11-20'));
  await at.passed(to.district, await head());
  await at.passed(from.district, await at.record.store.head(from.district));
  const position = await head();
  await expect(taken(await exported(there))).rejects.toMatchObject({ code: 'student-not-here' });
  expect(await head()).toBe(position);
});

test('the district that wrote it does not take it in', async () => {
  await expect(taken(dir, { district: from.district, student })).rejects.toMatchObject({
    exitCode: 2,
    code: 'case-file-of-this-district',
  });
});

test('what does not match is rejected whole, with the place', async () => {
  const position = await head();
  const keys = new DistrictKeys(at.masterKey);
  const signer = signerFromSeed(originOf(from.district), keys.checkpointSeed(from.district));
  const lying = await changedBundle(dir, at.path(), signer, ({ events }) => {
    const scored = events.find(({ header }) => header.type === 'ScoreRecorded')!;
    scored.body = { ...(scored.body as object), value: 999 };
  });
  const { exitCode, document, words } = await taken(lying, { student: to.students[1]! });
  expect(exitCode).toBe(2);
  expect(document).toMatchObject({
    status: 'rejected',
    verified: { first: { field: 'body/value' } },
  });
  expect(words).toContain('nothing was taken');
  expect(await head()).toBe(position);
});

test('a dry run answers as the real one would and takes nothing', async () => {
  const folder = await exported(from.students[2]!);
  const position = await head();
  const { document } = await taken(folder, { student: to.students[1]!, dryRun: true });
  expect(document).toMatchObject({ status: 'completed' });
  expect(await head()).toBe(position);
});

test('a record that holds a case file is exported with it, and the other district’s facts stay its own', async () => {
  const onward = await exported(to.students[0]!, to.district);
  const verdict = await checkBundle(onward);
  expect(verdict).toMatchObject({ matches: true, district: { id: to.district } });
});
