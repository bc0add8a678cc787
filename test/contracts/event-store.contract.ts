import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Actor, Command, DomainEvent, Elsewhere } from '#domain/decider';
import { processActor } from '#domain/decider';
import { uuidOf, type StreamId, type StreamRef } from '#domain/streams';
import { eventTypes, type Shapes, shapesOf } from '#domain/upcast';
import { type Belongings, Bodies } from '#event-store/bodies';
import type { Clock } from '#event-store/clock';
import type { DistrictKeys } from '#event-store/district-keys';
import {
  ClaimTaken,
  DistrictNotFound,
  type Expected,
  IdReused,
  NotASandbox,
  VersionConflict,
} from '#event-store/errors';
import type { AppendRequest, EventStore } from '#event-store/event-store';
import { commandId } from '#event-store/ids';
import { MasterKey } from '#event-store/vault/key-wrapper';
import { PostgresVault } from '#event-store/vault/postgres-vault';

/** A store under test, and a hand on the clock outside. */
export type StoreUnderTest = {
  store: EventStore;
  keys: DistrictKeys;
  clock: HandClock;
  /** Marks a stream as one that takes nothing more: an operator's doing, beside the store. */
  redact: (ref: StreamRef) => Promise<void>;
};

/** A clock that a test sets; null = the real one. */
export class HandClock implements Clock {
  at: string | null = null;
  now(): string {
    return this.at ?? new Date().toISOString();
  }
}

export type Ask = {
  key?: string;
  type?: string;
  data?: object;
  actor?: Actor;
  expected?: Expected;
  events?: readonly DomainEvent[];
  others?: readonly Elsewhere[];
  claims?: AppendRequest['claims'];
};

/** A request as the CommandHandler would make it. */
export function request(keys: DistrictKeys, to: StreamRef, ask: Ask = {}): AppendRequest {
  const { key = randomUUID(), type = 'Note', data = { text: 'a' }, actor = processActor } = ask;
  const id = commandId(to.district, key);
  const meta = {
    commandId: id,
    at: '2026-09-01T15:00:00.000Z',
    actor,
    correlationId: id,
    causationId: null,
  };
  const command: Command = { type, data, meta };
  const { expected = 'any', events = [noted()], others, claims } = ask;
  const mac = keys.commandMac(to.district, { type, data, actor }, [to.stream]);
  return { to, expected, command, mac, events, others, claims };
}

/** A note is sealed: of a person's own record, one a stream. What destroys the notes of a stream is in clear. */
export const notesBelong: Belongings = (stream, { type }) =>
  type === 'Noted' || type === 'RecordDestroyed'
    ? {
        subject: { student: uuidOf(stream) },
        recordClass: 'intervention',
        sealed: type === 'Noted',
      }
    : null;

/** A note beside the domain's own types. */
export const noteShapes: Shapes = shapesOf([...eventTypes, 'Noted'], {});

/** Sealed notes in a database. */
export const noteBodies = (url: string, shapes = noteShapes): Bodies =>
  new Bodies(new PostgresVault(url, new MasterKey(Buffer.alloc(32, 7))), notesBelong, shapes);

/** The same notes as they were kept before anything was sealed. */
export const notesInClear = (url: string): Bodies =>
  new Bodies(new PostgresVault(url, new MasterKey(Buffer.alloc(32, 7))), () => null, noteShapes);

export const noted = (text = 'a note'): DomainEvent => ({ type: 'Noted', data: { text } });
export const newStream = (): StreamId => `cycle/${randomUUID()}`;

