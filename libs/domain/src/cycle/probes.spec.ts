import { describe, expect, test } from 'vitest';
import { cycle, probes, running } from '#testing/cycle-story';
import { refusal } from '#testing/world';

const record = (world: ReturnType<typeof running>, on: string, value = 45) =>
  world.send(cycle, 'RecordProbe', { on, value, form: null });

describe('a probe', () => {
  test('falls due on the last day of each instructional week of the phase, owed by the specialist', () => {
    const world = running('2025-09-08');
    expect(world.duties(cycle).find((duty) => duty.kind === 'give-probe')).toMatchObject({
      key: 'duty/give-probe/maya-reading/1.1',
      dueOn: '2025-09-12',
      owner: { kind: 'staff', staffId: 'staff-oriel' },
      because: { rule: '/tiers/2/probeEverySchoolWeeks' },
    });
  });

  test('given in its week answers the day on which it was due', () => {
    const world = running('2025-09-08').at('2025-09-09');
    expect(record(world, '2025-09-09')[0]!.data).toMatchObject({ dueOn: '2025-09-12' });
    expect(world.duties(cycle).find((d) => d.kind === 'give-probe')!.dueOn).toBe('2025-09-19');
  });

  test('given in the days of grace still counts for the week before', () => {
    const world = running('2025-09-08').at('2025-09-16');
    expect(record(world, '2025-09-16')[0]!.data).toMatchObject({ dueOn: '2025-09-12' });
  });

  test('a second one of the same day is kept, and answers nothing more', () => {
    const world = running('2025-09-08').at('2025-09-11');
    record(world, '2025-09-11');
    expect(record(world, '2025-09-11', 47)[0]!.data).toMatchObject({ dueOn: null });
    expect(world.events(cycle).filter((e) => e.type === 'ProbeRecorded')).toHaveLength(2);
  });

  test('entered late keeps its day; its week stays recorded as missed, and the evidence has it', () => {
    const world = running('2025-09-08').at('2025-09-25');
    expect(world.story(cycle, 'ProbeMissed')).toEqual([
      '2025-09-17 ProbeMissed',
      '2025-09-24 ProbeMissed',
    ]);
    const [late] = record(world, '2025-09-11');
    expect(late).toMatchObject({
      occurredAt: '2025-09-11T17:00:00.000Z',
      recordedAt: '2025-09-25T17:00:00.000Z',
      data: { dueOn: '2025-09-12' },
    });
  });

  test.each([
    ['probe-before-phase', '2025-09-05'],
    ['date-in-future', '2025-09-30'],
    ['outside-school-year', '2025-08-16'],
  ])('is refused: %s', (rule, on) => {
    const world = running('2025-09-08').at('2025-09-16');
    expect(refusal(() => record(world, on))).toBe(rule);
  });

  test('with a score that the scale does not have is refused, in a correction too', () => {
    const world = running('2025-09-08').at('2025-09-16');
    expect(refusal(() => record(world, '2025-09-16', -1))).toBe('score-off-scale');
    const [given] = record(world, '2025-09-16', 0);
    const correction = { eventId: given!.id, value: -3, reason: 'typing' };
    expect(refusal(() => world.send(cycle, 'CorrectProbe', correction))).toBe('score-off-scale');
  });

  test('dated on a declared closure is refused', () => {
    const world = running('2025-09-08', 2, 3).at('2025-10-07');
    expect(refusal(() => record(world, '2025-10-06'))).toBe('no-school-that-day');
  });

  test('is excused with a reason, and then not asked for again', () => {
    const world = running('2025-09-08').at('2025-09-11');
    world.send(cycle, 'ExcuseProbe', { dueOn: '2025-09-12', reason: 'student-absent' });
    expect(world.at('2025-09-18').story(cycle, 'ProbeMissed')).toHaveLength(1);
    const again = { dueOn: '2025-09-12', reason: 'student-absent' };
    expect(refusal(() => world.send(cycle, 'ExcuseProbe', again))).toBe('no-probe-due');
  });

  test('withdrawn is due again; corrected keeps its place', () => {
    const world = running('2025-09-08').at('2025-09-10');
    const [first] = record(world, '2025-09-10', 400);
    world.send(cycle, 'CorrectProbe', { eventId: first!.id, value: 40, reason: 'typing' });
    expect(world.last(cycle, 'FactCorrected').data).toMatchObject({ data: { value: 40 } });
    world.send(cycle, 'VoidFact', { eventId: first!.id, reason: 'other student' });
    expect(world.duties(cycle).find((d) => d.kind === 'give-probe')!.dueOn).toBe('2025-09-12');
    const voided = { eventId: first!.id, reason: 'twice' };
    expect(refusal(() => world.send(cycle, 'VoidFact', voided))).toBe('fact-already-voided');
    const unknown = { eventId: 'nothing', reason: 'x' };
    expect(refusal(() => world.send(cycle, 'VoidFact', unknown))).toBe('unknown-fact');
  });

  test('a run of four below the aimline alerts the specialist once, and changes nothing', () => {
    const world = probes(running('2025-09-08'), '2025-09-19', [44, 45, 41, 41, 41, 41, 41, 41]);
    expect(world.story(cycle, 'AlertRaised')).toEqual(['2025-10-24 AlertRaised']);
    expect(world.last(cycle, 'AlertRaised').data).toMatchObject({ direction: 'below', run: 4 });
    expect(world.events(cycle).some((event) => event.type === 'PhaseEnded')).toBe(false);
  });
});

describe('fidelity', () => {
  test('is observed every three school weeks, and not asked for again once it was', () => {
    const world = running('2025-09-08').at('2025-09-24');
    const seen = { on: '2025-09-24', kind: 'observer', implemented: 9, applicable: 10 };
    expect(world.send(cycle, 'ObserveFidelity', seen)[0]!.data).toMatchObject({
      dueOn: '2025-09-26',
      observerId: 'staff-oriel',
    });
    expect(world.duties(cycle).find((d) => d.kind === 'observe-fidelity')!.dueOn).toBe(
      '2025-10-17',
    );
    expect(refusal(() => world.send(cycle, 'ObserveFidelity', { ...seen, implemented: 11 }))).toBe(
      'steps-out-of-range',
    );
  });
});
