import type { RuleSetDocument } from '#domain/rule-set/document';
import { readingRules } from '#domain/rule-set/defaults/reading';
import type { LocalDate } from '#domain/time';
import { addDays, weekdayOf } from '#domain/time';
import { oneYear, twoYears, withClosure } from './school-years.js';
import { specialist, World } from './world.js';

/** Maya's reading cycle and the group she goes to: the invented people of the domain's stories. */
export const cycle = 'cycle/maya-reading';
export const group = 'group/phonics-b';

export const schoolAdmin = { id: 'staff-amsel', role: 'school-admin' } as const;

export function newWorld(start: LocalDate, rules: Partial<RuleSetDocument> = {}): World {
  return new World([oneYear, twoYears, withClosure], { ...readingRules, ...rules }, start);
}

/** A cycle just opened: the proposal stands. */
export function proposed(on: LocalDate, tier: 2 | 3 = 2, version = 1, world = newWorld(on)): World {
  world.at(on).send(cycle, 'OpenCycle', {
    studentId: 'student-maya',
    schoolId: 'school-alder',
    grade: '3',
    area: 'reading',
    origin: { kind: 'screening', windowId: 'window-fall' },
    ruleSet: { id: 'rules', version: 1 },
    calendar: { id: 'calendar-1', version },
    previousCycleId: null,
    propose: {
      tier,
      evidence: {
        scores: [
          {
            eventId: 'score-1',
            measure: 'dibels-8/composite',
            on,
            value: 300,
            level: null,
            percentile: 12,
            criterion: '/screening/criteria/0',
            meets: 2,
          },
        ],
        baseRate: 0.14,
        gate: 'passed',
      },
      reason: 'two-criteria-met',
    },
  });
  return world;
}

export function placementId(world: World): string {
  return world.last<{ placementId: string }>(cycle, 'PlacementProposed').data.placementId;
}

export function confirm(world: World): World {
  world.send(cycle, 'ConfirmPlacement', { placementId: placementId(world), present: [] });
  return world;
}

/** Baseline 40, goal 76 in thirty weeks (1.2 words a week), 3 × 30 minutes for eight weeks unless said otherwise. */
export function startPhase(world: World, startsOn: LocalDate, more: object = {}): World {
  world.send(cycle, 'StartPhase', { ...aPhase(startsOn), ...more });
  return world;
}

export function aPhase(startsOn: LocalDate) {
  return {
    interventionId: 'intervention-phonics',
    groupId: 'phonics-b',
    specialistId: specialist.id,
    dosage: { sessionsPerWeek: 3, minutes: 30, groupSize: 4, weeks: 8 },
    startsOn,
    baseline: { on: startsOn, probes: [40, 36, 41] },
    goal: { method: 'rate', weeks: 30, value: null, ratePerWeek: 1.2, source: 'fuchs-1993' },
    changed: null,
  };
}

/** Placed and started: the phase runs from that day on. */
export function running(startsOn: LocalDate, tier: 2 | 3 = 2, version = 1): World {
  const world = proposed(startsOn, tier, version);
  confirm(world);
  const dosage = { sessionsPerWeek: 4, minutes: 45, groupSize: 3, weeks: 8 };
  return startPhase(world, startsOn, tier === 3 ? { dosage } : {});
}

/** Weekly probes from the first day named on, each on the day on which it is due. */
export function probes(world: World, first: LocalDate, values: readonly number[]): World {
  values.forEach((value, i) => {
    const on = addDays(first, 7 * i);
    world.at(on).send(cycle, 'RecordProbe', { on, value, form: null });
  });
  return world;
}

/** Mondays, Wednesdays and Fridays at nine. */
export function formGroup(world: World, from: LocalDate, version = 1, more: object = {}): World {
  world.send(group, 'FormGroup', {
    name: 'Phonics B',
    schoolId: 'school-alder',
    area: 'reading',
    tier: 2,
    interventionId: 'intervention-phonics',
    specialistId: specialist.id,
    place: 'Room 4',
    calendar: { id: 'calendar-1', version },
    ruleSet: { id: 'rules', version: 1 },
    schedule: {
      from,
      slots: [1, 3, 5].map((weekday) => ({ weekday, startsAt: '09:00', minutes: 30 })),
    },
    ...more,
  });
  return world;
}

export function join(world: World, from: LocalDate, cycleId = 'maya-reading'): World {
  world.send(group, 'AddMember', { cycleId, studentId: `student-of-${cycleId}`, from });
  return world;
}

/** Every session of the days named is logged with the student there, and fidelity is observed each Wednesday. */
export function deliver(
  world: World,
  from: LocalDate,
  through: LocalDate,
  came: 'here' | 'out' = 'here',
): World {
  for (let on = from; on <= through; on = addDays(on, 1)) {
    world.at(on, '08:00');
    for (const session of openSessions(world, on)) {
      world.at(on, '15:00');
      world.send(group, 'LogSession', {
        sessionId: session.sessionId,
        minutes: 30,
        steps: null,
        students: session.cycleIds.map((cycleId) => ({
          cycleId,
          attendance: came,
          minutes: came === 'here' ? 30 : 0,
          reason: came === 'here' ? null : 'student-absent',
        })),
      });
      if (session.sessionId.endsWith('T09:00') && weekdayOf(on) === 3)
        world.send(cycle, 'ObserveFidelity', {
          on,
          kind: 'observer',
          implemented: 9,
          applicable: 10,
        });
    }
  }
  return world;
}

export function openSessions(world: World, on: LocalDate) {
  return world
    .events(group)
    .filter((event) => event.type === 'SessionPlanned')
    .map((event) => event.data as { sessionId: string; on: LocalDate; cycleIds: string[] })
    .filter((session) => session.on === on);
}

/** Eight weeks as planned from 2025-09-08 on, with these weekly scores, up to the morning of the first review. */
export function reviewed(
  scores: readonly number[],
  { tier = 2, came = 'here' as 'here' | 'out', rules = {} as Partial<RuleSetDocument> } = {},
): World {
  const world = newWorld('2025-09-08', rules);
  proposed('2025-09-08', tier as 2 | 3, 1, world);
  formGroup(confirm(world), '2025-09-08', 1, { tier });
  const dosage = { sessionsPerWeek: 4, minutes: 45, groupSize: 3, weeks: 8 };
  startPhase(world, '2025-09-08', tier === 3 ? { dosage } : {});
  scores.forEach((value, i) => {
    const friday = addDays('2025-09-12', 7 * i);
    deliver(world, addDays(friday, -6), friday, came);
    world.at(friday, '15:30').send(cycle, 'RecordProbe', { on: friday, value, form: null });
  });
  return world.at('2025-11-03');
}
