import { describe, expect, test } from 'vitest';
import { confirm, cycle, deliver, group, reviewed, startPhase } from '#testing/cycle-story';
import type { World } from '#testing/world';
import { refusal } from '#testing/world';
import { readingRules } from '../rule-set/defaults/reading.js';
import { recommend } from '../rule-set/recommend.js';
import type { Recommendation } from '../rule-set/recommend.js';

// Baseline 40 on 8 September, goal 76 on 6 April; a probe each Friday from 12 September on.
const flat = [40, 41, 40, 42, 41, 40, 42, 41];
const steady = [41, 42, 43, 45, 46, 47, 48, 50];
const steep = [43, 46, 50, 54, 58, 63, 67, 71];
const atGoal = [46, 52, 58, 64, 70, 78, 80, 82];

const eightDecide = { review: { ...readingRules.review, decideFrom: 8 } };

function opened(world: World) {
  return world.last<{ reviewId: string; recommendation: Recommendation }>(cycle, 'ReviewOpened')
    .data;
}

function hold(world: World, more: object = {}) {
  const { reviewId, recommendation } = opened(world);
  const { decision } = recommendation;
  const held = { reviewId, on: '2025-11-03', decision, reason: null, note: 'talked over' };
  return world.send(cycle, 'HoldReview', {
    ...held,
    present: ['staff-oriel'],
    newGoal: null,
    ...more,
  });
}

const next = (world: World) =>
  world
    .duties(cycle)
    .filter((duty) => !['give-probe', 'observe-fidelity', 'notify-guardian'].includes(duty.kind))
    .map((duty) => `${duty.kind} ${duty.dueOn}`);

describe('what a review finds', () => {
  test.each([
    ['not_interpretable', 'fix-delivery', flat, { came: 'out' as const }],
    ['insufficient_data', 'continue', flat.slice(0, 7), {}],
    ['inadequate', 'intensify', flat, {}],
    ['inadequate', 'adjust', flat, { tier: 3 }],
    ['uncertain', 'continue', steady, {}],
    ['on_track', 'continue', steady, { rules: eightDecide }],
    ['exceeds', 'raise-goal', steep, {}],
    ['exceeds', 'exit', atGoal, {}],
  ])('%s, so it recommends to %s', (outcome, decision, scores, options) => {
    const { recommendation } = opened(reviewed(scores, options));
    expect(recommendation).toMatchObject({ outcome, decision });
  });

  test('pins every input, so that it can be run again with the same answer', () => {
    const world = reviewed(flat);
    const { recommendation } = opened(world);
    const probeIds = world
      .events(cycle)
      .filter((e) => e.type === 'ProbeRecorded')
      .map((e) => e.id);
    expect(recommendation.inputs).toMatchObject({
      ruleSet: { id: 'rules', version: 1 },
      calendar: { id: 'calendar-1', version: 1 },
      points: probeIds.map((eventId) => ({ eventId })),
      dosage: { planned: 24, held: 24, attended: 24, plannedMinutes: 720, attendedMinutes: 720 },
    });
    expect(recommend(recommendation.inputs)).toEqual(recommendation);
  });
});

