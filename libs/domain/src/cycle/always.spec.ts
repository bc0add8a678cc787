import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cycle,
  formGroup,
  group,
  newWorld,
  openSessions,
  placementId,
  proposed,
} from '#testing/cycle-story';
import type { World } from '#testing/world';
import { RuleBroken } from '../rule-broken.js';
import { addDays, weekdayOf } from '../time.js';
import { interventionCycle } from './process.js';
import type { Cycle } from './state.js';
import type { Group } from '../group/state.js';

// Two promises of the engine (architecture.md 4): a due rung yields an event or vanishes, and an open process always owes
// something. Here they are tried over whatever staff may do, or leave undone, in a year and the summer after it. `World.at`
// throws where a due rung is neither taken nor let go.

/** What people mostly do where a cycle stands; now and then anything at all is tried. */
const usual = {
  placement: ['confirm', 'confirm', 'override', 'decline', 'question', 'nothing'],
  start: ['start', 'start', 'start', 'late-probe', 'log-late', 'nothing'],
  delivery: [
    'probe',
    'probe',
    'log',
    'log',
    'log-late',
    'fidelity',
    'late-probe',
    'excuse',
    'void-probe',
    'correct-probe',
    'not-held',
    'void-log',
    'open-review',
    'raise',
    'nothing',
  ],
  review: [
    'continue',
    'raise-goal',
    'adjust',
    'intensify',
    'refer',
    'exit',
    'fix-delivery',
    'void-probe',
    'late-probe',
    'log',
    'nothing',
  ],
  fade: ['probe', 'log', 'void-probe', 'nothing'],
  closed: ['return', 'late-probe', 'void-probe', 'log-late', 'nothing'],
  anything: [
    'look-again',
    'look-again',
    'question',
    'transfer',
    'leave',
    'return',
    'calendar',
    'specialist',
  ],
} as const;
type Deed = (typeof usual)[keyof typeof usual][number];

function deedOf(world: World, pick: number): Deed {
  const { stage } = interventionCycle.course(world.streams.get(cycle)!.state as Cycle);
  const choices = pick % 6 === 0 ? usual.anything : usual[stage as keyof typeof usual];
  return choices[Math.floor(pick / 6) % choices.length]!;
}

const history = fc.record({
  start: fc.integer({ min: 0, max: 200 }),
  calendar: fc.constantFrom(1, 2),
  steps: fc.array(
    fc.record({
      wait: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 0, max: 4 }) },
        fc.integer({ max: 30, min: 5 }),
      ),
      pick: fc.nat(100_000),
      value: fc.integer({ min: 20, max: 90 }),
    }),
    { minLength: 20, maxLength: 90 },
  ),
});

/** What a person does if it can be done; a refusal is an answer like another. */
function act(world: World, deed: Deed, on: string, value: number): void {
  const latest = <D>(stream: typeof cycle | typeof group, type: string): D | undefined =>
    world.events(stream).findLast((event) => event.type === type)?.data as D | undefined;
  const send = (type: string, data: object) => world.send(cycle, type, data);
  const review = latest<{ reviewId: string }>(cycle, 'ReviewOpened')?.reviewId ?? 'none';
  const hold = (decision: string) =>
    send('HoldReview', {
      reviewId: review,
      on,
      decision,
      reason: 'as the team saw it',
      note: 'talked over',
      present: [],
      newGoal: 95,
    });
  const lastSession = world.events(group).findLast((event) => event.type === 'SessionPlanned')
    ?.data as { sessionId: string; cycleIds: string[] } | undefined;
  const log = (session: { sessionId: string; cycleIds: string[] } | undefined) =>
    session &&
    world.send(group, 'LogSession', {
      sessionId: session.sessionId,
      minutes: 30,
      steps: null,
      students: session.cycleIds.map((cycleId) => ({
        cycleId,
        attendance: value % 3 === 0 ? 'out' : 'here',
        minutes: 30,
        reason: 'student-absent',
      })),
    });
  const probe = world.events(cycle).findLast((event) => event.type === 'ProbeRecorded');
  const pin = { id: 'calendar-1', version: 2 };
  switch (deed) {
    case 'confirm':
      return void send('ConfirmPlacement', { placementId: placementId(world), present: [] });
    case 'override':
    case 'decline':
      return void send(deed === 'decline' ? 'DeclinePlacement' : 'OverridePlacement', {
        placementId: placementId(world),
        tier: value % 2 === 0 ? 2 : 3,
        reason: 'as the team saw it',
        present: [],
      });
    case 'start': {
      const tier3 = (world.streams.get(cycle)!.state as { tier: number }).tier === 3;
      return void send('StartPhase', {
        interventionId: 'i',
        groupId: 'phonics-b',
        specialistId: 'staff-oriel',
        dosage: tier3
          ? { sessionsPerWeek: 4, minutes: 45, groupSize: 3, weeks: 8 }
          : { sessionsPerWeek: 3, minutes: 30, groupSize: 4, weeks: 8 },
        startsOn: on,
        baseline: { on, probes: [value] },
        goal: { method: 'rate', weeks: 30, value: null, ratePerWeek: 1.2, source: 's' },
        changed: 'dosage',
      });
    }
    case 'probe':
    case 'late-probe': {
      const day = deed === 'probe' ? on : addDays(on, -(value % 20));
      return void send('RecordProbe', { on: day, value, form: null });
    }
    case 'excuse': {
      const dueOn = world.duties(cycle).find((duty) => duty.kind === 'give-probe')?.dueOn ?? on;
      return void send('ExcuseProbe', { dueOn, reason: 'student-absent' });
    }
    case 'void-probe':
      return void (probe && send('VoidFact', { eventId: probe.id, reason: 'mixed up' }));
    case 'correct-probe':
      return void (probe && send('CorrectProbe', { eventId: probe.id, value, reason: 'typing' }));
    case 'raise':
      return void send('RaiseGoal', { to: value + 60, goalOn: null, reason: 'on the way' });
    case 'specialist':
      return void world.send(group, 'AssignSpecialist', {
        staffId: value % 2 === 0 ? 'staff-brant' : 'staff-oriel',
        on,
        reason: 'caseload',
      });
    case 'fidelity':
      return void send('ObserveFidelity', { on, kind: 'self', implemented: 8, applicable: 10 });
    case 'log':
      openSessions(world, on).forEach(log);
      return;
    case 'log-late':
      return void log(lastSession);
    case 'not-held':
    case 'void-log': {
      if (!lastSession) return;
      const { sessionId } = lastSession;
      const type = deed === 'not-held' ? 'DeclareSessionNotHeld' : 'VoidSessionLog';
      return void world.send(group, type, { sessionId, reason: 'assembly' });
    }
    case 'open-review':
      return void send('OpenReview', {});
    case 'continue':
    case 'raise-goal':
    case 'adjust':
    case 'intensify':
    case 'refer':
    case 'exit':
    case 'fix-delivery':
      return void hold(deed);
    case 'look-again':
      return void send('LookAgain', {
        reviewId: questioned(world) ?? review,
        stands: value % 2 === 0,
        note: 'seen',
      });
    case 'question':
      return void send('QuestionBasis', { factId: 'score-1', becauseEventId: 'score-2' });
    case 'transfer':
      return void send('TransferCycle', {
        toSchoolId: value % 2 === 0 ? 'school-birch' : 'school-alder',
        calendar: (world.streams.get(cycle)!.state as { calendar: object }).calendar,
        on,
      });
    case 'leave':
      return void send('CloseCycle', { on, reason: 'left-district' });
    case 'return': {
      const back = { on, schoolId: 'school-alder', reason: 'back' };
      const { calendar } = world.streams.get(cycle)!.state as { calendar: object };
      return void send('ReopenCycle', { ...back, calendar });
    }
    case 'calendar':
      send('AdoptCalendar', { calendar: pin, because: 'next-year' });
      return void world.send(group, 'AdoptCalendar', { calendar: pin, because: 'next-year' });
    case 'nothing':
      return;
  }
}

