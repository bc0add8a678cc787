import { PassThrough, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccessEvent } from '#domain/access/events';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { streamId, type StreamId } from '#domain/streams';
import type { LivedDistrict } from '#testing/lived-history';
import { type LivedInstallation, livedInstallation } from '#testing/lived-installation';
import type { CloudEvent } from './cloud-event.js';
import { exportEvents, type EventsOptions } from './events.js';

let at: LivedInstallation;
let lived: LivedDistrict;

beforeAll(async () => {
  at = await livedInstallation();
  lived = await at.live(31, 2, 14);
});

afterAll(() => at.close());

async function exported(options: EventsOptions = {}): Promise<CloudEvent[]> {
  let text = '';
  const out = new Writable({
    write(piece: Buffer, _, done) {
      text += piece.toString();
      done();
    },
  });
  await exportEvents(options, out);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as CloudEvent);
}

test('every event of the log is there once, in order; `--after` goes on from a position', async () => {
  const head = await at.record.store.head(lived.district);
  const all = await exported();
  expect(all.map(({ sequence }) => Number(sequence))).toEqual(
    Array.from({ length: head }, (_, i) => i + 1),
  );
  const last = await exported({ after: String(head - 3) });
  expect(last.slice(0, 3)).toEqual(all.slice(-3));
  await expect(exported({ after: 'yesterday' })).rejects.toMatchObject({ exitCode: 2 });
});

const accessOf = async (student: string) =>
  (
    await at.record.store.read<AccessEvent>({
      district: lived.district,
      stream: streamId('access', student),
    })
  ).events.map(({ type, data, actor }) => ({ type, data, actor }));

test('of whom it says something has it in the record of access, once a day, and nobody by an export without data', async () => {
  const before = await at.record.store.head(lived.district);
  for (const student of lived.students)
    expect(await accessOf(student)).toEqual([
      {
        type: 'FileViewed',
        data: expect.objectContaining({
          studentId: student,
          staffId: operatorActor.id,
          purpose: 'export of the log',
        }),
        actor: operatorActor,
      },
    ]);
  const again = await exported();
  expect(again).toHaveLength(before);
  expect(await at.record.store.head(lived.district)).toBe(before);

  const to = { recipient: 'the State', interest: 'evaluation of programs' };
  await exported({ ...to, data: false });
  expect(await at.record.store.head(lived.district)).toBe(before);
  await exported(to);
  for (const student of lived.students)
    expect((await accessOf(student)).at(-1)).toMatchObject({
      type: 'RecordDisclosed',
      data: { to: 'the State', interest: 'evaluation of programs' },
    });
  await expect(exported({ recipient: 'the State' })).rejects.toMatchObject({ exitCode: 2 });
});

test('a body that is gone has no data; the others say what was recorded', async () => {
  const student = lived.students[0]!;
  const stream = streamId('student', student);
  const { events } = await at.record.store.read({ district: lived.district, stream });
  const scored = events.find(({ type }) => type === 'ScoreRecorded')!;
  await at.record.handler.handle(
    deciders['record-request'],
    { district: lived.district, stream: streamId('record-request', student) },
    {
      type: 'ExpungeBody',
      data: {
        eventId: scored.id,
        recordClass: 'intervention',
        authority: 'recorded-in-error',
        keepUntil: null,
      },
      key: 'test/expunge',
      actor: operatorActor,
    },
  );
  const all = await exported();
  expect(all.find(({ id }) => id === scored.id)).toMatchObject({ gone: true });
  expect(all.find(({ id }) => id === scored.id)).not.toHaveProperty('data');
  const enrolled = events.find(({ type }) => type === 'StudentEnrolled')!;
  expect(all.find(({ id }) => id === enrolled.id)).toMatchObject({ data: enrolled.data });
  expect((await exported({ data: false })).every((event) => !('data' in event))).toBe(true);
});

test('only who may read every record whole gets the log', async () => {
  await expect(exported({ as: lived.staff })).rejects.toMatchObject({ code: 'not-allowed' });
});

test('a reader who takes nothing is waited for: what is read ahead does not grow', async () => {
  const slow = new PassThrough({ highWaterMark: 1_000 });
  const running = exportEvents({}, slow);
  await pause(1_500);
  expect(slow.readableLength + slow.writableLength).toBeLessThan(20_000);
  let lines = 0;
  slow.on('data', (piece: Buffer) => (lines += piece.toString().split('\n').length - 1));
  await running;
  await pause(50);
  expect(lines).toBe(await at.record.store.head(lived.district));
});

test('a reader who goes away ends it without an error', async () => {
  const gone = new PassThrough({ highWaterMark: 1_000 });
  const running = exportEvents({}, gone);
  gone.once('readable', () => gone.destroy());
  await expect(running).resolves.toBeUndefined();
});

test('what is handed out was recorded before: a reader who stops after one line has left a look behind', async () => {
  const district = await at.live(32, 2, 3);
  const [student] = district.students;
  const gone = new PassThrough({ highWaterMark: 10 });
  const running = exportEvents({ district: district.district }, gone);
  gone.once('readable', () => gone.destroy());
  await running;
  const stream = streamId('access', student!);
  const { events } = await at.record.store.read({ district: district.district, stream });
  expect(events.map(({ type }) => type)).toEqual(['FileViewed']);
});

test('where the core of a record was destroyed, and with it the place for looks, the rest goes without data', async () => {
  const { district, students } = await at.live(33, 2, 14);
  const [gone, other] = students as [string, string];
  const requested = {
    requestId: 'd1',
    recordClasses: ['core'],
    authority: 'retention-schedule',
    keepUntil: null,
    on: '2025-09-12',
  };
  for (const command of [
    { type: 'RequestDestruction', data: requested },
    { type: 'DestroyRecord', data: { requestId: 'd1' } },
  ])
    await at.record.handler.handle(
      deciders['record-request'],
      { district, stream: streamId('record-request', gone) },
      { ...command, key: `test/${command.type}`, actor: operatorActor },
    );
  const lines = await exported({ district });
  const of = async (student: string) => {
    const streams = await at.record.store.streamsAbout(district, student);
    return lines.filter(
      ({ subject, gone: isGone }) => streams.includes(subject as StreamId) && !isGone,
    );
  };
  expect((await of(gone)).length).toBeGreaterThan(3);
  for (const line of await of(gone)) expect(line).not.toHaveProperty('data');
  for (const line of await of(other)) expect(line).toHaveProperty('data');
});