describe('what the team decides is carried out', () => {
  test('continue: the next review follows, at the hard stop at the latest', () => {
    const world = reviewed(steady);
    hold(world);
    expect(world.last(cycle, 'ReviewHeld').data).toMatchObject({
      schedules: 'prepare-review 2025-12-08',
    });
    expect(next(world)).toEqual(['prepare-review 2025-12-08']);
  });

  test('a phase that goes on past its hard stop is reviewed by the cadence, and a change then says why it ended', () => {
    const world = reviewed(steady);
    hold(world);
    world.at('2025-12-08');
    hold(world, { on: '2025-12-08', decision: 'continue', reason: 'moved house' });
    expect(next(world)).toEqual(['prepare-review 2026-02-02']);
    world.at('2026-02-02');
    hold(world, { on: '2026-02-02', decision: 'adjust', reason: 'no growth' });
    expect(world.last(cycle, 'PhaseEnded').data).toMatchObject({ reason: 'hard-stop' });
  });

  test('raise the goal: the phase goes on towards the new one', () => {
    const world = reviewed(steep);
    expect(refusal(() => hold(world))).toBe('goal-missing');
    expect(refusal(() => hold(world, { newGoal: 70 }))).toBe('goal-not-raised');
    hold(world, { newGoal: 90 });
    expect(world.last(cycle, 'GoalRaised').data).toMatchObject({ from: 76, to: 90 });
    expect(next(world)).toEqual(['prepare-review 2025-12-08']);
  });

  test('adjust: the phase ends, and the next one says what changed', () => {
    const world = reviewed(flat);
    hold(world, { decision: 'adjust', reason: 'a better fitting programme' });
    expect(next(world)).toEqual(['start-phase 2025-11-17']);
    expect(refusal(() => startPhase(world, '2025-11-03'))).toBe('reason-required');
    startPhase(world, '2025-11-03', { changed: 'alignment' });
    expect(world.last(cycle, 'PhaseStarted').data).toMatchObject({
      number: 2,
      changed: 'alignment',
    });
  });

  test('intensify: the phase ends and the next tier is proposed to a team', () => {
    const world = reviewed(flat);
    hold(world);
    expect(world.last(cycle, 'PlacementProposed').data).toMatchObject({ tier: 3 });
    expect(next(world)).toEqual(['confirm-placement 2025-11-10']);
    confirm(world);
    expect(next(world)).toEqual(['start-phase 2025-11-17']);
  });

  test('intensify, and the team declines: the student stays in the tier where they are', () => {
    const world = reviewed(flat);
    hold(world);
    const { placementId } = world.last<{ placementId: string }>(cycle, 'PlacementProposed').data;
    world.send(cycle, 'DeclinePlacement', { placementId, reason: 'too soon', present: [] });
    startPhase(world, '2025-11-04', {
      changed: 'dosage',
      baseline: { on: '2025-11-03', probes: [40] },
    });
    expect(world.last(cycle, 'PhaseStarted').data).toMatchObject({ tier: 2 });
  });

  test('there is no tier above the third', () => {
    const world = reviewed(flat, { tier: 3 });
    expect(refusal(() => hold(world, { decision: 'intensify', reason: 'more' }))).toBe(
      'no-higher-tier',
    );
  });

  test('refer: the cycle goes on beside the referral', () => {
    const world = reviewed(flat, { tier: 3 });
    hold(world, { decision: 'refer', reason: 'second phase without growth' });
    expect(next(world)).toEqual(['prepare-review 2025-12-08']);
    expect(world.reactedElsewhere).toMatchObject([
      {
        to: { kind: 'referral', named: ['maya-reading', opened(world).reviewId] },
        type: 'RequestEvaluation',
        data: { studentId: 'student-maya', by: 'staff', received: '2025-11-03' },
      },
    ]);
  });

  test('exit: support fades for four weeks, the guardian is told, and the cycle closes with the goal met', () => {
    const world = reviewed(atGoal);
    hold(world);
    expect(next(world)).toEqual(['end-fade 2025-12-08']);
    world.at('2025-12-09');
    expect(world.last(cycle, 'GuardianNotified').data).toMatchObject({ about: 'exit' });
    expect(world.story(cycle, 'PhaseEnded', 'CycleClosed')).toEqual([
      '2025-12-08 PhaseEnded',
      '2025-12-08 CycleClosed',
    ]);
    expect(world.last(group, 'MemberRemoved').data).toMatchObject({ on: '2025-12-08' });
    expect(world.last(cycle, 'CycleClosed').data).toMatchObject({ reason: 'goal-met' });
    expect(world.duties(cycle)).toEqual([]);
  });

  test('fix delivery: the phase goes on, and the review is held again', () => {
    const world = reviewed(flat, { came: 'out' });
    hold(world);
    deliver(world, '2025-11-04', '2025-12-05');
    expect(next(world)).toEqual(['prepare-review 2025-12-08']);
  });
});