function questioned(world: World): string | undefined {
  const state = world.streams.get(cycle)!.state as Extract<Cycle, { phases: unknown }>;
  return state.questioned[0]?.reviewId;
}

/** Staff act on school days: what falls on a weekend is done on the Friday before. */
function schoolDayBy(on: string): string {
  return addDays(on, -Math.max(0, weekdayOf(on) - 5));
}

function promisesHold(world: World): void {
  for (const stream of [cycle, group] as const) {
    const duties = world.duties(stream);
    const { status } = world.streams.get(stream)!.state as { status: string };
    expect(duties.length > 0, `${stream} is ${status}`).toBe(status === 'open');
    for (const duty of duties) {
      expect(duty.rungs[0]!.at > world.now, `${duty.key} is past`).toBe(true);
      for (const rung of duty.rungs) expect(rung.key.startsWith(duty.key)).toBe(true);
    }
    expect(new Set(duties.map((duty) => duty.key)).size).toBe(duties.length);
  }
}

/** Planned sessions are held, not held, unlogged, or not due to be logged yet. */
function sessionsAddUp(world: World): void {
  const state = world.streams.get(group)!.state as Extract<Group, { sessions: unknown }>;
  const planned = world.events(group).filter((event) => event.type === 'SessionPlanned').length;
  const count = (status: string) =>
    state.sessions.filter((session) => session.status === status).length;
  expect(count('held') + count('not-held') + count('unlogged') + count('planned')).toBe(planned);
  const owed = world.duties(group).filter((duty) => duty.kind === 'log-session').length;
  expect(count('planned')).toBe(owed);
  const course = world.streams.get(cycle)!.state as Extract<Cycle, { phases: unknown }>;
  for (const phase of course.phases)
    for (const entry of phase.sessions.filter((session) => !session.voided))
      expect(state.sessions.some((session) => session.sessionId === entry.sessionId)).toBe(true);
}

describe('whatever people do or leave undone', () => {
  test('a due rung is taken or let go, an open process owes something, and sessions add up', () => {
    fc.assert(
      fc.property(history, ({ start, calendar, steps }) => {
        const begin = addDays('2025-08-18', start);
        const world = proposed(begin, 2, calendar, newWorld(begin));
        formGroup(world, begin, calendar);
        let on = begin;
        for (const { wait, pick, value } of steps) {
          on = addDays(on, wait);
          world.at(on, '12:00');
          promisesHold(world);
          try {
            act(world, deedOf(world, pick), schoolDayBy(on), value);
          } catch (error) {
            if (!(error instanceof RuleBroken)) throw error;
          }
          world.at(on, '17:00');
          promisesHold(world);
          sessionsAddUp(world);
        }
        world.at('2026-12-24');
        promisesHold(world);
        sessionsAddUp(world);
      }),
      { numRuns: 60, seed: 20251124 },
    );
  }, 60_000);

  test('no event is recorded before it happened, and each rung is taken once', () => {
    const world = formGroup(proposed('2025-09-08'), '2025-09-08').at('2026-08-01');
    for (const stream of [cycle, group] as const) {
      const keys = world.events(stream).flatMap(({ data }) => {
        const { duty, rung } = data as { duty?: string; rung?: number };
        return rung === undefined ? [] : [`${duty}/rung-${rung}`];
      });
      expect(new Set(keys).size).toBe(keys.length);
      for (const event of world.events(stream))
        expect(event.occurredAt <= event.recordedAt, event.type).toBe(true);
    }
  });
});
