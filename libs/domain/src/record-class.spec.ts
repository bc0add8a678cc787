import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { belongingOf, classesByKind, classNumber, recordClasses } from '#domain/record-class';
import { streamKinds } from '#domain/streams';

const domain = dirname(fileURLToPath(import.meta.url));
const id = '3f0c2a6e-6a39-4f0a-9a35-0c5f6d2b7a11';

/** Every event type of a kind as its `events.ts` writes it, before the commands begin. */
function typesIn(folder: string): string[] {
  const text = readFileSync(join(domain, folder, 'events.ts'), 'utf8');
  const events = text.split(/export type \w+Command\b/)[0]!;
  return [...events.matchAll(/\btype: '([A-Z]\w+)'/g)].map(([, type]) => type!);
}

test('every event type of every kind of stream has a class, or is known to tell of no student', () => {
  const folders = readdirSync(domain, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && streamKinds.some((kind) => kind === entry.name))
    .map((entry) => entry.name as (typeof streamKinds)[number]);
  expect(folders.toSorted()).toEqual([...streamKinds].toSorted());
  for (const kind of folders)
    for (const type of typesIn(kind))
      expect(Object.keys(classesByKind[kind]), type).toContain(type);
});

test('an event that nobody has classed is refused, so that it is not kept in clear', () => {
  const event = { type: 'SecretsWhispered', data: { text: 'x' } };
  expect(() => belongingOf(`cycle/${id}`, event)).toThrow('has no record class');
});

test('a student’s own facts are the student’s, and a cycle’s are those of whoever it was opened for', () => {
  const opened = { type: 'CycleOpened', data: { studentId: 'maya' } };
  expect(belongingOf(`student/${id}`, { type: 'StudentRenamed', data: {} })).toEqual({
    subject: { student: id },
    recordClass: 'core',
    sealed: true,
  });
  expect(belongingOf(`cycle/${id}`, opened)?.subject).toEqual({ student: 'maya' });
  expect(belongingOf(`cycle/${id}`, { type: 'ProbeRecorded', data: {} })?.subject).toEqual({
    of: `cycle/${id}`,
  });
});

test('who joins or leaves a group is the member’s; a session is nobody’s', () => {
  const joins = { type: 'MemberAdded', data: { cycleId: 'c', studentId: 'maya' } };
  const leaves = { type: 'MemberRemoved', data: { cycleId: 'c' } };
  expect(belongingOf(`group/${id}`, joins)?.subject).toEqual({ student: 'maya' });
  expect(belongingOf(`group/${id}`, leaves)?.subject).toEqual({ of: 'cycle/c' });
  expect(belongingOf(`group/${id}`, { type: 'SessionHeld', data: {} })).toBeNull();
});

test('the numbers of the classes are for ever', () => {
  expect(recordClasses.map((name) => [classNumber(name), name])).toEqual([
    [1, 'core'],
    [2, 'intervention'],
    [3, 'evaluation'],
    [4, 'behaviour'],
    [5, 'communications'],
  ]);
});
