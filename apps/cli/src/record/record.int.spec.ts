import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { recordRequestDecider } from '#domain/record-request/decide';
import type { RecordOverview } from '#domain/record-request/overview';
import { streamId } from '#domain/streams';
import { CommandHandler } from '#event-store/command-handler';
import { Destruction } from '#event-store/destruction';
import { apiDistrict, type ApiDistrict } from '#testing/api-district';
import { throwAwayHome } from '#testing/throw-away-home';
import { certificate } from './certificate.js';
import { destroy, expunge, hold, release } from './change.js';
import { show } from './show.js';

let world: ApiDistrict;
let home: Awaited<ReturnType<typeof throwAwayHome>>;
let destruction: Destruction;

beforeAll(async () => {
  world = await apiDistrict();
  home = await throwAwayHome();
  Object.assign(process.env, {
    DATABASE_URL: world.databaseUrl,
    AIMLINE_HOME: home.dir,
    AIMLINE_MASTER_KEY: Buffer.alloc(32, 7).toString('hex'),
  });
  destruction = new Destruction(world.store, world.app.get(CommandHandler));
});

afterAll(async () => {
  await world.close();
  await home.remove();
});

const overview = async (id: string) => (await show({}, id)).document as RecordOverview;
const asked = (studentId: string) => ({
  district: world.district,
  studentId,
  actor: operatorActor,
  key: `test/${randomUUID()}`,
});

/** A student with no process, and a request to destroy the core of their record. */
async function toBeDestroyed(): Promise<{ student: string; requestId: string }> {
  const [student, requestId] = [randomUUID(), randomUUID()];
  await world.tell(streamId('student', student), 'EnrolStudent', {
    name: { given: 'Perpetua', middle: null, family: 'Quillfeather' },
    birthDate: '2018-01-15',
    grade: '2',
    schoolId: world.ids.north,
    ids: { local: `L-${student.slice(0, 8)}`, state: null, sourcedId: null },
    on: '2025-08-20',
  });
  await world.tell(streamId('record-request', student), 'RequestDestruction', {
    requestId,
    recordClasses: ['core'],
    authority: 'retention-schedule',
    keepUntil: null,
    on: '2025-09-02',
  });
  await world.settle();
  return { student, requestId };
}

test('a hold is placed and lifted; it stands in the record with its days, and stops destruction meanwhile', async () => {
  const { student, requestId } = await toBeDestroyed();
  const placed = await hold({ reason: 'litigation' }, student);
  const { hold: holdId } = placed.document as { hold: string };
  expect(placed.words).toContain(`aimline record release ${student} ${holdId}`);
  await expect(destruction.destroy(asked(student), { requestId })).rejects.toMatchObject({
    rule: 'hold-stands',
  });

  await release({}, student, holdId);
  expect((await overview(student)).holds).toEqual([
    { id: holdId, reason: 'litigation', placedOn: '2025-09-02', liftedOn: '2025-09-02' },
  ]);
  await expect(release({}, student, randomUUID())).rejects.toMatchObject({ rule: 'hold-unknown' });
});

test('a student is found by the id of the files too; nobody’s id is said to be nobody’s', async () => {
  expect(((await show({}, '005-Leo')).document as { student: string }).student).toBe(world.ids.leo);
  expect((await show({}, world.ids.leo)).words).toBe('Nothing was ever asked about this record.');
  await expect(show({}, 'nobody')).rejects.toMatchObject({ code: 'no-such-student' });
  await expect(certificate({}, world.ids.leo)).rejects.toMatchObject({
    code: 'nothing-destroyed',
    exitCode: 1,
  });
});

test('what cannot be undone wants --yes, and a day that there is; before that nothing is started', () => {
  const core = { class: ['core' as const], authority: 'court-order' as const };
  const { leo } = world.ids;
  expect(refusal(() => destroy(core, leo))).toMatchObject({ code: 'not-sure', exitCode: 2 });
  expect(refusal(() => expunge({ ...core, class: 'core' }, leo, randomUUID()))).toMatchObject({
    code: 'not-sure',
    more: { where: '--yes' },
  });
  const never = { ...core, yes: true, keepUntil: '2031-02-30' };
  expect(refusal(() => destroy(never, leo))).toMatchObject({ code: 'bad-date', exitCode: 2 });
});

test('a certificate comes when the last backup has aged out, 35 days on, and names nobody', async () => {
  const { student, requestId } = await toBeDestroyed();
  const notYet = await certificate({}, student);
  expect(notYet).toMatchObject({ exitCode: 1, words: expect.stringContaining('not all') });
  const { position } = await destruction.destroy(asked(student), { requestId });

  // Destroyed on September 2: on October 6 a backup of that day is 34 days old.
  await world.tell(streamId('district', world.district), 'AdvanceClock', {
    to: '2025-10-06T15:00:00.000Z',
  });
  const early = await certificate({}, student);
  expect(early.exitCode).toBe(1);
  expect(early.words).toContain('to be certified from 2025-10-07 on');
  await expect(complete(student, requestId)).rejects.toMatchObject({ rule: 'backups-not-aged' });

  await world.tell(streamId('district', world.district), 'AdvanceClock', {
    to: '2025-10-07T15:00:00.000Z',
  });
  const { words, document, exitCode } = await certificate({}, student);
  expect(exitCode).toBe(0);
  expect(words).toContain(`core: key and contents destroyed on 2025-09-02 by operator`);
  expect(words).toContain(`(position ${position} of the log)`);
  expect(words).toContain('had aged out by 2025-10-07');
  expect(words).toContain('by authority of retention-schedule');
  expect(`${words}${JSON.stringify(document)}`).not.toMatch(/Perpetua|Quillfeather|L-/);

  // Asked for again, it is the same one, and nothing is recorded anew.
  const { version } = await requests(student);
  expect((await certificate({}, student)).words).toBe(words);
  expect((await requests(student)).version).toBe(version);
});

/** What a command refuses before it touches the installation. */
function refusal(command: () => unknown): unknown {
  try {
    return command();
  } catch (error) {
    return error;
  }
}

const requests = (student: string) =>
  world.store.read({ district: world.district, stream: streamId('record-request', student) });

function complete(student: string, requestId: string) {
  const to = { district: world.district, stream: streamId('record-request', student) };
  return world.app.get(CommandHandler).handle(recordRequestDecider, to, {
    type: 'CompleteDestruction',
    data: { requestId },
    key: `test/${randomUUID()}`,
    actor: operatorActor,
  });
}
