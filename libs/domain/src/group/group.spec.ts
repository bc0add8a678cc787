import { describe, expect, test } from 'vitest';
import {
  confirm,
  cycle,
  formGroup,
  group,
  join,
  newWorld,
  proposed,
  schoolAdmin,
  startPhase,
} from '#testing/cycle-story';
import type { World } from '#testing/world';
import { refusal } from '#testing/world';
import { dosageOf } from '../cycle/evidence.js';
import type { Cycle } from '../cycle/state.js';

/** Monday 8 September 2025: Maya's phase runs in Phonics B, which meets Mondays, Wednesdays and Fridays at nine. */
function meeting(version = 1): World {
  const world = proposed('2025-09-08', 2, version);
  world.at('2025-09-08', '06:00');
  formGroup(confirm(world), '2025-09-08', version);
  return startPhase(world, '2025-09-09', { baseline: { on: '2025-09-08', probes: [40, 36, 41] } });
}

/** What Maya's cycle knows of her phase. */
const phaseOf = (world: World) =>
  (world.streams.get(cycle)!.state as Extract<Cycle, { phases: unknown }>).phases.at(-1)!;

const sessionOn = (on: string) => `phonics-b/${on}T09:00`;
const here = [{ cycleId: 'maya-reading', attendance: 'here', minutes: 30, reason: null }];
const log = (world: World, on: string, more: object = {}) =>
  world.send(group, 'LogSession', {
    sessionId: sessionOn(on),
    minutes: 30,
    steps: 'all',
    students: here,
    ...more,
  });

describe('planning', () => {
  test('a session is planned on the morning of its day, with the members of that day', () => {
    const world = meeting().at('2025-09-10', '08:00');
    expect(world.events(group).filter((event) => event.type === 'SessionPlanned')).toMatchObject([
      {
        occurredAt: '2025-09-10T12:30:00.000Z',
        data: { sessionId: sessionOn('2025-09-10'), minutes: 30, cycleIds: ['maya-reading'] },
      },
    ]);
  });

  test('breaks and weekends plan nothing', () => {
    const world = meeting().at('2025-12-03');
    expect(world.story(group, 'SessionPlanned').slice(-3)).toEqual([
      '2025-11-21 SessionPlanned',
      '2025-12-01 SessionPlanned',
      '2025-12-03 SessionPlanned',
    ]);
  });

  test('a new schedule holds from its day on', () => {
    const world = meeting().at('2025-09-10');
    const slots = [{ weekday: 2, startsAt: '10:15', minutes: 40 }];
    world.send(group, 'SetSchedule', { from: '2025-09-15', slots });
    world.at('2025-09-24');
    expect(world.story(group, 'SessionPlanned')).toEqual([
      '2025-09-10 SessionPlanned',
      '2025-09-12 SessionPlanned',
      '2025-09-16 SessionPlanned',
      '2025-09-23 SessionPlanned',
    ]);
  });

  test.each([
    ['schedule-empty', []],
    ['slot-outside-school-week', [{ weekday: 6, startsAt: '09:00', minutes: 30 }]],
    ['minutes-out-of-range', [{ weekday: 1, startsAt: '09:00', minutes: 0 }]],
    [
      'slots-overlap',
      [
        { weekday: 1, startsAt: '09:00', minutes: 30 },
        { weekday: 1, startsAt: '09:20', minutes: 30 },
      ],
    ],
  ])('a schedule is refused: %s', (rule, slots) => {
    const world = meeting();
    const schedule = { from: '2025-09-15', slots };
    expect(refusal(() => world.send(group, 'SetSchedule', schedule))).toBe(rule);
  });

  test('a schedule is not set for days that are gone', () => {
    const slots = [{ weekday: 1, startsAt: '09:00', minutes: 30 }];
    const late = { from: '2025-09-05', slots };
    expect(refusal(() => meeting().send(group, 'SetSchedule', late))).toBe('date-in-past');
  });
});

