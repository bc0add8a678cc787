import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  confirm,
  cycle,
  deliver,
  formGroup,
  group,
  proposed,
  reviewed,
  startPhase,
} from '#testing/cycle-story';
import { groupRules } from '../group/rules.js';
import { cycleDecider, interventionCycle } from './process.js';
import { cycleRules } from './rules.js';
import type { Cycle } from './state.js';

const stateOf = (world: ReturnType<typeof proposed>) => world.streams.get(cycle)!.state as Cycle;

describe('one open cycle per student and area', () => {
  const claimsOf = (world: ReturnType<typeof proposed>, type: string) => {
    const { state, events } = { state: stateOf(world), events: world.events(cycle) };
    const event = events.findLast((e) => e.type === type)!;
    const before = events
      .slice(0, event.version - 1)
      .reduce((s, e) => cycleDecider.evolve(s, e as never), cycleDecider.initial);
    expect(state.status).not.toBe('none');
    return cycleDecider.claims!(event as never, before);
  };

  test('is claimed at the opening, let go at the end, and claimed again on return', () => {
    const world = proposed('2025-09-08');
    const claim = 'cycle:student-maya:reading';
    expect(claimsOf(world, 'CycleOpened')).toEqual({ take: [claim], release: [] });
    expect(claimsOf(world, 'PlacementProposed')).toEqual({ take: [], release: [] });
    world.send(cycle, 'CloseCycle', { on: '2025-09-08', reason: 'left-district' });
    expect(claimsOf(world, 'CycleClosed')).toEqual({ take: [], release: [claim] });
    world.send(cycle, 'ReopenCycle', {
      on: '2025-09-08',
      schoolId: 'school-alder',
      calendar: { id: 'calendar-1', version: 1 },
      reason: 'back',
    });
    expect(claimsOf(world, 'CycleReopened')).toEqual({ take: [claim], release: [] });
  });
});

test('a cycle shows where it stands in the words of its workflow, and turns a chapter with each phase', () => {
  const world = proposed('2025-09-08');
  const shown = () => [
    interventionCycle.course(stateOf(world)).stage,
    interventionCycle.chapter(stateOf(world)),
  ];
  expect(shown()).toEqual(['placement', '0']);
  confirm(world);
  expect(shown()).toEqual(['start', '0']);
  startPhase(world, '2025-09-08');
  expect(shown()).toEqual(['delivery', '1']);
  world.at('2025-11-04');
  expect(shown()).toEqual(['review', '1']);
});

describe('a session that is logged late', () => {
  test('questions the review that had counted it as unlogged, and no review that had not', () => {
    const world = proposed('2025-09-08');
    formGroup(confirm(world), '2025-09-08');
    startPhase(world, '2025-09-08');
    deliver(world, '2025-09-08', '2025-10-27').at('2025-11-03');
    const { reviewId } = world.last<{ reviewId: string }>(cycle, 'ReviewOpened').data;
    const held = { reviewId, on: '2025-11-03', decision: 'continue', reason: 'few probes' };
    world.send(cycle, 'HoldReview', { ...held, note: 'x', present: [], newGoal: null });
    world.at('2025-11-04', '17:00');
    const log = (on: string) =>
      world.send(group, 'LogSession', {
        sessionId: `phonics-b/${on}T09:00`,
        minutes: 30,
        steps: null,
        students: [{ cycleId: 'maya-reading', attendance: 'here', minutes: 30, reason: null }],
      });
    log('2025-10-31');
    expect(world.story(cycle, 'DecisionBasisChanged')).toEqual([]);
    log('2025-10-29');
    expect(world.last(cycle, 'DecisionBasisChanged').data).toMatchObject({ reviewId });
  });

  test('whose log is withdrawn after the review questions it as well', () => {
    const world = reviewed([41, 42, 43, 45, 46, 47, 48, 50]);
    const { reviewId } = world.last<{ reviewId: string }>(cycle, 'ReviewOpened').data;
    const held = { reviewId, on: '2025-11-03', decision: 'continue', reason: 'r', note: 'n' };
    world.send(cycle, 'HoldReview', { ...held, present: [], newGoal: null });
    const sessionId = 'phonics-b/2025-10-06T09:00';
    world.send(group, 'VoidSessionLog', { sessionId, reason: 'other group' });
    expect(world.last(cycle, 'DecisionBasisChanged').data).toMatchObject({ reviewId });
  });
});

test.each([
  ['cycle', cycleRules],
  ['group', groupRules],
])(
  'every rule by which a %s refuses is listed with its meaning, and none beside',
  (folder, rules) => {
    const root = new URL(`../${folder}/`, import.meta.url);
    const code = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => readFileSync(new URL(file, root), 'utf8'))
      .join('\n');
    const thrown = new Set(
      [...code.matchAll(/new RuleBroken\(\s*['`]([^'`]+)['`]/g)].map((m) => m[1]!),
    );
    if (thrown.delete('${what}-before-phase'))
      ['probe-before-phase', 'fidelity-check-before-phase'].forEach((rule) => thrown.add(rule));
    expect([...thrown].sort()).toEqual(Object.keys(rules).sort());
  },
);
