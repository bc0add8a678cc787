import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import { type DomainEvent, operatorActor } from '#domain/decider';
import type { RuleSetDocument } from '#domain/rule-set/document';
import { streamId } from '#domain/streams';
import { DistrictKeys } from './district-keys.js';
import { commandId } from './ids.js';
import { InMemoryEventStore } from './in-memory/in-memory-event-store.js';
import { ReferenceMissing, StoredReferenceData } from './reference-data.js';

const keys = new DistrictKeys(Buffer.alloc(32, 7));
const district = randomUUID();
const calendar = { id: randomUUID() };

async function withReference() {
  const store = new InMemoryEventStore(keys);
  await store.foundDistrict(district, { startsAt: '2026-08-20T12:00:00.000Z' });
  const folded: number[] = [];
  const reference = new StoredReferenceData(store, {
    calendar: (events) => {
      folded.push(events.length);
      return new Map(
        events.map((e, i) => [i + 1, { ...(e.data as SchoolCalendar), version: i + 1 }]),
      );
    },
    ruleSet: (events) => new Map(events.map((e, i) => [i + 1, e.data as RuleSetDocument])),
  });
  const record = (stream: ReturnType<typeof streamId>, event: DomainEvent) => {
    const id = commandId(district, randomUUID());
    const meta = {
      commandId: id,
      at: '2026-08-20T12:00:00.000Z',
      actor: operatorActor,
      correlationId: id,
      causationId: null,
    };
    const command = { type: 'Record', data: {}, meta };
    return store.append({
      to: { district, stream },
      expected: 'any',
      command,
      mac: Buffer.alloc(32),
      events: [event],
    });
  };
  const publish = () =>
    record(streamId('calendar', calendar.id), {
      type: 'CalendarPublished',
      data: { id: calendar.id },
    });
  return { reference, record, publish, folded };
}

test('the settings of a district are those it was founded with', async () => {
  const { reference, record } = await withReference();
  expect((await reference.for(district, {})).district).toMatchObject({
    timeZone: 'UTC',
    sandbox: true,
  });
  const data = { mode: 'sandbox', timeZone: 'America/Chicago' };
  await record(streamId('district', district), { type: 'DistrictFounded', data });
  expect((await reference.for(district, {})).district).toEqual({
    id: district,
    timeZone: 'America/Chicago',
    sandbox: true,
  });
});

test('a calendar without a version is the newest, published a moment ago', async () => {
  const { reference, publish } = await withReference();
  await publish();
  expect((await reference.for(district, { calendar })).calendar!.version).toBe(1);
  await publish();
  expect((await reference.for(district, { calendar })).calendar!.version).toBe(2);
});

test('a pinned version stays what it was, and is folded once', async () => {
  const { reference, publish, folded } = await withReference();
  await publish();
  await publish();
  const pinned = { calendar: { ...calendar, version: 1 } };
  await reference.for(district, pinned);
  const { calendar: found } = await reference.for(district, pinned);
  expect(found!.version).toBe(1);
  expect(folded).toEqual([2]);
});

test('a version that was never published is named', async () => {
  const { reference } = await withReference();
  const ruleSet = { id: randomUUID(), version: 3 };
  await expect(reference.for(district, { ruleSet })).rejects.toThrow(ReferenceMissing);
  await expect(reference.for(district, { ruleSet })).rejects.toThrow(
    `rule-set/${ruleSet.id} has no published version 3`,
  );
});

test('a process that adopts a calendar also reads the version that it leaves', async () => {
  const { reference, publish } = await withReference();
  await publish();
  await publish();
  const { calendar: adopted, previousCalendar: left } = await reference.for(district, {
    calendar: { ...calendar, version: 2 },
    previousCalendar: { ...calendar, version: 1 },
  });
  expect([adopted?.version, left?.version]).toEqual([2, 1]);
});

test('the jurisdiction is the last that the district chose, and looked for only when it is asked for', async () => {
  const { reference, record } = await withReference();
  const choose = (jurisdiction: string) =>
    record(streamId('district', district), {
      type: 'JurisdictionChosen',
      data: { jurisdiction, parameters: {}, packVersion: 1, because: 'counsel' },
    });
  const inForce = async () =>
    (await reference.for(district, { jurisdiction: true })).jurisdiction?.jurisdiction;
  expect(await inForce()).toBeUndefined();
  await choose('us-tx');
  expect(await inForce()).toBe('us-tx');
  await choose('us-wa');
  expect(await inForce()).toBe('us-wa');
  expect(await inForce()).toBe('us-wa');
  expect(await reference.for(district, {})).not.toHaveProperty('jurisdiction');
});
