import type { Decider, Pin, Reference, ReferenceNeeds, Sent } from '../decider.js';
import { escalationOf } from '../ladder.js';
import { stepLadder } from '../obligation.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import { claims } from './claims.js';
import { adoptCalendar } from './adopt-calendar.js';
import type { ScreeningWindowCommand, ScreeningWindowEvent } from './events.js';
import { daysOf, ladderOf, obligations } from './obligations.js';
import { requirePlan, withDates } from './plan.js';
import type { Scheduled, ScreeningWindow } from './state.js';
import { evolve, initial, unitKey } from './state.js';

type Of<T extends ScreeningWindowCommand['type']> = Sent<
  Extract<ScreeningWindowCommand, { type: T }>
>;

export function decide(
  command: Sent<ScreeningWindowCommand>,
  window: ScreeningWindow,
  reference: Reference,
): readonly ScreeningWindowEvent[] {
  switch (command.type) {
    case 'ScheduleWindow':
      return scheduleWindow(command, window, reference);
    case 'CloseWindow':
      return closeWindow(command, scheduled(window), reference);
    case 'ProposeClasswideResponse':
      return proposeClasswideResponse(command, scheduled(window));
    case 'CompleteProposals':
      return completeProposals(command, scheduled(window));
    case 'AdoptCalendar':
      return adoptCalendar(command, scheduled(window), reference);
    case 'StepLadder':
      return step(command, window, reference);
  }
}

function scheduleWindow(
  { data, meta }: Of<'ScheduleWindow'>,
  window: ScreeningWindow,
  reference: Reference,
): ScreeningWindowEvent[] {
  if (window.status !== 'none') {
    const { opensOn, closesOn, makeUpsUntil } = window.scheduled;
    if (same(window.scheduled, { opensOn, closesOn, makeUpsUntil, ...data })) return [];
    throw new RuleBroken('window-already-scheduled');
  }
  const plan = withDates(data, reference);
  requirePlan(plan, meta, reference);
  return [{ type: 'WindowScheduled', data: plan }];
}

/** Takes the scores as of `position` and nothing later; each student without one is a recorded fact. */
function closeWindow(
  { data, meta }: Of<'CloseWindow'>,
  window: Scheduled,
  reference: Reference,
): ScreeningWindowEvent[] {
  if (window.status === 'proposing' || window.status === 'completed') return [];
  if (window.status === 'scheduled') throw new RuleBroken('window-not-open');
  const on = window.plan.makeUpsUntil;
  const closesAt = daysOf(reference).due(on);
  if (meta.at < closesAt) throw new RuleBroken('window-still-open', { until: closesAt });
  const missing = data.students.filter((student) => !student.screened);
  const counts = {
    expected: data.students.length,
    screened: data.students.length - missing.length,
    missed: missing.length,
  };
  const facts: ScreeningWindowEvent[] = [
    ...missing.map(({ studentId, grade }) => ({
      type: 'ScreeningMissed' as const,
      data: { studentId, grade, on },
    })),
    { type: 'WindowClosed', data: { on, position: data.position, ...counts } },
  ];
  return facts.map((fact) => ({ ...fact, occurredAt: closesAt }));
}

function proposeClasswideResponse(
  { data }: Of<'ProposeClasswideResponse'>,
  window: Scheduled,
): ScreeningWindowEvent[] {
  if (window.classwide.has(unitKey(data))) return [];
  requireClosed(window);
  // Strictly above: a share equal to the threshold stays with single students (interfaces.md, calc screen).
  if (data.below > data.screened || data.below <= data.threshold * data.screened)
    throw new RuleBroken('share-not-above-threshold', {
      below: data.below,
      screened: data.screened,
      threshold: data.threshold,
    });
  return [{ type: 'ClasswideResponseProposed', data }];
}

function completeProposals(
  { data }: Of<'CompleteProposals'>,
  window: Scheduled,
): ScreeningWindowEvent[] {
  if (window.status === 'completed') return [];
  requireClosed(window);
  return [{ type: 'PlacementsProposed', data: { ...data, classwide: window.classwide.size } }];
}

function step(
  { data, meta }: Of<'StepLadder'>,
  window: ScreeningWindow,
  reference: Reference,
): readonly ScreeningWindowEvent[] {
  if (window.status === 'none') return [];
  return stepLadder<ScreeningWindowEvent>(
    obligations(window, reference),
    data.key,
    meta.at,
    () => null,
    (duty) =>
      duty.kind === 'open-window'
        ? [{ type: 'WindowOpened', data: { on: window.plan.opensOn } }]
        : [], // an activity's own command does this work
    (duty) => escalationOf(duty, ladderOf(reference), window.plan.schoolId),
  );
}

function scheduled(window: ScreeningWindow): Scheduled {
  if (window.status === 'none') throw new RuleBroken('window-not-scheduled');
  return window;
}

function requireClosed(window: Scheduled): void {
  if (window.status === 'completed') throw new RuleBroken('window-completed');
  if (window.status !== 'proposing') throw new RuleBroken('window-not-closed');
}

function needs(window: ScreeningWindow, command?: Sent<ScreeningWindowCommand>): ReferenceNeeds {
  if (window.status === 'none')
    return command?.type === 'ScheduleWindow' ? pinned(command.data) : {};
  if (command?.type === 'AdoptCalendar')
    return {
      ...pinned(window.plan),
      calendar: command.data.calendar,
      previousCalendar: window.plan.calendar,
    };
  return pinned(window.plan);
}

function pinned(plan: { calendar: Pin; ruleSets: readonly { ruleSet: Pin }[] }): ReferenceNeeds {
  const [first] = plan.ruleSets;
  return first ? { calendar: plan.calendar, ruleSet: first.ruleSet } : { calendar: plan.calendar };
}

export const screeningWindowDecider: Decider<
  ScreeningWindow,
  Sent<ScreeningWindowCommand>,
  ScreeningWindowEvent
> = { kind: 'screening-window', initial, evolve, decide, needs, claims };
