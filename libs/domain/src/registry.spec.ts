import { expect, test } from 'vitest';
import { aReference } from '#testing/school-year';
import { reactions } from './reactions.js';
import { deciders, processes } from './registry.js';
import { processKinds, streamKinds } from './streams.js';

test.each(streamKinds)('a %s stream is decided by the decider of its own kind', (kind) => {
  expect(deciders[kind].kind).toBe(kind);
});

test.each(processKinds)('a %s is driven and decided by one and the same decider', (kind) => {
  expect(processes[kind].decider).toBe(deciders[kind]);
});

test.each(processKinds)('a %s that never began has no course, no student and no duty', (kind) => {
  const { decider, course, about, obligations, chapter } = processes[kind];
  expect(course(decider.initial).status).toBe('none');
  expect(about(decider.initial).studentId).toBeNull();
  expect(obligations(decider.initial, aReference)).toEqual([]);
  expect(typeof chapter(decider.initial)).toBe('string');
  expect(decider.needs(decider.initial)).toEqual({});
});

test('what only one stream may hold is claimed by the kinds that promise it', () => {
  const claiming = streamKinds.filter((kind) => deciders[kind].claims !== undefined);
  expect(claiming).toEqual(['staff', 'student', 'screening-window', 'cycle', 'import']);
});

test('each kind reacts in one place, and listens to each event once', () => {
  expect(new Set(reactions.map(({ kind }) => kind)).size).toBe(reactions.length);
  for (const { listensTo } of reactions) expect(new Set(listensTo).size).toBe(listensTo.length);
});
