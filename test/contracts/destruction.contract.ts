import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import type { RecordClass } from '#domain/record-class';
import { kindOf, streamId, type StreamId } from '#domain/streams';
import { Destruction } from '#event-store/destruction';
import { BodyIsGone, ClassDestroyed } from '#event-store/errors';
import type { OpenRecord } from '#event-store/record';

/** What every store promises of what is destroyed (event-store.md 10). `make` gives a record in which nothing is founded. */
export function destructionContract(make: () => OpenRecord): void {
  const inDistrict = async () => {
    const record = make();
    const { store, handler } = record;
    const district = randomUUID();
    await store.foundDistrict(district);
    let told = 0;
    const tell = (stream: StreamId, type: string, data: object, key = `t/${told++}`) =>
      handler.handle(
        deciders[kindOf(stream)],
        { district, stream },
        { type, data, key, actor: operatorActor },
      );
    const enrolled = async () => {
      const studentId = randomUUID();
      const student = streamId('student', studentId);
      await tell(student, 'EnrolStudent', {
        name: { given: 'Maya', middle: null, family: 'Lorn' },
        birthDate: null,
        grade: '3',
        schoolId: randomUUID(),
        ids: { local: studentId, state: null, sourcedId: null },
        on: '2025-08-20',
      });
      const scored = await tell(student, 'RecordScore', aScore);
      return { studentId, student, scoreId: scored.events[0]!.id };
    };
    const destruction = new Destruction(store, handler);
    const requests = (studentId: string) => streamId('record-request', studentId);
    const asked = (studentId: string, key = `d/${told++}`) => ({
      district,
      studentId,
      actor: operatorActor,
      key,
    });
    const request = async (studentId: string, recordClasses: readonly RecordClass[]) => {
      const requestId = randomUUID();
      await tell(requests(studentId), 'RequestDestruction', {
        requestId,
        recordClasses,
        authority: 'guardian-request',
        keepUntil: null,
        on: '2025-09-01',
      });
      return { requestId };
    };
    const read = (stream: StreamId) => store.read({ district, stream });
    return { ...record, district, tell, enrolled, destruction, requests, asked, request, read };
  };

  describe('a class that is destroyed', () => {
    test('is gone for every reader, and the rest of the student’s record stands', async () => {
      const { enrolled, destruction, asked, request, read, store, district } = await inDistrict();
      const { studentId, student } = await enrolled();
      const other = await enrolled();
      const before = await read(other.student);
      await destruction.destroy(asked(studentId), await request(studentId, ['intervention']));

      const after = await read(student);
      expect(after.version).toBe(2);
      expect(after.events.map((event) => event.type)).toEqual(['StudentEnrolled']);
      expect(after.gone).toMatchObject([{ type: 'ScoreRecorded', version: 2, data: null }]);
      expect(await read(other.student)).toEqual(before);
      const log = await store.readLog(district, 0, 100);
      expect(log.map((event) => event.type)).not.toContain(undefined);
      expect(log).toHaveLength((await store.head(district)) - 1);
    });

    test('takes nothing more: a late score of the student is refused', async () => {
      const { enrolled, destruction, asked, request, tell } = await inDistrict();
      const { studentId, student } = await enrolled();
      await destruction.destroy(asked(studentId), await request(studentId, ['intervention']));
      const late = tell(student, 'RecordScore', { ...aScore, on: '2025-09-04' });
      await expect(late).rejects.toThrow(ClassDestroyed);
      await tell(student, 'RenameStudent', {
        name: { given: 'Maia', middle: null, family: 'Lorn' },
      });
    });

    test('is not brought back by a command that comes again', async () => {
      const { enrolled, destruction, asked, request, tell } = await inDistrict();
      const { studentId, student } = await enrolled();
      const score = { ...aScore, on: '2025-09-05' };
      await tell(student, 'RecordScore', score, 'the-same');
      await destruction.destroy(asked(studentId), await request(studentId, ['intervention']));
      const again = tell(student, 'RecordScore', score, 'the-same');
      await expect(again).rejects.toThrow(BodyIsGone);
    });

    test('is destroyed once, though it is asked for again', async () => {
      const { enrolled, destruction, asked, request, read, requests } = await inDistrict();
      const { studentId } = await enrolled();
      const data = await request(studentId, ['core', 'intervention']);
      const first = await destruction.destroy(asked(studentId, 'd'), data);
      expect(first.events).toHaveLength(2);
      const repeated = await destruction.destroy(asked(studentId, 'd'), data);
      expect(repeated).toEqual({ ...first, replayed: true });
      expect((await destruction.destroy(asked(studentId), data)).events).toEqual([]);
      expect((await read(requests(studentId))).events.map((e) => e.type)).toEqual([
        'DestructionRequested',
        'RecordDestroyed',
        'RecordDestroyed',
      ]);
    });

    test('whose student was known by an id sets that id free with the core', async () => {
      const { enrolled, destruction, asked, request, tell } = await inDistrict();
      const { studentId } = await enrolled();
      const again = () =>
        tell(streamId('student', randomUUID()), 'EnrolStudent', {
          name: { given: 'Maya', middle: null, family: 'Lorn' },
          birthDate: null,
          grade: '4',
          schoolId: randomUUID(),
          ids: { local: studentId, state: null, sourcedId: null },
          on: '2025-08-21',
        });
      await expect(again()).rejects.toMatchObject({ name: 'ClaimTaken' });
      await destruction.destroy(asked(studentId), await request(studentId, ['core']));
      expect((await again()).version).toBe(1);
    });
  });

  describe('one body that is expunged', () => {
    const inError = {
      recordClass: 'intervention',
      authority: 'recorded-in-error',
      keepUntil: null,
    } as const;

    test('is gone, and its neighbours of the same class stand', async () => {
      const { enrolled, destruction, asked, tell, read } = await inDistrict();
      const { studentId, student, scoreId } = await enrolled();
      await tell(student, 'RecordScore', { ...aScore, on: '2025-09-06' });
      await destruction.expunge(asked(studentId), { ...inError, eventId: scoreId });
      const { events, gone } = await read(student);
      expect(gone.map((event) => event.id)).toEqual([scoreId]);
      expect(events.map((event) => event.type)).toEqual(['StudentEnrolled', 'ScoreRecorded']);
    });

    test('is never another student’s, nor one that does not exist', async () => {
      const { enrolled, destruction, asked, read } = await inDistrict();
      const { scoreId, student } = await enrolled();
      const other = await enrolled();
      for (const eventId of [scoreId, randomUUID()])
        await expect(
          destruction.expunge(asked(other.studentId), { ...inError, eventId }),
        ).rejects.toMatchObject({ rule: 'event-not-of-student' });
      expect((await read(student)).gone).toEqual([]);
    });
  });

  test('a hold stops destruction, and its bodies stay', async () => {
    const { enrolled, destruction, asked, request, tell, read, requests } = await inDistrict();
    const { studentId, student, scoreId } = await enrolled();
    const data = await request(studentId, ['intervention']);
    await tell(requests(studentId), 'PlaceHold', {
      holdId: 'h1',
      reason: 'litigation',
      on: '2025-09-01',
    });
    const stopped = { rule: 'hold-stands' };
    await expect(destruction.destroy(asked(studentId), data)).rejects.toMatchObject(stopped);
    await expect(
      destruction.expunge(asked(studentId), {
        eventId: scoreId,
        recordClass: 'intervention',
        authority: 'recorded-in-error',
        keepUntil: null,
      }),
    ).rejects.toMatchObject(stopped);
    expect((await read(student)).gone).toEqual([]);
  });

  test('of a hold and a destruction that meet, the one that comes second sees the first', async () => {
    const { enrolled, destruction, asked, request, tell, read, requests } = await inDistrict();
    for (let round = 0; round < 5; round += 1) {
      const { studentId, student } = await enrolled();
      const data = await request(studentId, ['intervention']);
      const hold = { holdId: 'h1', reason: 'audit', on: '2025-09-01' };
      const [held, destroyed] = await Promise.allSettled([
        tell(requests(studentId), 'PlaceHold', hold),
        destruction.destroy(asked(studentId), data),
      ]);
      // A hold may come after a destruction; no destruction comes after a hold.
      if (held.status === 'fulfilled' && destroyed.status === 'fulfilled')
        expect(held.value.position).toBeGreaterThan(destroyed.value.position);
      else expect(new Set([held.status, destroyed.status]).size).toBe(2);
      expect((await read(student)).gone).toHaveLength(destroyed.status === 'fulfilled' ? 1 : 0);
    }
  });
}

const aScore = {
  measure: 'dibels-8/composite',
  on: '2025-09-03',
  value: 301,
  text: '301',
  level: null,
  percentile: 12,
  form: null,
  season: 'fall',
  testGrade: '3',
  enrolledGrade: '3',
  schoolId: '0b2f3f5e-7d3d-4a57-a3f8-6b7f7c9f0f01',
  source: { kind: 'staff', staffId: '0b2f3f5e-7d3d-4a57-a3f8-6b7f7c9f0f02' },
};
