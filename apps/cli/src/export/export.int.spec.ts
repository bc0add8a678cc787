import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { streamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { originOf } from '#event-store/evidence/checkpoint-note';
import { FolderNotes } from '#event-store/evidence/folder-notes';
import { signerFromSeed } from '#event-store/evidence/note';
import { Sealer } from '#event-store/evidence/sealer';
import { verifyDistrict } from '#event-store/evidence/verify-district';
import { type Manifest, manifestFile, pageFile } from '#event-store/export/bundle';
import type { LivedDistrict } from '#testing/lived-history';
import { type LivedInstallation, livedInstallation } from '#testing/lived-installation';
import { checkBundle } from '../verify/bundle.js';
import { exportStudent } from './student.js';

let at: LivedInstallation;
let lived: LivedDistrict;
let student: string;

beforeAll(async () => {
  at = await livedInstallation();
  lived = await at.live(12, 4, 30);
  student = lived.students[0]!;
});

afterAll(() => at.close());

const access = async () => {
  const stream = streamId('access', student);
  return (await at.record.store.read({ district: lived.district, stream })).events;
};
const manifestOf = async (dir: string) =>
  JSON.parse(await readFile(join(dir, manifestFile), 'utf8')) as Manifest;

test('an export is recorded before it is written: the count, and who took the record why', async () => {
  const to = at.path();
  const { document } = await exportStudent({ to }, student);
  const [counted, looked] = await access();
  expect(counted).toMatchObject({ type: 'StudentEventsCounted', actor: operatorActor });
  expect(looked).toMatchObject({ type: 'FileViewed', data: { purpose: 'export' } });
  expect(document).toMatchObject({ bundle: counted!.id, countedAt: counted!.position, student });
  expect(await checkBundle(to)).toMatchObject({ matches: true });
});

test('what goes outside is a disclosure; the second bundle counts the first export too', async () => {
  const first = at.path();
  const second = at.path();
  await exportStudent({ to: first }, student);
  const given = { recipient: 'Ashford schools', interest: 'enrolment' };
  await exportStudent({ to: second, ...given }, student);
  expect((await access()).at(-1)).toMatchObject({
    type: 'RecordDisclosed',
    data: { to: 'Ashford schools', interest: 'enrolment' },
  });
  const [before, after] = [await manifestOf(first), await manifestOf(second)];
  expect(after.events.count).toBeGreaterThan(before.events.count);
  expect(after.events.byType['StudentEventsCounted']).toBeGreaterThan(0);
  expect(after).toMatchObject({ recipient: 'Ashford schools', interest: 'enrolment' });
  expect(await checkBundle(second)).toMatchObject({ matches: true });
  await expect(
    exportStudent({ to: at.path(), recipient: 'Ashford schools' }, student),
  ).rejects.toMatchObject({ exitCode: 2, code: 'usage' });
});

test('every event about the student is there: as many as the database has under the student', async () => {
  const to = at.path();
  await exportStudent({ to }, student);
  const { events } = await manifestOf(to);
  const { rows } = await at.db.query<{ n: number }>(
    `select count(*)::int as n from es.events e join es.log l using (log_id)
     where l.district_id = $1 and e.pos <= $2 and (e.subject_id = $3 or e.stream_id like '%/' || $3::text)`,
    [lived.district, events.counted.upTo, student],
  );
  expect(events.count).toBe(rows[0]!.n);
});

test('the manifest is dated by the district’s clock, and the page tells the story in words', async () => {
  const to = at.path();
  await exportStudent({ to }, student);
  expect((await manifestOf(to)).generatedAt).toBe(
    (await at.record.store.clockOf(lived.district)).now,
  );
  const page = await readFile(join(to, pageFile), 'utf8');
  expect(page).toMatch(/enrolled on 2025-08-20 in grade 3/);
  expect(page).toMatch(/Oriel Tamm \(specialist\)/);
  expect(page).toMatch(/opens a cycle in reading, grade 3, from guardian/);
  expect(page).not.toMatch(/<script|https?:/);
});

test('a member of staff takes only what the permission table lets them', async () => {
  const to = at.path();
  const asked = exportStudent({ to, as: lived.staff }, student);
  await expect(asked).rejects.toMatchObject({ exitCode: 1, code: 'not-allowed' });
  await at.record.handler.handle(
    deciders.staff,
    { district: lived.district, stream: streamId('staff', lived.staff) },
    {
      type: 'ChangeStaffScope',
      data: { role: 'auditor', scope: { kind: 'district' }, reason: 'audit' },
      key: 'test/auditor',
      actor: operatorActor,
    },
  );
  await exportStudent({ to, as: lived.staff }, student);
  expect((await access()).at(-1)).toMatchObject({ actor: { id: lived.staff, role: 'auditor' } });
});

test('a folder that holds something, and a student who is not there, change nothing', async () => {
  const before = await at.record.store.head(lived.district);
  const full = at.path();
  await mkdir(full);
  await writeFile(join(full, 'mine.txt'), 'mine');
  await expect(exportStudent({ to: full }, student)).rejects.toMatchObject({
    exitCode: 2,
    code: 'folder-not-empty',
  });
  expect(await readdir(full)).toEqual(['mine.txt']);
  await expect(exportStudent({ to: at.path() }, 'nobody')).rejects.toMatchObject({
    code: 'no-such-student',
  });
  expect(await at.record.store.head(lived.district)).toBe(before);
});

test('with nothing left of the core the district can still show what there was, and what destroyed it', async () => {
  const gone = lived.students[1]!;
  const stream = streamId('record-request', gone);
  const data = {
    requestId: 'd1',
    recordClasses: ['core'],
    authority: 'retention-schedule',
    keepUntil: null,
    on: '2025-09-20',
  };
  for (const command of [
    { type: 'RequestDestruction', data },
    { type: 'DestroyRecord', data: { requestId: 'd1' } },
  ])
    await at.record.handler.handle(
      deciders['record-request'],
      { district: lived.district, stream },
      { ...command, key: `test/${command.type}`, actor: operatorActor },
    );
  await at.passed(lived.district, await at.record.store.head(lived.district));
  const outside = { to: at.path(), recipient: 'Ashford schools', interest: 'enrolment' };
  await expect(exportStudent(outside, gone)).rejects.toMatchObject({ code: 'core-destroyed' });
  const to = at.path();
  const { document } = await exportStudent({ to }, gone);
  expect(document).toMatchObject({ student: gone });
  const { matches, bodies } = await checkBundle(to);
  expect(matches).toBe(true);
  expect(bodies.gone).toBeGreaterThan(0);
  expect(await readFile(join(to, pageFile), 'utf8')).toContain('(what it said is gone)');
});

test('whoever counts falsely is found by everybody who verifies the log', async () => {
  const { district } = lived;
  const keys = new DistrictKeys(at.masterKey);
  const { verifier } = signerFromSeed(originOf(district), keys.checkpointSeed(district));
  const outside = new FolderNotes(at.home.checkpoints);
  const verdict = () => verifyDistrict({ url: at.url, district, verifier, outside });
  expect(await verdict()).toMatchObject({ matches: true });
  const upTo = await at.record.store.head(district);
  const { position } = await at.record.handler.handle(
    deciders.access,
    { district, stream: streamId('access', student) },
    {
      type: 'CountEvents',
      data: { studentId: student, counted: { upTo, count: 3, root: 'ab'.repeat(32) } },
      key: 'test/false-count',
      actor: operatorActor,
    },
  );
  const { matches, first } = await verdict();
  expect(matches).toBe(false);
  expect(first).toMatchObject({ position, check: 'body' });
  expect(first!.sentence).toMatch(/counts 3 events of the student/);
});

test('a log that is not the one that was signed is not exported', async () => {
  const keys = new DistrictKeys(at.masterKey);
  const outside = new FolderNotes(at.home.checkpoints);
  const sealer = new Sealer({ url: at.url, keys, outside, say: () => undefined });
  await sealer.look();
  await sealer.stop();
  await at.db.query(`begin; alter table es.events disable trigger user;
    update es.events set recorded_at = recorded_at + interval '1 second' where pos = 3;
    alter table es.events enable trigger user; commit`);
  const to = at.path();
  await expect(exportStudent({ to }, lived.students[2]!)).rejects.toMatchObject({
    exitCode: 1,
    code: 'log-differs',
  });
  await expect(readdir(to)).rejects.toMatchObject({ code: 'ENOENT' });
});
