import { describe, expect, test } from 'vitest';
import {
  aPhase,
  confirm,
  cycle,
  newWorld,
  placementId,
  proposed,
  running,
  startPhase,
} from '#testing/cycle-story';
import { refusal } from '#testing/world';

describe('placement', () => {
  test('a proposal opens the cycle with its evidence, and the team owes a decision within five school days', () => {
    const world = proposed('2025-09-08');
    expect(world.story(cycle)).toEqual(['2025-09-08 CycleOpened', '2025-09-08 PlacementProposed']);
    expect(world.duties(cycle)).toMatchObject([
      {
        kind: 'confirm-placement',
        dueOn: '2025-09-15',
        owner: { role: 'specialist' },
        studentId: 'student-maya',
        because: { rule: '/placement/decideWithinSchoolDays' },
      },
    ]);
  });

  test('a cycle is opened once', () => {
    const world = proposed('2025-09-08');
    expect(refusal(() => proposed('2025-09-09', 2, 1, world))).toBe('cycle-already-open');
  });

  test('no cycle is opened for Tier 1, or under the rules of another area', () => {
    const world = newWorld('2025-09-08', { area: 'mathematics' });
    expect(refusal(() => proposed('2025-09-08', 2, 1, world))).toBe('rule-set-of-another-area');
    expect(refusal(() => proposed('2025-09-08', 1 as 2))).toBe('tier-without-intervention');
  });

  test('a confirmed placement owes the phase, and the letter to the guardian at once', () => {
    const world = confirm(proposed('2025-09-08'));
    expect(world.duties(cycle).map(({ kind, dueOn }) => `${kind} ${dueOn}`)).toEqual([
      'notify-guardian 2025-09-08',
      'start-phase 2025-09-22',
    ]);
  });

  test('the letter is kept as it was sent, and a second try of the process adds nothing', () => {
    const world = confirm(proposed('2025-09-08'));
    const letter = {
      about: 'placement',
      guardianId: 'guardian-1',
      language: 'es',
      template: { id: 'placement', version: 3 },
      text: 'Estimada familia',
      items: ['A', 'B', 'C'],
    };
    const process = { id: 'process', role: 'process' } as const;
    expect(world.send(cycle, 'NotifyGuardian', letter, process)).toMatchObject([
      { type: 'GuardianNotified', data: { text: 'Estimada familia', on: '2025-09-08' } },
    ]);
    expect(world.send(cycle, 'NotifyGuardian', letter, process)).toEqual([]);
    expect(refusal(() => world.send(cycle, 'NotifyGuardian', { ...letter, text: ' ' }))).toBe(
      'letter-without-text',
    );
  });

  test('where no activity wrote it, the plain letter names the right to ask for an evaluation', () => {
    const world = confirm(proposed('2025-09-08')).at('2025-09-08', '13:00');
    const { data } = world.last<{ text: string }>(cycle, 'GuardianNotified');
    expect(data.text).toContain('evaluate your child for special education');
  });

  test('an override needs a reason and another tier', () => {
    const world = proposed('2025-09-08');
    const override = {
      placementId: placementId(world),
      tier: 3,
      reason: 'recent move',
      present: [],
    };
    const refused = (change: object) =>
      refusal(() => world.send(cycle, 'OverridePlacement', { ...override, ...change }));
    expect(refused({ reason: ' ' })).toBe('reason-required');
    expect(refused({ tier: 2 })).toBe('tier-as-proposed');
    expect(refused({ tier: 1 })).toBe('tier-without-intervention');
    world.send(cycle, 'OverridePlacement', override);
    expect(world.last(cycle, 'PlacementOverridden').data).toMatchObject({ proposed: 2, tier: 3 });
  });

  test('declining the first proposal closes the cycle', () => {
    const world = proposed('2025-09-08');
    const declined = { placementId: placementId(world), reason: 'glasses', present: [] };
    world.send(cycle, 'DeclinePlacement', declined);
    expect(world.story(cycle).slice(-2)).toEqual([
      '2025-09-08 PlacementDeclined',
      '2025-09-08 CycleClosed',
    ]);
    expect(world.duties(cycle)).toEqual([]);
  });

  test('a proposal that was decided meanwhile is stale', () => {
    const world = proposed('2025-09-08');
    const stale = { placementId: placementId(world), present: [] };
    confirm(world);
    expect(refusal(() => world.send(cycle, 'ConfirmPlacement', stale))).toBe('placement-not-open');
    expect(
      refusal(() => world.send(cycle, 'ConfirmPlacement', { ...stale, placementId: 'other' })),
    ).toBe('placement-not-open');
  });
});

