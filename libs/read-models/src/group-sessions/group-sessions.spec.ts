import { expect, test } from 'vitest';
import type { GroupEvent } from '#domain/group/events';
import { rowsOf, told } from '#testing/told-rows';
import { groups, sessions } from './group-sessions.js';

const formed: GroupEvent = {
  type: 'GroupFormed',
  data: {
    name: 'Phonics B',
    schoolId: 'ash-grove',
    area: 'reading',
    tier: 2,
    interventionId: 'phonics',
    specialistId: 'nora',
    place: null,
    calendar: { id: 'cal', version: 1 },
    ruleSet: { id: 'rules', version: 1 },
  },
};
const phonics = (...events: GroupEvent[]) => told('group/phonics', formed, ...events);
const joins = (cycleId: string): GroupEvent => ({
  type: 'MemberAdded',
  data: { cycleId, studentId: `student-${cycleId}`, from: '2025-09-08' },
});

test('a group shows who belongs to it, who leads it, and when it was dissolved', () => {
  const row = rowsOf(
    groups,
    phonics(
      joins('maya'),
      joins('leo'),
      { type: 'MemberRemoved', data: { cycleId: 'leo', on: '2025-09-10', reason: 'exit' } },
      {
        type: 'SpecialistAssigned',
        data: { from: 'nora', to: 'omar', on: '2025-09-11', reason: 'leave', cycleIds: ['maya'] },
      },
      { type: 'GroupDissolved', data: { on: '2025-09-12', reason: 'merged' } },
    ),
  )['phonics'];
  expect(row).toMatchObject({
    members: [{ cycleId: 'maya' }],
    specialist_id: 'omar',
    dissolved_on: '2025-09-12',
    version: 6,
  });
});

const sessionId = 'phonics/2025-09-08T09:00';
const on = '2025-09-08';
const planned: GroupEvent = {
  type: 'SessionPlanned',
  data: { sessionId, on, startsAt: '09:00', minutes: 30, cycleIds: ['maya'] },
};
const held = (late: boolean): GroupEvent => ({
  type: 'SessionHeld',
  data: { sessionId, on, minutes: 25, late, steps: 'all', substituteId: null },
});
const silent: GroupEvent = { type: 'SessionUnlogged', data: { sessionId, on } };
const withdrawn: GroupEvent = { type: 'FactVoided', data: { eventId: sessionId, reason: 'slip' } };
const session = (...events: GroupEvent[]) =>
  rowsOf(sessions, phonics(planned, ...events))[sessionId];

test('a session is planned, then held with its minutes, or not held with its reason', () => {
  expect(session()).toMatchObject({ status: 'planned', planned_minutes: 30, minutes: null });
  expect(session(held(false))).toMatchObject({ status: 'held', minutes: 25, steps: 'all' });
  expect(
    session({
      type: 'SessionNotHeld',
      data: { sessionId, on, reason: 'staff-absent', late: false },
    }),
  ).toMatchObject({ status: 'not-held', reason: 'staff-absent' });
});

test('a log that is withdrawn leaves a planned session, or the silence that it had answered', () => {
  expect(session(held(false), withdrawn)).toMatchObject({ status: 'planned', minutes: null });
  expect(session(silent, held(true))).toMatchObject({ status: 'held', late: true });
  expect(session(silent, held(true), withdrawn)).toMatchObject({
    status: 'unlogged',
    late: false,
    steps: null,
  });
});
