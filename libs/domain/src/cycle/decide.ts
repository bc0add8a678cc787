import type { Reference, Sent } from '../decider.js';
import { escalationOf } from '../ladder.js';
import type { Duty, Ladder } from '../obligation.js';
import { stepLadder } from '../obligation.js';
import { RuleBroken } from '../rule-broken.js';
import type { RuleSetDocument } from '../rule-set/document.js';
import type { CycleCommand } from './commands.js';
import type { Context } from './context.js';
import { contextOf } from './context.js';
import { correctProbe, lookAgain, questionBasis, voidFact } from './decide/correction.js';
import {
  adoptCalendar,
  closeCycle,
  giveUpPhase,
  reassignDuty,
  reopenCycle,
  transferCycle,
} from './decide/course.js';
import { changeSpecialist, raiseGoal, startPhase } from './decide/phase.js';
import {
  confirmPlacement,
  declinePlacement,
  notifyGuardian,
  openCycle,
  overridePlacement,
  writePlainNotice,
} from './decide/placement.js';
import { excuseProbe, observeFidelity, recordProbe } from './decide/probe.js';
import { endFade, holdReview, openReview, refreshed } from './decide/review.js';
import { probeLadder } from './due-days.js';
import type { CycleEvent } from './events.js';
import { obligations } from './obligations.js';
import type { Cycle, OpenCycle } from './state.js';
import { runningPhase } from './state.js';

/** What a command does to a cycle; refuses with one of the rules listed in rules.ts. */
export function decide(
  { type, data, meta }: Sent<CycleCommand>,
  cycle: Cycle,
  reference: Reference,
): readonly CycleEvent[] {
  if (cycle.status === 'none' && type !== 'OpenCycle')
    throw new RuleBroken('cycle-not-open', { status: cycle.status });
  const context = contextOf(meta, reference);
  const command = { type, data } as CycleCommand;
  switch (command.type) {
    case 'OpenCycle':
      return openCycle(command.data, cycle, context);
    case 'ConfirmPlacement':
      return confirmPlacement(command.data, cycle, context);
    case 'OverridePlacement':
      return overridePlacement(command.data, cycle, context);
    case 'DeclinePlacement':
      return declinePlacement(command.data, cycle, context);
    case 'NotifyGuardian':
      return notifyGuardian(command.data, cycle, context);
    case 'StartPhase':
      return startPhase(command.data, cycle, context);
    case 'GiveUpPhase':
      return giveUpPhase(command.data, cycle, context);
    case 'RaiseGoal':
      return raiseGoal(command.data, cycle, context);
    case 'RecordProbe':
      return recordProbe(command.data, cycle, context);
    case 'ExcuseProbe':
      return excuseProbe(command.data, cycle, context);
    case 'ObserveFidelity':
      return observeFidelity(command.data, cycle, context);
    case 'OpenReview':
      return openReview(cycle, context);
    case 'HoldReview':
      return holdReview(command.data, cycle, context);
    case 'LookAgain':
      return lookAgain(command.data, cycle, context);
    case 'VoidFact':
      return refreshed(cycle, voidFact(command.data, cycle, context), context);
    case 'CorrectProbe':
      return refreshed(cycle, correctProbe(command.data, cycle, context), context);
    case 'QuestionBasis':
      return questionBasis(command.data, cycle, context);
    case 'ChangeSpecialist':
      return changeSpecialist(command.data, cycle);
    case 'TransferCycle':
      return transferCycle(command.data, cycle, context);
    case 'CloseCycle':
      return closeCycle(command.data, cycle, context);
    case 'ReopenCycle':
      return reopenCycle(command.data, cycle, context);
    case 'AdoptCalendar':
      return adoptCalendar(command.data, cycle, context);
    case 'ReassignDuty':
      return reassignDuty(command.data, cycle, context);
    case 'StepLadder':
      return stepped(command.data.key, cycle, context);
  }
}

/** Time itself is a participant: a rung that is due is taken, one that is not due any more is no fact at all. */
function stepped(key: string, cycle: Cycle, context: Context): readonly CycleEvent[] {
  if (cycle.status !== 'open') return [];
  return stepLadder<CycleEvent>(
    obligations(cycle, context.reference),
    key,
    context.meta.at,
    (duty) => silence(duty, cycle),
    (duty) => work(duty, cycle, context),
    (duty) => escalationOf(duty, ladderOf(duty, context.rules), cycle.schoolId),
  );
}

/** A probe that nobody gave is a fact of its own; every other silence is an obligation missed. */
function silence({ kind, dueOn }: Duty, cycle: OpenCycle): readonly CycleEvent[] | null {
  const phase = runningPhase(cycle);
  if (kind !== 'give-probe' || !phase) return null;
  return [{ type: 'ProbeMissed', data: { phaseId: phase.phaseId, dueOn, reason: 'not-given' } }];
}

function work({ kind }: Duty, cycle: OpenCycle, context: Context): readonly CycleEvent[] {
  switch (kind) {
    case 'notify-guardian':
      return writePlainNotice(cycle, context);
    case 'prepare-review':
      return openReview(cycle, context);
    case 'end-fade':
      return endFade(cycle, context);
    default:
      return [];
  }
}

function ladderOf({ kind }: Duty, rules: RuleSetDocument): Ladder {
  switch (kind) {
    case 'give-probe':
      return probeLadder(rules);
    case 'observe-fidelity':
      return rules.delivery.fidelity.ladder;
    case 'hold-review':
    case 'look-again':
      return rules.review.ladder;
    default:
      return rules.placement.ladder;
  }
}
