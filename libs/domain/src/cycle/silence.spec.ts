import { describe, expect, test } from 'vitest';
import { confirm, cycle, newWorld, proposed, running, startPhase } from '#testing/cycle-story';
import type { ObligationEscalated } from '../obligation.js';

describe('a placement that nobody decides', () => {
  test('is reminded twice, escalated and recorded as missed after five school days, then owed by the school admin', () => {
    const world = proposed('2025-09-08').at('2025-09-23');
    expect(world.story(cycle)).toEqual([
      '2025-09-08 CycleOpened',
      '2025-09-08 PlacementProposed',
      '2025-09-16 ReminderSent',
      '2025-09-18 ReminderSent',
      '2025-09-19 ObligationEscalated',
      '2025-09-22 ObligationMissed',
    ]);
    expect(world.last<ObligationEscalated['data']>(cycle, 'ObligationEscalated').data.to).toEqual({
      kind: 'role',
      role: 'school-admin',
      schoolId: 'school-alder',
    });
    expect(world.duties(cycle)).toMatchObject([
      {
        key: 'duty/confirm-placement/maya-reading/2',
        owner: { role: 'school-admin' },
        dueOn: '2025-09-29',
      },
    ]);
  });

  test('is recorded again and again, each time under a key of its own, until the year ends', () => {
    const world = proposed('2025-09-08').at('2026-05-30');
    const missed = world.events(cycle).filter((event) => event.type === 'ObligationMissed');
    const keys = missed.map((event) => (event.data as { duty: string }).duty);
    expect(missed.length).toBeGreaterThan(10);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('waits a year where no next school year is known, and is moved when one is published', () => {
    const world = proposed('2026-05-20').at('2026-07-01');
    expect(world.duties(cycle)).toMatchObject([{ dueOn: '2027-05-28' }]);
    const calendar = { id: 'calendar-1', version: 2 };
    world.send(cycle, 'AdoptCalendar', { calendar, because: 'next-year' });
    expect(world.last(cycle, 'DueDatesMoved').data).toMatchObject({
      calendar,
      moved: [{ from: '2027-05-28', to: '2026-08-21' }],
    });
  });
});

test('a phase that nobody starts is recorded as missed and passes to the school admin', () => {
  const world = confirm(proposed('2025-09-08')).at('2025-09-30');
  expect(world.story(cycle).slice(2)).toEqual([
    '2025-09-08 PlacementConfirmed',
    '2025-09-08 GuardianNotified',
    '2025-09-23 ReminderSent',
    '2025-09-25 ReminderSent',
    '2025-09-26 ObligationEscalated',
    '2025-09-29 ObligationMissed',
  ]);
  expect(world.duties(cycle)).toMatchObject([
    { kind: 'start-phase', owner: { role: 'school-admin' }, dueOn: '2025-10-13' },
  ]);
});

describe('a phase in which nobody does anything', () => {
  const world = running('2025-09-08').at('2025-11-21');

  test('records each probe three school days after the Friday on which it was due', () => {
    expect(world.story(cycle, 'ProbeMissed').slice(0, 4)).toEqual([
      '2025-09-17 ProbeMissed',
      '2025-09-24 ProbeMissed',
      '2025-10-01 ProbeMissed',
      '2025-10-08 ProbeMissed',
    ]);
    expect(world.last(cycle, 'ProbeMissed').data).toMatchObject({ reason: 'not-given' });
  });

  test('records each fidelity check that nobody made', () => {
    expect(world.story(cycle, 'ObligationMissed')[0]).toBe('2025-10-03 ObligationMissed');
  });

  test('prepares its review when eight points could have been there, or the planned end came', () => {
    expect(world.story(cycle, 'ReviewOpened')).toEqual(['2025-11-03 ReviewOpened']);
    expect(world.last(cycle, 'ReviewOpened').data).toMatchObject({
      number: 1,
      dueOn: '2025-11-03',
      recommendation: { outcome: 'not_interpretable', decision: 'fix-delivery' },
    });
  });

  test('is reviewed at its planned end, even if the points are few by then', () => {
    const world = confirm(proposed('2025-09-08'));
    const dosage = { sessionsPerWeek: 3, minutes: 30, groupSize: 4, weeks: 4 };
    startPhase(world, '2025-09-08', { dosage }).at('2025-11-21');
    expect(world.story(cycle, 'ReviewOpened')).toEqual(['2025-10-06 ReviewOpened']);
  });

  test('records that nobody held the review, ten school days after it was due', () => {
    const hold = world
      .events(cycle)
      .filter((event) => (event.data as { kind?: string }).kind === 'hold-review')
      .map((event) => `${event.occurredAt.slice(0, 10)} ${event.type}`);
    expect(hold).toEqual([
      '2025-11-04 ReminderSent',
      '2025-11-06 ReminderSent',
      '2025-11-10 ObligationEscalated',
      '2025-11-17 ObligationMissed',
    ]);
  });

  test('asks for no probe after the last school day, and still owes its review', () => {
    const summer = running('2026-04-13').at('2026-07-15');
    expect(summer.story(cycle, 'ProbeMissed').every((line) => line < '2026-05-30')).toBe(true);
    expect(summer.story(cycle, 'ReviewOpened')).toEqual(['2026-05-29 ReviewOpened']);
    expect(summer.duties(cycle).map((duty) => duty.kind)).toEqual(['hold-review']);
  });

  test('holds the review early in the next year, where that is known', () => {
    const summer = running('2026-04-13', 2, 2).at('2026-07-15');
    const hold = summer.duties(cycle).find((duty) => duty.kind === 'hold-review');
    expect(hold?.dueOn).toBe('2026-08-28');
  });
});

test('a closed cycle owes nothing, and takes no rung', () => {
  const world = running('2025-09-08').at('2025-10-01');
  const [first] = world.duties(cycle);
  world.send(cycle, 'CloseCycle', { on: '2025-10-01', reason: 'left-district' });
  expect(world.duties(cycle)).toEqual([]);
  expect(world.step(cycle, first!.rungs[0]!.key)).toEqual([]);
  expect(newWorld('2025-09-08').duties(cycle)).toEqual([]);
});
