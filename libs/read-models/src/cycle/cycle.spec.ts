import { describe, expect, test } from 'vitest';
import type { CycleEvent } from '#domain/cycle/events';
import { cycle, probes, proposed, reviewed, running } from '#testing/cycle-story';
import { rowsOf, told } from '#testing/told-rows';
import type { World } from '#testing/world';
import { cycleRows } from './cycle.js';
import { cycleView } from './cycle-fold.js';

const rowOf = (world: World) => rowsOf(cycleRows, world.events(cycle))['maya-reading'];
const viewOf = (world: World) =>
  cycleView(world.events(cycle), { knownAt: null, asOf: null, timeZone: world.timeZone })!;

describe('a cycle in a line', () => {
  test('shows what is proposed, then the tier, the phase and the goal', () => {
    expect(rowOf(proposed('2025-09-08'))).toMatchObject({ tier: null, proposed_tier: 2 });
    expect(rowOf(running('2025-09-08'))).toMatchObject({
      tier: 2,
      proposed_tier: null,
      phase_number: 1,
      group_id: 'phonics-b',
      goal: { value: 76 },
    });
  });

  test('shows the probe of the latest day, whatever was entered last', () => {
    const world = probes(running('2025-09-08'), '2025-09-15', [41, 43]);
    world.send(cycle, 'RecordProbe', { on: '2025-09-18', value: 42, form: null });
    expect(rowOf(world)).toMatchObject({ last_probe: { on: '2025-09-22', value: 43 } });
  });

  test('shows no open review once its phase has ended without it', () => {
    const world = running('2025-09-08').at('2025-11-04');
    expect(rowOf(world)?.open_review_id).not.toBeNull();
    const calendar = { id: 'calendar-1', version: 1 };
    world.send(cycle, 'TransferCycle', { toSchoolId: 'birch', calendar, on: '2025-11-04' });
    expect(rowOf(world)).toMatchObject({
      open_review_id: null,
      phase_id: null,
      school_id: 'birch',
    });
  });

  test('shows no fade after the student left in it and came back', () => {
    const events: CycleEvent[] = [
      ...proposed('2025-09-08').events(cycle).slice(0, 1),
      { type: 'FadeStarted', data: { on: '2025-11-03', until: '2025-12-01' } },
      { type: 'CycleClosed', data: { on: '2025-11-10', reason: 'left-district' } },
      {
        type: 'CycleReopened',
        data: {
          on: '2026-01-12',
          schoolId: 'birch',
          calendar: { id: 'calendar-1', version: 1 },
          reason: 'back',
        },
      },
    ] as CycleEvent[];
    expect(rowsOf(cycleRows, told('cycle/maya', ...events))['maya']).toMatchObject({
      status: 'open',
      fading_until: null,
      closed_on: null,
      close_reason: null,
    });
  });
});

describe('a cycle in full', () => {
  test('shows a review once, on the evidence as it stands, however often a correction renewed it', () => {
    const world = reviewed([41, 42, 43, 45, 46, 47, 48, 50]);
    const before = viewOf(world).reviews;
    const { id } = world.last(cycle, 'ProbeRecorded');
    world.send(cycle, 'VoidFact', { eventId: id, reason: 'wrong form' });
    const after = viewOf(world).reviews;
    expect(after.map(({ reviewId }) => reviewId)).toEqual(before.map(({ reviewId }) => reviewId));
    const pointsOf = ([review]: typeof after) => review!.recommendation.inputs.points.length;
    expect(pointsOf(after)).toBe(pointsOf(before) - 1);
  });

  test('shows a placement whose screening score was corrected, until the team has looked again', () => {
    const world = reviewed([41, 42, 43, 45, 46, 47, 48, 50]);
    world.send(cycle, 'QuestionBasis', { factId: 'score-1', becauseEventId: 'score-voided-1' });
    const [placement] = viewOf(world).placements;
    expect(placement!.basisChanged).toMatchObject([
      { becauseEventId: 'score-voided-1', lookedAgainOn: null },
    ]);
    expect(viewOf(world).reviews[0]!.basisChanged).toEqual([]);

    const { placementId: reviewId } = placement!;
    world.send(cycle, 'LookAgain', { reviewId, stands: true, note: 'The tier is right.' });
    expect(viewOf(world).placements[0]!.basisChanged).toMatchObject([
      { lookedAgainOn: world.last(cycle, 'LookedAgain').occurredAt.slice(0, 10) },
    ]);
  });
});