describe('the start of a phase', () => {
  test('takes the median of three probes and draws the goal by the rate', () => {
    const world = running('2025-09-15');
    expect(world.last(cycle, 'GoalSet').data).toMatchObject({
      baseline: { median: 40, flags: [] },
      goal: { on: '2026-04-13', value: 76, ratePerWeek: 1.2 },
    });
    expect(world.last(cycle, 'PhaseStarted').data).toMatchObject({
      number: 1,
      tier: 2,
      measure: 'cbm/orf',
      plannedEndOn: '2025-11-10',
    });
  });

  test('flags a baseline of a single probe', () => {
    const world = confirm(proposed('2025-09-08'));
    startPhase(world, '2025-09-08', { baseline: { on: '2025-09-08', probes: [40] } });
    expect(world.last(cycle, 'GoalSet').data).toMatchObject({
      baseline: { flags: ['single_probe_baseline'] },
    });
  });

  test.each([
    ['2025-09-02', []],
    ['2025-09-01', ['stale_baseline']],
  ])('three weeks before 23 September a baseline of %s has the flags %j', (on, flags) => {
    const world = confirm(proposed('2025-09-23'));
    startPhase(world, '2025-09-23', { baseline: { on, probes: [40, 38, 41] } });
    expect(world.last(cycle, 'GoalSet').data).toMatchObject({ baseline: { flags } });
  });

  test.each([
    ['placement-not-confirmed', '2025-09-08', {}, false],
    ['no-school-that-day', '2025-09-13', {}, true],
    [
      'phase-before-placement',
      '2025-09-05',
      { baseline: { on: '2025-09-05', probes: [40] } },
      true,
    ],
    ['baseline-missing', '2025-09-08', { baseline: { on: '2025-09-08', probes: [] } }, true],
    ['date-in-future', '2025-09-10', {}, true],
    [
      'goal-method-not-allowed',
      '2025-09-08',
      { goal: { ...aPhase('').goal, method: 'hope' } },
      true,
    ],
    ['goal-date-passed', '2025-09-08', { goal: { ...aPhase('').goal, weeks: 0 } }, true],
    ['goal-not-beyond-baseline', '2025-09-08', { goal: { ...aPhase('').goal, value: 40 } }, true],
    ['goal-not-beyond-baseline', '2025-09-08', { goal: { ...aPhase('').goal, value: 30 } }, true],
    [
      'dosage-outside-tier',
      '2025-09-08',
      { dosage: { sessionsPerWeek: 2, minutes: 30, groupSize: 4, weeks: 8 } },
      true,
    ],
  ])('is refused: %s', (rule, startsOn, more, placed) => {
    const world = proposed('2025-09-08');
    if (placed) confirm(world);
    expect(refusal(() => startPhase(world, startsOn, more))).toBe(rule);
  });

  test('a second one needs the first to have ended, and says what changed', () => {
    const world = running('2025-09-08');
    expect(refusal(() => startPhase(world, '2025-09-08'))).toBe('phase-already-running');
  });
});