describe('a review', () => {
  test('decided against the recommendation needs a reason', () => {
    const world = reviewed(flat);
    expect(refusal(() => hold(world, { decision: 'continue' }))).toBe('reason-required');
    hold(world, { decision: 'continue', reason: 'was ill for two weeks' });
    expect(world.last(cycle, 'ReviewHeld').data).toMatchObject({
      recommended: 'intensify',
      decision: 'continue',
      reason: 'was ill for two weeks',
    });
  });

  test('is held once, not before its evidence, not in the future, and only if it is open', () => {
    const world = reviewed(flat);
    expect(refusal(() => hold(world, { on: '2025-11-02' }))).toBe('review-before-its-evidence');
    expect(refusal(() => hold(world, { on: '2025-11-04' }))).toBe('date-in-future');
    expect(refusal(() => hold(world, { reviewId: 'other' }))).toBe('review-not-open');
    hold(world);
    expect(refusal(() => hold(world))).toBe('review-already-held');
  });

  test('needs a note where the figures disagree with the outcome', () => {
    const world = reviewed([30, 32, 34, 36, 39, 42, 45, 47]);
    expect(opened(world).recommendation).toMatchObject({ figures: { disagrees: true } });
    expect(refusal(() => hold(world, { note: null }))).toBe('note-required');
  });

  test('can be asked for early by a person, but not by the process', () => {
    const world = reviewed(steady).at('2025-11-03');
    hold(world);
    const process = { id: 'process', role: 'process' } as const;
    world.at('2025-11-20');
    expect(world.send(cycle, 'OpenReview', {}, process)).toEqual([]);
    expect(world.send(cycle, 'OpenReview', {})).toMatchObject([
      { type: 'ReviewOpened', data: { number: 2, dueOn: '2025-11-20' } },
    ]);
  });
});

describe('a fact that changes after a decision', () => {
  const probe = (world: World, n: number) =>
    world.events(cycle).filter((event) => event.type === 'ProbeRecorded')[n]!.id;

  test('leaves the decision, says that its basis changed, and asks for a second look', () => {
    const world = reviewed(flat);
    hold(world, { decision: 'continue', reason: 'was ill' });
    const { reviewId } = opened(world);
    world.at('2025-11-05');
    const eventId = probe(world, 2);
    world.send(cycle, 'CorrectProbe', { eventId, value: 60, reason: 'read wrong' });
    expect(world.last(cycle, 'DecisionBasisChanged').data).toEqual({
      reviewId,
      becauseEventId: eventId,
      on: '2025-11-05',
    });
    expect(next(world)).toEqual(['look-again 2025-11-12', 'prepare-review 2025-12-08']);
    world.send(cycle, 'LookAgain', { reviewId, stands: true, note: 'changes nothing' });
    expect(next(world)).toEqual(['prepare-review 2025-12-08']);
    const again = { reviewId, stands: true, note: 'again' };
    expect(refusal(() => world.send(cycle, 'LookAgain', again))).toBe('decision-not-questioned');
  });

  test('brings the next review forward where the decision no longer stands', () => {
    const world = reviewed(steady);
    hold(world);
    const { reviewId } = opened(world);
    world.send(cycle, 'VoidFact', { eventId: probe(world, 0), reason: 'other student' });
    world.send(cycle, 'LookAgain', { reviewId, stands: false, note: 'look at it now' });
    expect(next(world)).toEqual(['prepare-review 2025-11-03']);
  });

  test('a second look that nobody takes is recorded as missed and owed again', () => {
    const world = reviewed(steady);
    hold(world);
    world.send(cycle, 'VoidFact', { eventId: probe(world, 0), reason: 'other student' });
    world.at('2025-12-05');
    expect(world.last(cycle, 'ObligationMissed').data).toMatchObject({ kind: 'look-again' });
    expect(world.duties(cycle).filter((duty) => duty.kind === 'look-again')).toHaveLength(1);
  });

  test('a late probe of a day that the review should have known questions it too', () => {
    const world = reviewed(steady);
    hold(world);
    world.at('2025-11-04').send(cycle, 'RecordProbe', { on: '2025-10-30', value: 44, form: null });
    expect(world.last(cycle, 'DecisionBasisChanged').data).toMatchObject({
      reviewId: opened(world).reviewId,
    });
  });

  test('a corrected screening score questions the placement that rested on it, and no open proposal', () => {
    const world = reviewed(flat);
    const changed = { factId: 'score-1', becauseEventId: 'score-voided-1' };
    world.send(cycle, 'QuestionBasis', changed);
    const { placementId } = world.last<{ placementId: string }>(cycle, 'PlacementProposed').data;
    expect(world.last(cycle, 'DecisionBasisChanged').data).toMatchObject({ reviewId: placementId });
    expect(world.send(cycle, 'QuestionBasis', { ...changed, factId: 'score-9' })).toEqual([]);
  });

  test('while a review is open prepares it anew under the same id', () => {
    const world = reviewed(flat);
    const before = opened(world);
    world.send(cycle, 'VoidFact', { eventId: probe(world, 0), reason: 'other student' });
    const after = opened(world);
    expect(after.reviewId).toBe(before.reviewId);
    expect(after.recommendation.inputs.points).toHaveLength(7);
    expect(next(world)).toEqual(['hold-review 2025-11-03']);
  });
});