describe('logging', () => {
  test('is one decision: the session on the group, the attendance on the cycle', () => {
    const world = meeting().at('2025-09-10', '15:00');
    expect(log(world, '2025-09-10')).toMatchObject([
      { type: 'SessionHeld', occurredAt: '2025-09-10T14:00:00.000Z', data: { late: false } },
    ]);
    expect(world.last(cycle, 'SessionAttended').data).toMatchObject({
      sessionId: sessionOn('2025-09-10'),
      groupId: 'phonics-b',
      minutes: 30,
      plannedMinutes: 30,
      attendance: 'here',
      late: false,
    });
    expect(world.duties(group).map((duty) => duty.kind)).toEqual(['plan-session']);
  });

  test('a student who was out is missed with the reason', () => {
    const world = meeting().at('2025-09-10', '15:00');
    const out = { cycleId: 'maya-reading', attendance: 'out', minutes: 0, reason: 'refused' };
    log(world, '2025-09-10', { students: [out] });
    expect(world.last(cycle, 'SessionMissed').data).toMatchObject({ reason: 'refused' });
  });

  test('works while the engine is away: what was not planned yet is planned in the same breath', () => {
    const world = meeting();
    world.now = '2025-09-12T20:00:00.000Z';
    log(world, '2025-09-12');
    expect(
      world
        .events(group)
        .slice(-3)
        .map((event) => event.type),
    ).toEqual(['SessionPlanned', 'SessionPlanned', 'SessionHeld']);
    expect(world.duties(group).map((duty) => `${duty.kind} ${duty.dueOn}`)).toEqual([
      'log-session 2025-09-10',
      'plan-session 2025-09-15',
    ]);
  });

  test.each([
    ['no-school-that-day', '2025-09-06', {}],
    ['session-in-the-future', '2025-09-12', {}],
    ['unknown-session', '2025-09-09', {}],
    ['attendance-missing', '2025-09-10', { students: [] }],
    ['not-in-session', '2025-09-10', { students: [...here, { ...here[0], cycleId: 'other' }] }],
    ['minutes-out-of-range', '2025-09-10', { minutes: 0 }],
    ['minutes-out-of-range', '2025-09-10', { students: [{ ...here[0], minutes: 31 }] }],
    ['reason-required', '2025-09-10', { students: [{ ...here[0], attendance: 'out' }] }],
  ])('is refused: %s', (rule, on, more) => {
    const world = meeting().at('2025-09-10', '15:00');
    expect(refusal(() => log(world, on, more))).toBe(rule);
  });

  test('a session is logged once', () => {
    const world = meeting().at('2025-09-10', '15:00');
    log(world, '2025-09-10');
    expect(refusal(() => log(world, '2025-09-10'))).toBe('session-already-logged');
  });

  test('a session not held says why, here and on each cycle', () => {
    const world = meeting().at('2025-09-10', '15:00');
    const sessionId = sessionOn('2025-09-10');
    world.send(group, 'DeclareSessionNotHeld', { sessionId, reason: 'assembly' });
    expect(world.last(group, 'SessionNotHeld').data).toMatchObject({ reason: 'assembly' });
    expect(world.last(cycle, 'SessionMissed').data).toMatchObject({ reason: 'assembly' });
  });

  test('another specialist who logs it was the substitute', () => {
    const world = meeting().at('2025-09-10', '15:00');
    const substitute = { id: 'staff-brant', role: 'specialist' } as const;
    world.send(
      group,
      'LogSession',
      { sessionId: sessionOn('2025-09-10'), minutes: 30, steps: null, students: here },
      substitute,
    );
    expect(world.last(group, 'SessionHeld').data).toMatchObject({ substituteId: 'staff-brant' });
  });
});

describe('a session that nobody logs', () => {
  test('is recorded as unlogged at the end of the next school day, on the group and on each cycle', () => {
    const world = meeting().at('2025-09-11', '15:59');
    expect(world.story(group, 'SessionUnlogged')).toEqual([]);
    world.at('2025-09-11', '16:00');
    expect(world.last(group, 'SessionUnlogged')).toMatchObject({
      occurredAt: '2025-09-11T21:00:00.000Z',
      data: { sessionId: sessionOn('2025-09-10') },
    });
    expect(world.last(cycle, 'SessionMissed').data).toMatchObject({
      reason: 'unlogged',
      late: false,
    });
  });

  test('on a Friday waits until Monday, and over a break until it ends', () => {
    const world = meeting().at('2025-12-05');
    expect(world.story(group, 'SessionUnlogged').slice(0, 2)).toEqual([
      '2025-09-11 SessionUnlogged',
      '2025-09-15 SessionUnlogged',
    ]);
    expect(world.last(group, 'SessionUnlogged').occurredAt.slice(0, 10)).toBe('2025-12-04');
    expect(world.story(group, 'SessionUnlogged')).toContain('2025-12-01 SessionUnlogged');
  });

  test('can still be logged, and is then late', () => {
    const world = meeting().at('2025-09-15', '17:00');
    log(world, '2025-09-10');
    expect(world.last(group, 'SessionHeld').data).toMatchObject({ late: true });
    expect(world.last(cycle, 'SessionAttended').data).toMatchObject({ late: true });
  });
});