describe('a student who moves', () => {
  test('takes the cycle along: the old phase ends, and the new school owes the next', () => {
    const world = running('2025-09-08').at('2025-10-01');
    const calendar = { id: 'calendar-1', version: 1 };
    world.send(cycle, 'TransferCycle', { toSchoolId: 'school-birch', calendar, on: '2025-10-01' });
    expect(world.story(cycle).slice(-2)).toEqual([
      '2025-10-01 PhaseEnded',
      '2025-10-01 CycleTransferred',
    ]);
    expect(world.duties(cycle)).toMatchObject([
      { kind: 'start-phase', owner: { role: 'specialist', schoolId: 'school-birch' } },
    ]);
    expect(refusal(() => startPhase(world, '2025-10-02'))).toBe('reason-required');
  });

  test('who leaves the district closes it, and who comes back goes on', () => {
    const world = running('2025-09-08').at('2025-10-01');
    world.send(cycle, 'CloseCycle', { on: '2025-09-30', reason: 'left-district' });
    expect(world.story(cycle).slice(-2)).toEqual([
      '2025-09-30 PhaseEnded',
      '2025-09-30 CycleClosed',
    ]);
    const back = {
      on: '2026-02-02',
      schoolId: 'school-alder',
      calendar: { id: 'calendar-1', version: 1 },
      reason: 'returned-to-district',
    };
    world.at('2026-02-02').send(cycle, 'ReopenCycle', back);
    expect(world.duties(cycle)).toMatchObject([{ kind: 'start-phase', dueOn: '2026-02-16' }]);
  });

  test('who left before a decision comes back to the same proposal', () => {
    const world = proposed('2025-09-08');
    world.send(cycle, 'CloseCycle', { on: '2025-09-08', reason: 'left-district' });
    world.at('2025-10-01').send(cycle, 'ReopenCycle', {
      on: '2025-10-01',
      schoolId: 'school-alder',
      calendar: { id: 'calendar-1', version: 1 },
      reason: 'returned-to-district',
    });
    expect(world.duties(cycle)).toMatchObject([{ kind: 'confirm-placement', dueOn: '2025-10-08' }]);
  });

  test('a cycle that ended otherwise is not opened again', () => {
    const world = running('2025-09-08');
    world.send(cycle, 'CloseCycle', { on: '2025-09-08', reason: 'team-decision' });
    const calendar = { id: 'calendar-1', version: 1 };
    const back = { on: '2025-09-08', schoolId: 'school-alder', calendar, reason: '' };
    expect(refusal(() => world.send(cycle, 'ReopenCycle', back))).toBe('cycle-did-not-leave');
  });
});

test('a reassigned duty is owed by whom it was handed to, until it is met', () => {
  const world = proposed('2025-09-08');
  const duty = world.duties(cycle)[0]!.key;
  const to = { kind: 'staff', staffId: 'staff-brant' };
  world.send(cycle, 'ReassignDuty', { duty, to, reason: 'on leave' });
  expect(world.duties(cycle)[0]!.owner).toEqual(to);
});

describe('a student who changes schools while a proposal stands', () => {
  test('is decided on by the new school, whoever held the task at the old one', () => {
    const world = proposed('2025-09-08');
    const task = () => world.duties(cycle).find((d) => d.kind === 'confirm-placement')!;
    const owner = () => task().owner;
    const to = { kind: 'role', role: 'school-admin', schoolId: 'school-alder' };
    world.send(cycle, 'ReassignDuty', { duty: task().key, to, reason: 'away' });
    expect(owner()).toMatchObject({ role: 'school-admin', schoolId: 'school-alder' });
    const calendar = { id: 'calendar-1', version: 1 };
    world.send(cycle, 'TransferCycle', { toSchoolId: 'school-birch', calendar, on: '2025-09-08' });
    expect(owner()).toMatchObject({ role: 'specialist', schoolId: 'school-birch' });
  });

  test('follows the old school’s calendar no more', () => {
    const world = proposed('2025-09-08');
    const old = { id: 'calendar-of-the-old-school', version: 2 };
    world.send(cycle, 'AdoptCalendar', { calendar: old, because: 'snow' });
    expect(world.story(cycle, 'DueDatesMoved')).toEqual([]);
  });
});
