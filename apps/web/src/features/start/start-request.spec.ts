import { expect, test } from 'vitest';
import { startPhaseRequest } from '#contracts/cycles';
import type { GroupRow } from '#contracts/groups';
import { requestOf } from './start-request.js';

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const group = {
  id: id(1),
  intervention: { id: id(2), name: 'Phonics set B' },
  specialist: { id: id(3), role: 'specialist', name: null },
} as GroupRow;

function filled(more: Record<string, string> = {}): FormData {
  const form = new FormData();
  const fields = {
    sessionsPerWeek: '4',
    minutes: '25',
    weeks: '12',
    groupSize: '4',
    startsOn: '2025-09-08',
    baselineOn: '2025-09-05',
    'probe-1': '38',
    'probe-2': '45',
    'probe-3': '42',
    goal: '73',
    goalWeeks: '20',
    source: ' benchmark of the fall ',
    ...more,
  };
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test('a filled form is a request that the API takes', () => {
  const request = requestOf(filled(), group);
  expect(startPhaseRequest.parse(request)).toMatchObject({
    specialistId: id(3),
    baseline: { probes: [38, 45, 42] },
    goal: { value: 73, source: 'benchmark of the fall' },
    changed: null,
  });
});

test('a probe left blank is none, and a probe of zero is one', () => {
  const request = requestOf(filled({ 'probe-2': '', 'probe-3': '0' }), group);
  expect(request.baseline.probes).toEqual([38, 0]);
});
