import { describe, expect, test } from 'vitest';
import type { CycleDetail, PhaseShown } from '#contracts/cycles';
import type { Probe } from '#contracts/probes';
import { graphOfCycle } from './from-cycle.js';
import { graphWords } from './words.js';

const words = graphWords('en');
const orf = { key: 'cbm/orf', name: 'Oral reading', unit: 'words', direction: 'increase' } as const;
const goalOn = '2025-12-01';
const aimline = (to: number, endedOn: string | null = null) => ({
  from: { on: '2025-09-01', value: 40 },
  to: { on: goalOn, value: to },
  endedOn,
  ratePerWeek: 1,
  method: 'rate',
  source: 'fuchs-1993',
  reason: null,
});
const phase = (phaseId: string, startsOn: string, more: object = {}) =>
  ({
    phaseId,
    intervention: { id: 'i', name: 'Phonics set B' },
    dosage: { sessionsPerWeek: 4, minutes: 25, groupSize: 4, weeks: 12 },
    measure: orf,
    startsOn,
    endedOn: null,
    baseline: { on: '2025-09-01', probes: [38, 45, 40], median: 40, flags: [] },
    aimlines: [aimline(53)],
    ...more,
  }) as unknown as PhaseShown;
const probe = (on: string, value: number, more: Partial<Probe> = {}) =>
  ({
    eventId: `${on}/${value}`,
    phaseId: 'p1',
    on,
    value,
    enteredLate: false,
    was: null,
    voided: null,
    ...more,
  }) as Probe;
const cycle = (more: Partial<CycleDetail>) =>
  ({
    phases: [phase('p1', '2025-09-08')],
    probes: [],
    missedProbes: [],
    alerts: [],
    graph: {
      weeks: [{ monday: '2025-09-01', number: 2, schoolDays: 4 }],
      breaks: [],
      rule: { k: 4, minPoints: 4, method: 'ols' },
    },
    ...more,
  }) as CycleDetail;
const fridays = ['2025-09-12', '2025-09-19', '2025-09-26', '2025-10-03'] as const;
const climbing = fridays.map((on, i) => probe(on, 41 + 2 * i));

test('a cycle whose plan has not started has no graph', () => {
  expect(graphOfCycle(cycle({ phases: [] }), words)).toBeNull();
});

test('a phase carries its programme and dose, the baseline its median', () => {
  const model = graphOfCycle(cycle({}), words);
  expect(model?.phases).toEqual([
    { letter: 'B1', label: 'Phonics set B · 4×25 min', startsOn: '2025-09-08', endsOn: null },
  ]);
  expect(model?.baselineMedian).toEqual({ on: '2025-09-01', value: 40 });
});

describe('each score', () => {
  test('is read against the aimline in force on its day', () => {
    const raised = phase('p1', '2025-09-08', {
      aimlines: [aimline(53, '2025-09-22'), aimline(92)],
    });
    const probes = [probe('2025-09-15', 43), probe('2025-09-29', 50)];
    const model = graphOfCycle(cycle({ phases: [raised], probes }), words);
    // Two weeks at one word a week: 42; four weeks at four words a week: 56.
    expect(model?.points.map((p) => [p.aimline, p.position])).toEqual([
      [42, 'above'],
      [56, 'below'],
    ]);
  });

  test('on the last day of its phase still has that phase’s aimline', () => {
    const over = phase('p1', '2025-09-08', {
      endedOn: '2025-10-06',
      aimlines: [aimline(53, '2025-10-06')],
    });
    const model = graphOfCycle(cycle({ phases: [over], probes: [probe('2025-10-06', 45)] }), words);
    expect(model?.points[0]?.position).toBe('on');
  });

  test('exactly on the line is on it, without floating residue', () => {
    const model = graphOfCycle(cycle({ probes: [probe('2025-09-08', 41)] }), words);
    expect(model?.points[0]?.position).toBe('on');
  });

  test('keeps its old value, its lateness and its withdrawal', () => {
    const model = graphOfCycle(
      cycle({
        probes: [
          probe('2025-09-12', 41, { was: { value: 14, reason: 'misread' }, enteredLate: true }),
          probe('2025-09-19', 60, { voided: { reason: 'wrong student' } }),
        ],
      }),
      words,
    );
    expect(model?.points).toMatchObject([
      { corrected: 14, late: true, voided: false },
      { late: false, voided: true },
    ]);
  });

  test('of another measure is left to its own graph', () => {
    const maths = phase('p0', '2025-08-25', { measure: { ...orf, key: 'cbm/maze' } });
    const model = graphOfCycle(
      cycle({
        phases: [maths, phase('p1', '2025-09-08')],
        probes: [probe('2025-09-01', 9, { phaseId: 'p0' }), ...climbing],
      }),
      words,
    );
    expect(model?.points).toHaveLength(4);
    expect(model?.phases.map((one) => one.letter)).toEqual(['B1']);
  });
});

describe('the trend', () => {
  test('is the line through the scores that stand, in their unit per week', () => {
    const probes = [...climbing, probe('2025-09-30', 99, { voided: { reason: 'spoiled' } })];
    const [trend] = graphOfCycle(cycle({ probes }), words)?.trends ?? [];
    expect(trend).toMatchObject({ phase: 'B1', n: 4 });
    expect(trend?.slopePerWeek).toBeCloseTo(2, 9);
    expect(trend?.from.value).toBeCloseTo(41, 9);
  });

  test('leads to the goal date from the rule set’s minimum of scores on, and not before', () => {
    const model = graphOfCycle(cycle({ probes: climbing }), words);
    // 47 on October 3, and 59 days on at two words a week.
    expect(model?.projection?.on).toBe(goalOn);
    expect(model?.projection?.value).toBeCloseTo(47 + (2 * 59) / 7, 9);
    expect(graphOfCycle(cycle({ probes: climbing.slice(0, 3) }), words)?.projection).toBeNull();
  });

  test('leads nowhere once its phase has ended', () => {
    const ended = phase('p1', '2025-09-08', { endedOn: '2025-10-06' });
    expect(
      graphOfCycle(cycle({ phases: [ended], probes: climbing }), words)?.projection,
    ).toBeNull();
  });
});

test('a missed score keeps its reason: absent, spoiled, or not given', () => {
  const missed = (['student-absent', 'spoiled', 'staff-absent'] as const).map((reason, i) => ({
    eventId: `m${i}`,
    phaseId: 'p1',
    dueOn: fridays[i] as string,
    reason,
  }));
  const model = graphOfCycle(cycle({ missedProbes: missed }), words);
  expect(model?.missed.map((one) => [one.letter, one.reason])).toEqual([
    ['A', ''],
    ['X', ''],
    ['N', 'staff absent'],
  ]);
});

test('the last alert of the running phase is shown on the scores that it counted', () => {
  const alert = (run: number, probeIds: string[]) => ({
    eventId: `a${run}`,
    phaseId: 'p1',
    on: '2025-10-03',
    direction: 'below' as const,
    run,
    probeIds,
  });
  const model = graphOfCycle(cycle({ alerts: [alert(4, ['x']), alert(5, ['y'])] }), words);
  expect(model?.alert).toEqual({ pointIds: ['y'], text: '5 in a row below the aimline' });
});