/** What every event store promises (event-store.md 4, 12). `make` gives a store in which nothing is founded. */
export function eventStoreContract(make: () => StoreUnderTest): void {
  const inDistrict = async (sandbox?: { startsAt: string }) => {
    const under = make();
    const district = randomUUID();
    await under.store.foundDistrict(district, sandbox);
    const append = (stream: StreamId, ask: Ask = {}) =>
      under.store.append(request(under.keys, { district, stream }, ask));
    const read = (stream: StreamId) => under.store.read({ district, stream });
    return { ...under, district, append, read };
  };

  describe('a first event', () => {
    test('comes back as it was given, with its place and its two dates', async () => {
      const { append, read, district, store } = await inDistrict();
      const stream = newStream();
      const data = { text: 'Zoë 🙂 \t', list: [1, 2.5, null, true], nested: { b: 1, a: '' } };
      const occurredAt = '2026-08-31T10:00:00.123Z';
      const answer = await append(stream, {
        expected: 'none',
        events: [{ type: 'Noted', data, occurredAt }],
      });
      expect(answer).toMatchObject({ stream, version: 1, position: 1, replayed: false });
      const [event] = (await read(stream)).events;
      expect(event).toMatchObject({ type: 'Noted', data, occurredAt, version: 1, position: 1 });
      expect(event!.recordedAt).toMatch(/^\d{4}-.*\.\d{3}Z$/);
      expect(answer.events).toEqual([event]);
      expect(await store.readLog(district, 0, 10)).toEqual([event]);
    });

    test('counts positions through all streams without a gap, and versions within each', async () => {
      const { append, store, district } = await inDistrict();
      const [a, b] = [newStream(), newStream()];
      await append(a, { events: [noted(), noted()] });
      await append(b);
      await append(a);
      const log = await store.readLog(district, 0, 100);
      expect(log.map((e) => [e.position, e.stream, e.version])).toEqual([
        [1, a, 1],
        [2, a, 2],
        [3, b, 1],
        [4, a, 3],
      ]);
      expect(await store.head(district)).toBe(4);
      expect((await store.readLog(district, 2, 1)).map((e) => e.position)).toEqual([3]);
      expect((await store.read({ district, stream: a }, { to: 2 })).version).toBe(2);
      expect((await store.read({ district, stream: a }, { after: 2 })).events).toHaveLength(1);
    });
  });

  describe('the expected version', () => {
    const cases: [Expected, 'new' | 'at 2', boolean][] = [
      ['any', 'new', true],
      ['any', 'at 2', true],
      ['none', 'new', true],
      ['none', 'at 2', false],
      ['exists', 'new', false],
      ['exists', 'at 2', true],
      [0, 'new', true],
      [0, 'at 2', false],
      [2, 'at 2', true],
      [1, 'at 2', false],
      [3, 'at 2', false],
      [2, 'new', false],
    ];
    test.each(cases)('%s on a stream that is %s: taken is %s', async (expected, is, taken) => {
      const { append } = await inDistrict();
      const stream = newStream();
      if (is === 'at 2') await append(stream, { events: [noted(), noted()] });
      const before = is === 'new' ? 0 : 2;
      const attempt = append(stream, { expected });
      if (taken) expect((await attempt).version).toBe(before + 1);
      else await expect(attempt).rejects.toMatchObject({ name: 'VersionConflict', actual: before });
    });

    test('of fifty writers at once, one wins each version', async () => {
      const { append, read } = await inDistrict();
      const stream = newStream();
      const all = await Promise.allSettled(
        Array.from({ length: 50 }, () => append(stream, { expected: 0 })),
      );
      expect(all.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
      expect((await read(stream)).version).toBe(1);
    });

    test('fifty who expect nothing all win, one after another', async () => {
      const { append, read } = await inDistrict();
      const stream = newStream();
      const answers = await Promise.all(Array.from({ length: 50 }, () => append(stream)));
      const versions = answers.map((a) => a.version).sort((x, y) => x - y);
      expect(versions).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
      expect((await read(stream)).events.map((e) => e.version)).toEqual(versions);
    });
  });

  describe('a repeated command', () => {
    test('gets its first answer, whatever has happened since', async () => {
      const { append, store, district } = await inDistrict();
      const stream = newStream();
      const ask: Ask = { key: 'k', expected: 0, events: [noted('1'), noted('2')] };
      const first = await append(stream, ask);
      await append(stream);
      expect(await append(stream, ask)).toEqual({ ...first, replayed: true });
      expect(await store.head(district)).toBe(3);
    });

    test('is known by its id alone before it decides', async () => {
      const { append, store, keys, district } = await inDistrict();
      const stream = newStream();
      const first = await append(stream, { key: 'k' });
      const { command, mac } = request(keys, { district, stream }, { key: 'k' });
      const { commandId: id } = command.meta;
      expect(await store.answerTo(district, id, mac)).toEqual({ ...first, replayed: true });
      const { answer } = await store.open({ district, stream }, id, mac);
      expect(answer).toEqual({ ...first, replayed: true });
      expect(await store.answerTo(district, randomUUID(), mac)).toBeNull();
    });

    test('with other content is refused', async () => {
      const { append, store, keys, district } = await inDistrict();
      const stream = newStream();
      await append(stream, { key: 'k', data: { text: 'a' } });
      await expect(append(stream, { key: 'k', data: { text: 'b' } })).rejects.toThrow(IdReused);
      const other = request(keys, { district, stream }, { key: 'k', type: 'Other' });
      const { commandId: id } = other.command.meta;
      await expect(store.answerTo(district, id, other.mac)).rejects.toThrow(IdReused);
    });

    test('for another stream is refused', async () => {
      const { append } = await inDistrict();
      await append(newStream(), { key: 'k' });
      await expect(append(newStream(), { key: 'k' })).rejects.toThrow(IdReused);
    });

    test('sent twenty times at once is taken once', async () => {
      const { append, store, district } = await inDistrict();
      const stream = newStream();
      const ask: Ask = { key: 'k', expected: 'none' };
      const answers = await Promise.all(Array.from({ length: 20 }, () => append(stream, ask)));
      expect(answers.filter((a) => !a.replayed)).toHaveLength(1);
      expect(await store.head(district)).toBe(1);
    });

    test('that was refused may be sent again', async () => {
      const { append } = await inDistrict();
      const stream = newStream();
      const ask: Ask = { key: 'k', expected: 'exists' };
      await expect(append(stream, ask)).rejects.toThrow(VersionConflict);
      await append(stream);
      expect((await append(stream, ask)).version).toBe(2);
    });

    test('without events leaves nothing', async () => {
      const { append, store, district } = await inDistrict();
      expect(await append(newStream(), { key: 'k', events: [] })).toMatchObject({ events: [] });
      expect(await store.head(district)).toBe(0);
    });
  });

  describe('a command of several streams', () => {
    test('is appended whole', async () => {
      const { append, read } = await inDistrict();
      const [group, member, fresh] = [newStream(), newStream(), newStream()];
      await append(member);
      const ask: Ask = {
        key: 'k',
        expected: 'none',
        events: [noted('held')],
        others: [
          { stream: member, expect: 'exists', events: [noted('here')] },
          { stream: fresh, expect: 'none', events: [noted('x'), noted('y')] },
        ],
      };
      const answer = await append(group, ask);
      expect(answer).toMatchObject({ stream: group, version: 1, position: 5 });
      expect(answer.events.map((e) => [e.stream, e.version])).toEqual([
        [group, 1],
        [member, 2],
        [fresh, 1],
        [fresh, 2],
      ]);
      expect((await read(fresh)).version).toBe(2);
      expect(await append(group, ask)).toEqual({ ...answer, replayed: true });
    });

    test('or not at all', async () => {
      const { append, store, district } = await inDistrict();
      const attempt = append(newStream(), {
        others: [{ stream: newStream(), expect: 'exists', events: [noted()] }],
      });
      await expect(attempt).rejects.toThrow(VersionConflict);
      expect(await store.head(district)).toBe(0);
    });

    test('may say nothing about its own stream, and is still known again', async () => {
      const { append } = await inDistrict();
      const own = newStream();
      await append(own);
      const others: Elsewhere[] = [{ stream: newStream(), expect: 'none', events: [noted()] }];
      const ask: Ask = { key: 'k', expected: 1, events: [], others };
      const answer = await append(own, ask);
      expect(answer).toMatchObject({ stream: own, version: 1, position: 2 });
      await append(own);
      expect(await append(own, ask)).toEqual({ ...answer, replayed: true });
    });
  });

  describe('a claim', () => {
    const take = { take: ['one open cycle'], release: [] };
    const release = { take: [], release: ['one open cycle'] };

    test('is held by one stream, which may take it again', async () => {
      const { append } = await inDistrict();
      const holder = newStream();
      await append(holder, { claims: [take] });
      await append(holder, { claims: [take] });
      const attempt = append(newStream(), { claims: [take] });
      await expect(attempt).rejects.toThrow(ClaimTaken);
      await expect(attempt).rejects.toMatchObject({ holder });
    });

    test('is free after its release, and by nobody else’s', async () => {
      const { append } = await inDistrict();
      const [a, b] = [newStream(), newStream()];
      await append(a, { claims: [take] });
      await append(b, { claims: [release] });
      await expect(append(b, { claims: [take] })).rejects.toThrow(ClaimTaken);
      await append(a, { claims: [release] });
      await append(b, { claims: [take] });
      await expect(append(a, { claims: [take] })).rejects.toThrow(ClaimTaken);
    });

    test('asked for by twenty at once goes to one', async () => {
      const { append, store, district } = await inDistrict();
      const all = await Promise.allSettled(
        Array.from({ length: 20 }, () => append(newStream(), { claims: [take] })),
      );
      expect(all.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
      expect(await store.head(district)).toBe(1);
    });

    test('of one district is nothing to another', async () => {
      const { append, store, keys } = await inDistrict();
      const district = randomUUID();
      await store.foundDistrict(district);
      await append(newStream(), { claims: [take] });
      await store.append(request(keys, { district, stream: newStream() }, { claims: [take] }));
    });
  });

  describe('a district', () => {
    test('that was never founded is unknown', async () => {
      const { store, keys } = make();
      const ref = { district: randomUUID(), stream: newStream() };
      await expect(store.append(request(keys, ref))).rejects.toThrow(DistrictNotFound);
      await expect(store.read(ref)).rejects.toThrow(DistrictNotFound);
    });

    test('is founded once, in one mode', async () => {
      const { store, district } = await inDistrict();
      await store.foundDistrict(district);
      expect(await store.districts()).toContainEqual(
        expect.objectContaining({ district, sandbox: false }),
      );
      await expect(
        store.foundDistrict(district, { startsAt: '2026-09-01T00:00:00.000Z' }),
      ).rejects.toThrow('stays one');
    });

    test('that is live cannot have its clock advanced', async () => {
      const { append } = await inDistrict();
      const events = [{ type: 'ClockAdvanced', data: { to: '2027-01-01T00:00:00.000Z' } }];
      await expect(append(newStream(), { events })).rejects.toThrow(NotASandbox);
    });

    test('that is a sandbox lives by its stepped clock, which never goes back', async () => {
      const startsAt = '2026-08-20T12:00:00.000Z';
      const { append, store, district } = await inDistrict({ startsAt });
      const later = '2026-09-20T12:00:00.000Z';
      const advance = (to: string) =>
        append(newStream(), { events: [{ type: 'ClockAdvanced', data: { to } }] });
      expect(await store.clockOf(district)).toEqual({ sandbox: true, now: startsAt });
      const [step] = (await advance(later)).events;
      expect(step!.recordedAt).toBe(startsAt);
      expect(await store.clockOf(district)).toEqual({ sandbox: true, now: later });
      expect((await append(newStream())).events[0]!.recordedAt).toBe(later);
      await advance('2026-09-01T12:00:00.000Z');
      expect(await store.clockOf(district)).toEqual({ sandbox: true, now: later });
      expect(await store.positionAt(district, startsAt)).toBe(1);
      expect(await store.positionAt(district, '2026-08-19T12:00:00.000Z')).toBe(0);
      expect(await store.positionAt(district, later)).toBe(3);
    });
  });

  test('the position at a moment is the last one recorded by then, wherever in the log it lies', async () => {
    const startsAt = '2026-08-20T12:00:00.000Z';
    const { append, store, district } = await inDistrict({ startsAt });
    const day = (n: number) => `2026-09-${String(n).padStart(2, '0')}T00:00:00.000Z`;
    expect(await store.positionAt(district, day(1))).toBe(0);
    for (let n = 1; n <= 20; n += 1)
      await append(newStream(), {
        events: [noted(), { type: 'ClockAdvanced', data: { to: day(n) } }],
      });
    // The two events of step n are recorded at the moment before it.
    for (let n = 0; n < 20; n += 1)
      expect(await store.positionAt(district, n === 0 ? startsAt : day(n))).toBe(2 * n + 2);
    expect(await store.positionAt(district, '2026-08-20T11:59:59.999Z')).toBe(0);
    expect(await store.positionAt(district, day(30))).toBe(40);
  });

  test('the streams of a kind are listed, of this district alone', async () => {
    const [here, there] = [await inDistrict(), await inDistrict()];
    const calendars = [1, 2].map((): StreamId => `calendar/${randomUUID()}`).sort();
    for (const stream of [...calendars, newStream()])
      await here.append(stream, { events: [{ type: 'Told', data: {} }] });
    await there.append(`calendar/${randomUUID()}`, { events: [{ type: 'Told', data: {} }] });
    expect(await here.store.streamsOf(here.district, 'calendar')).toEqual(calendars);
  });

  describe('what cannot be kept exactly', () => {
    test.each([
      ['undefined', { a: undefined }],
      ['a Date', { a: new Date(0) }],
      ['a lone surrogate', { a: '\ud800' }],
      ['text that is not NFC', { a: 'e\u0301' }],
      ['NaN', { a: Number.NaN }],
      ['an unsafe integer', { a: 2 ** 60 }],
      ['a NUL byte', { a: [{ b: 'a\u0000b' }] }],
      ['a NUL byte in a name', { 'a\u0000': 1 }],
    ])('%s is refused where it stands, and leaves nothing', async (_, data) => {
      const { append, store, district } = await inDistrict();
      const stream = newStream();
      const attempt = append(stream, { events: [noted(), { type: 'Noted', data }] });
      await expect(attempt).rejects.toMatchObject({
        name: 'NotCanonical',
        where: expect.stringMatching(/^\/a/),
      });
      expect(await store.head(district)).toBe(0);
      expect((await append(stream, { expected: 'none' })).version).toBe(1);
    });

    test('what is refused takes nothing of its batch along', async () => {
      const { append, store, district } = await inDistrict();
      const all = await Promise.allSettled([
        append(newStream()),
        append(newStream(), { events: [{ type: 'Noted', data: { a: '\ud800' } }] }),
        append(newStream(), { events: Array.from({ length: 10_000 }, () => noted()) }),
        append(newStream()),
      ]);
      expect(all.map(({ status }) => status)).toEqual([
        'fulfilled',
        'rejected',
        'rejected',
        'fulfilled',
      ]);
      expect(await store.head(district)).toBe(2);
    });

    test('a stream of another district is not there, and stays as it is', async () => {
      const { append, read, store, keys } = await inDistrict();
      const district = randomUUID();
      await store.foundDistrict(district);
      const stream = newStream();
      await append(stream);
      for (const expected of ['exists', 1] as const)
        await expect(
          store.append(request(keys, { district, stream }, { expected })),
        ).rejects.toMatchObject({ name: 'VersionConflict', ref: { district, stream }, actual: 0 });
      const others: Elsewhere[] = [{ stream, expect: 'exists', events: [noted()] }];
      await expect(
        store.append(request(keys, { district, stream: newStream() }, { others })),
      ).rejects.toMatchObject({ name: 'VersionConflict', ref: { district, stream } });
      expect(await store.head(district)).toBe(0);
      expect((await store.read({ district, stream })).events).toEqual([]);
      expect((await read(stream)).version).toBe(1);
    });

    test('a name that is no stream is refused', async () => {
      const { append } = await inDistrict();
      await expect(append('cycle/Ada' as StreamId)).rejects.toThrow('not a stream name');
    });

    test('two megabytes are kept; a body that is larger is refused', async () => {
      const { append, read, store, district } = await inDistrict();
      const stream = newStream();
      await append(stream, { events: [noted('x'.repeat(2_000_000))] });
      expect(JSON.stringify((await read(stream)).events[0]!.data).length).toBeGreaterThan(2e6);
      const events = [noted(), noted('é'.repeat(1024 * 1024))];
      await expect(append(stream, { events })).rejects.toMatchObject({ name: 'TooMuch', stream });
      expect(await store.head(district)).toBe(1);
    });

    test('five thousand events of one command are kept; ten thousand are refused', async () => {
      const { append, read, store, district } = await inDistrict();
      const stream = newStream();
      const many = (n: number) => Array.from({ length: n }, (_, i) => noted(`n ${i}`));
      await expect(append(stream, { events: many(10_000) })).rejects.toThrow(
        '10000 events in one command, and 5000 is the most',
      );
      const half: Elsewhere[] = [{ stream: newStream(), expect: 'none', events: many(2_501) }];
      await expect(append(stream, { events: many(2_500), others: half })).rejects.toThrow('5001');
      expect(await store.head(district)).toBe(0);
      const ask: Ask = { key: 'k', events: many(5_000) };
      const answer = await append(stream, ask);
      expect(answer).toMatchObject({ version: 5_000, position: 5_000 });
      expect(await append(stream, ask)).toEqual({ ...answer, replayed: true });
      expect((await read(stream)).events).toEqual(answer.events);
    });
  });
}
