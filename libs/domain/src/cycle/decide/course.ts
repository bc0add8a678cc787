import { isAdopted } from '../../calendar/adoption.js';
import { RuleBroken } from '../../rule-broken.js';
import type {
  AdoptCalendar,
  CloseCycle,
  GiveUpPhase,
  ReassignDuty,
  ReopenCycle,
  TransferCycle,
} from '../commands.js';
import type { Context } from '../context.js';
import { happenedOn, mustBeOpen, mustGiveReason, mustNotBeFuture } from '../context.js';
import type { CycleEvent, PhaseEndReason } from '../events.js';
import { movedDuties } from '../../ladder.js';
import { obligations } from '../obligations.js';
import type { Cycle, OpenCycle } from '../state.js';
import { runningPhase } from '../state.js';

/** The cycle moves with the student; the old school's phase ends, and the new school owes the next. */
export function transferCycle(
  { toSchoolId, calendar, on }: TransferCycle['data'],
  before: Cycle,
  context: Context,
): readonly CycleEvent[] {
  const cycle = mustBeOpen(before);
  if (cycle.schoolId === toSchoolId) return [];
  mustNotBeFuture(on, context);
  return happenedOn(on, context, [
    ...endPhase(cycle, on, 'left'),
    {
      type: 'CycleTransferred',
      data: { fromSchoolId: cycle.schoolId, toSchoolId, calendar, on },
    },
  ]);
}

export function closeCycle(
  { on, reason }: CloseCycle['data'],
  before: Cycle,
  context: Context,
): readonly CycleEvent[] {
  if (before.status === 'closed') return [];
  const cycle = mustBeOpen(before);
  mustNotBeFuture(on, context);
  const ends = {
    'left-district': 'left',
    'team-decision': 'decision',
    'year-end': 'year-end',
  } as const;
  return happenedOn(on, context, [
    ...endPhase(cycle, on, ends[reason]),
    { type: 'CycleClosed', data: { on, reason } },
  ]);
}

/** Only who left comes back to the same cycle; after an exit a new flag opens a new one. */
export function reopenCycle(
  data: ReopenCycle['data'],
  cycle: Cycle,
  context: Context,
): readonly CycleEvent[] {
  if (cycle.status === 'open') return [];
  if (cycle.status === 'none' || cycle.reason !== 'left-district')
    throw new RuleBroken('cycle-did-not-leave', { status: cycle.status });
  mustNotBeFuture(data.on, context);
  return happenedOn(data.on, context, [{ type: 'CycleReopened', data }]);
}

/** A new version, or another calendar: names the old and the new day of every open duty that moves, perhaps of none. */
export function adoptCalendar(
  adoption: AdoptCalendar['data'],
  before: Cycle,
  { reference }: Context,
): readonly CycleEvent[] {
  const cycle = mustBeOpen(before);
  if (!isAdopted(adoption, cycle.calendar)) return [];
  const { calendar, because } = adoption;
  const previous = { ...reference, calendar: reference.previousCalendar ?? reference.calendar };
  const after = obligations({ ...cycle, calendar }, reference);
  const moved = movedDuties(obligations(cycle, previous), after);
  return [{ type: 'DueDatesMoved', data: { calendar, moved, because } }];
}

export function reassignDuty(
  { duty: key, to, reason }: ReassignDuty['data'],
  before: Cycle,
  { reference }: Context,
): readonly CycleEvent[] {
  const duty = obligations(mustBeOpen(before), reference).find((d) => d.key === key);
  if (!duty || duty.owner.kind === 'process') throw new RuleBroken('duty-not-open', { duty: key });
  mustGiveReason(reason, 'reassign');
  return [{ type: 'ObligationReassigned', data: { duty: key, from: duty.owner, to, reason } }];
}

/** Whoever started it owes the start of another one; what ended the phase meanwhile stands. */
export function giveUpPhase(
  { phaseId }: GiveUpPhase['data'],
  cycle: Cycle,
  { today }: Context,
): readonly CycleEvent[] {
  const isRunning = cycle.status === 'open' && runningPhase(cycle)?.phaseId === phaseId;
  return isRunning ? endPhase(cycle, today, 'no-place') : [];
}

function endPhase(cycle: OpenCycle, on: string, reason: PhaseEndReason): readonly CycleEvent[] {
  const phase = runningPhase(cycle);
  if (!phase) return [];
  // A phase planned for a day that is still to come ends on the day on which it would have begun.
  const endedOn = on < phase.startsOn ? phase.startsOn : on;
  return [
    {
      type: 'PhaseEnded',
      data: { phaseId: phase.phaseId, groupId: phase.groupId, on: endedOn, reason },
    },
  ];
}
