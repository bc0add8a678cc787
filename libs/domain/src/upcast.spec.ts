import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { DomainEvent, Recorded } from '#domain/decider';
import { outcomeCodesOf } from '#domain/outcome-codes';
import { belongingOf, classesByKind } from '#domain/record-class';
import { deciders, processes } from '#domain/registry';
import { isProcess, streamId, type StreamKind, streamKinds } from '#domain/streams';
import { eventTypes, EventUnknown, recordedShapes, shapesOf, upcasts } from '#domain/upcast';
import { recordedAll } from '#testing/given';

/** An event as some version of Aimline has written it. Files are added, never changed: logs out there are full of them. */
type Golden = { type: string; schemaVersion: number; data: object };

const folder = join(dirname(fileURLToPath(import.meta.url)), '../golden');
const golden = new Map<string, Golden>(
  readdirSync(folder).map((file) => [
    file,
    JSON.parse(readFileSync(join(folder, file), 'utf8')) as Golden,
  ]),
);
const nameOf = (type: string, version: number) => `${type}.v${version}.json`;
const today = (type: string): DomainEvent => {
  const { data } = golden.get(nameOf(type, 1))!;
  return { type, data: recordedShapes.upToDate(type, 1, data) };
};

/** The first event of each kind of stream: what the others are folded onto. */
const opening: Readonly<Record<StreamKind, string>> = {
  district: 'DistrictFounded',
  school: 'SchoolOpened',
  staff: 'StaffAuthorised',
  calendar: 'CalendarPublished',
  intervention: 'InterventionCatalogued',
  'rule-set': 'RuleSetDrafted',
  student: 'StudentEnrolled',
  access: 'FileViewed',
  'record-request': 'AccessRequested',
  'screening-window': 'WindowScheduled',
  cycle: 'CycleOpened',
  group: 'GroupFormed',
  referral: 'EvaluationRequested',
  import: 'FileReceived',
  'case-file': 'CaseFileReceived',
};

describe('the golden files', () => {
  test('hold each type of event in each version that was ever written, and nothing else', () => {
    const wanted = [...eventTypes].flatMap((type) =>
      Array.from({ length: recordedShapes.versionOf(type) }, (_, i) => nameOf(type, i + 1)),
    );
    expect([...golden.keys()].toSorted()).toEqual(wanted.toSorted());
    for (const [file, { type, schemaVersion }] of golden)
      expect(file).toBe(nameOf(type, schemaVersion));
  });

  test('lead from each version to the next by its upcast', () => {
    for (const { type, schemaVersion, data } of golden.values())
      if (schemaVersion < recordedShapes.versionOf(type))
        expect(upcasts[type]![schemaVersion - 1]!(data), type).toEqual(
          golden.get(nameOf(type, schemaVersion + 1))!.data,
        );
  });

  test.each(streamKinds)('of a %s are folded, filed and coded as any event of today', (kind) => {
    const { initial, evolve } = deciders[kind];
    const stream = streamId(kind, '20000000-0000-4000-8000-000000000001');
    for (const type of Object.keys(classesByKind[kind])) {
      const event = today(type);
      const begun = opening[kind] === type ? [event] : [today(opening[kind]), event];
      const events = recordedAll(kind, begun) as Recorded[];
      const state = events.reduce(evolve, initial);
      expect(state, type).not.toEqual(initial);
      expect(() => belongingOf(stream, event)).not.toThrow();
      expect(() => JSON.stringify(outcomeCodesOf(event))).not.toThrow();
      if (!isProcess(kind)) continue;
      const { course, about } = processes[kind];
      expect(course(state).status, type).not.toBe('none');
      expect(typeof about(state)).toBe('object');
    }
  });
});

describe('a body of an older version', () => {
  const name = (data: object) => ({ name: (data as { text: string }).text });
  const shapes = shapesOf(['Noted', 'Named'], {
    Noted: [(data) => ({ ...data, language: 'en' }), (data) => ({ ...data, translated: false })],
    Named: [name],
  });

  test('is read through every step from its own version on', () => {
    expect(shapes.versionOf('Noted')).toBe(3);
    expect(shapes.upToDate('Noted', 1, { text: 'a' })).toEqual({
      text: 'a',
      language: 'en',
      translated: false,
    });
    expect(shapes.upToDate('Noted', 2, { text: 'a', language: 'es' })).toEqual({
      text: 'a',
      language: 'es',
      translated: false,
    });
    expect(shapes.upToDate('Named', 1, { text: 'a' })).toEqual({ name: 'a' });
  });

  test('stays what was stored: a step makes a body of its own', () => {
    const stored = Object.freeze({ text: 'a' });
    shapes.upToDate('Noted', 1, stored);
    expect(stored).toEqual({ text: 'a' });
    const newest = { text: 'a', language: 'en', translated: true };
    expect(shapes.upToDate('Noted', 3, newest)).toBe(newest);
  });

  test.each([
    ['Noted', 4],
    ['Noted', 0],
    ['Whispered', 1],
  ])('of a type or version that nobody knows is refused: %s in version %i', (type, version) => {
    expect(() => shapes.upToDate(type, version, {})).toThrow(EventUnknown);
    expect(() => shapes.upToDate(type, version, {})).toThrow(`${type} in version ${version}`);
  });
});