describe('withdrawing a log', () => {
  test('brings the duty to log back, on time', () => {
    const world = meeting().at('2025-09-10', '15:00');
    log(world, '2025-09-10');
    const undo = { sessionId: sessionOn('2025-09-10'), reason: 'wrong group' };
    world.send(group, 'VoidSessionLog', undo);
    expect(world.last(cycle, 'FactVoided').data).toMatchObject({ eventId: undo.sessionId });
    expect(world.duties(group)[0]).toMatchObject({ kind: 'log-session', dueOn: '2025-09-10' });
    expect(refusal(() => world.send(group, 'VoidSessionLog', undo))).toBe('session-not-logged');
  });

  test('lets the recorded silence stand again', () => {
    const world = meeting().at('2025-09-15', '17:00');
    log(world, '2025-09-10');
    const undo = { sessionId: sessionOn('2025-09-10'), reason: 'wrong group' };
    world.send(group, 'VoidSessionLog', undo);
    expect(dosageOf(phaseOf(world))).toMatchObject({ planned: 2, held: 0, attended: 0 });
    log(world, '2025-09-10');
    expect(world.last(group, 'SessionHeld').data).toMatchObject({ late: true });
    expect(dosageOf(phaseOf(world))).toMatchObject({ planned: 2, held: 1, attended: 1 });
  });
});

describe('members', () => {
  test('come when their phase starts and leave when it ends', () => {
    const world = meeting();
    expect(world.last(group, 'MemberAdded').data).toEqual({
      cycleId: 'maya-reading',
      studentId: 'student-maya',
      from: '2025-09-09',
    });
    world.at('2025-09-11').send(cycle, 'CloseCycle', { on: '2025-09-11', reason: 'left-district' });
    expect(world.last(group, 'MemberRemoved').data).toMatchObject({
      on: '2025-09-11',
      reason: 'left',
    });
  });

  test('are as many as the tier allows', () => {
    const world = meeting();
    for (const n of [1, 2, 3, 4, 5]) join(world, '2025-09-09', `cycle-${n}`);
    expect(refusal(() => join(world, '2025-09-09', 'cycle-6'))).toBe('group-full');
    join(world, '2025-09-09', 'cycle-5');
    expect(world.events(group).filter((event) => event.type === 'MemberAdded')).toHaveLength(6);
  });

  test('who find no place are not forgotten: the phase is given up, and its start is owed again', () => {
    const world = formGroup(confirm(proposed('2025-09-08')), '2025-09-08');
    for (const n of [1, 2, 3, 4, 5, 6]) join(world, '2025-09-08', `cycle-${n}`);
    startPhase(world, '2025-09-08');
    expect(world.last(cycle, 'PhaseEnded').data).toMatchObject({
      on: '2025-09-08',
      reason: 'no-place',
    });
    expect(world.duties(cycle).map(({ kind }) => kind)).toContain('start-phase');
    world.send(cycle, 'GiveUpPhase', { phaseId: 'another' });
    expect(world.story(cycle, 'PhaseEnded')).toHaveLength(1);
  });

  test('of a group that was dissolved meanwhile are not forgotten either', () => {
    const world = formGroup(confirm(proposed('2025-09-08')), '2025-09-08');
    world.send(group, 'DissolveGroup', { on: '2025-09-08', reason: 'no-need' });
    startPhase(world.at('2025-09-10'), '2025-09-10');
    expect(world.last(cycle, 'PhaseEnded').data).toMatchObject({
      on: '2025-09-10',
      reason: 'no-place',
    });
  });

  test('take their duties along to another specialist', () => {
    const world = meeting().at('2025-09-10');
    const assigned = { staffId: 'staff-brant', on: '2025-09-10', reason: 'caseload' };
    world.send(group, 'AssignSpecialist', assigned);
    expect(world.last(cycle, 'PhaseSpecialistChanged').data).toMatchObject({ to: 'staff-brant' });
    const owners = world.duties(cycle).filter((duty) => duty.kind === 'give-probe');
    expect(owners).toMatchObject([{ owner: { staffId: 'staff-brant' } }]);
  });
});

describe('the end of a group', () => {
  test('an empty one is dissolved after twenty school days', () => {
    const world = formGroup(newWorld('2025-09-08'), '2025-09-08');
    expect(world.duties(group)).toMatchObject([{ kind: 'dissolve-group', dueOn: '2025-10-06' }]);
    world.at('2025-10-07');
    expect(world.last(group, 'GroupDissolved').data).toEqual({
      on: '2025-10-06',
      reason: 'no-members',
    });
    expect(world.duties(group)).toEqual([]);
    expect(refusal(() => join(world, '2025-10-07'))).toBe('group-dissolved');
  });

  test('a member who comes in time keeps it', () => {
    const world = formGroup(newWorld('2025-09-08'), '2025-09-08').at('2025-09-19');
    join(world, '2025-09-22');
    expect(world.duties(group)).toMatchObject([{ kind: 'plan-session', dueOn: '2025-09-22' }]);
  });

  test('what nobody has logged by then is unlogged', () => {
    const world = meeting().at('2025-09-10', '12:00');
    const dissolved = { on: '2025-09-10', reason: 'merged' };
    world.send(group, 'DissolveGroup', dissolved, schoolAdmin);
    expect(world.story(group, 'SessionUnlogged', 'GroupDissolved')).toEqual([
      '2025-09-10 SessionUnlogged',
      '2025-09-10 GroupDissolved',
    ]);
    log(world, '2025-09-10');
    expect(world.last(group, 'SessionHeld').data).toMatchObject({ late: true });
  });

  test('a log that is withdrawn afterwards leaves the session unlogged', () => {
    const world = meeting().at('2025-09-10', '15:00');
    log(world, '2025-09-10');
    world.send(group, 'DissolveGroup', { on: '2025-09-10', reason: 'merged' }, schoolAdmin);
    const undo = { sessionId: sessionOn('2025-09-10'), reason: 'wrong group' };
    world.send(group, 'VoidSessionLog', undo);
    expect(world.story(cycle).slice(-2)).toEqual([
      '2025-09-10 FactVoided',
      '2025-09-10 SessionMissed',
    ]);
  });

  test('over a summer without a known next year it waits a year, and meets again once one is published', () => {
    const world = meeting().at('2026-06-30');
    expect(world.duties(group)).toMatchObject([{ kind: 'dissolve-group', dueOn: '2027-05-28' }]);
    const calendar = { id: 'calendar-1', version: 2 };
    world.send(group, 'AdoptCalendar', { calendar, because: 'next-year' });
    expect(world.duties(group)).toMatchObject([{ kind: 'plan-session', dueOn: '2026-08-17' }]);
  });
});

describe('a closure that is declared late', () => {
  const adopt = (world: World) =>
    world.send(group, 'AdoptCalendar', {
      calendar: { id: 'calendar-1', version: 3 },
      because: 'burst-pipe',
    });

  test('moves the duty to plan', () => {
    const world = meeting().at('2025-10-05');
    expect(adopt(world)[0]!.data).toMatchObject({
      calendar: { id: 'calendar-1', version: 3 },
      moved: [{ from: '2025-10-06', to: '2025-10-08' }],
    });
    expect(world.duties(group).at(-1)).toMatchObject({ kind: 'plan-session', dueOn: '2025-10-08' });
  });

  test('says of a session planned that morning that it was not held', () => {
    const world = meeting().at('2025-10-06', '10:00');
    adopt(world);
    expect(world.last(group, 'SessionNotHeld').data).toMatchObject({
      on: '2025-10-06',
      reason: 'closure',
      late: false,
    });
    expect(world.last(cycle, 'SessionMissed').data).toMatchObject({ reason: 'closure' });
  });

  test('goes before a silence that was recorded, and leaves a session that was held', () => {
    const unlogged = meeting().at('2025-10-08');
    expect(dosageOf(phaseOf(unlogged)).planned).toBe(12);
    adopt(unlogged);
    expect(dosageOf(phaseOf(unlogged)).planned).toBe(11);
    expect(unlogged.last(group, 'SessionNotHeld').data).toMatchObject({ late: true });
    const held = meeting().at('2025-10-06', '15:00');
    log(held, '2025-10-06');
    adopt(held);
    expect(held.events(group).some((event) => event.type === 'SessionNotHeld')).toBe(false);
    expect(adopt(held)).toEqual([]);
  });
});

describe('another calendar, which the school chose', () => {
  const adopt = (world: World, instead = 'calendar-1') =>
    world.send(group, 'AdoptCalendar', {
      calendar: { id: 'calendar-2', version: 3 },
      instead,
      because: 'The school follows another calendar.',
    });

  test('moves the duty to plan, and the group follows it from then on', () => {
    const world = meeting().at('2025-10-05');
    expect(adopt(world)[0]!.data).toMatchObject({
      calendar: { id: 'calendar-2', version: 3 },
      moved: [{ from: '2025-10-06', to: '2025-10-08' }],
    });
    expect(adopt(world)).toEqual([]);
  });

  test('says nothing of days gone by: a session of a day without school there was planned all the same', () => {
    const world = meeting().at('2025-10-08');
    expect(adopt(world).map(({ type }) => type)).toEqual(['DueDatesMoved']);
    expect(dosageOf(phaseOf(world)).planned).toBe(12);
  });

  test('is not taken in place of one that the group does not follow', () => {
    expect(adopt(meeting().at('2025-10-05'), 'calendar-0')).toEqual([]);
  });
});
