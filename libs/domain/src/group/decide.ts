import type { Decided, Reference, Sent } from '../decider.js';
import { escalationOf } from '../ladder.js';
import { stepLadder } from '../obligation.js';
import type { Duty } from '../obligation.js';
import type { Context } from './context.js';
import { contextOf, mustBeFormed } from './context.js';
import {
  addMember,
  adoptCalendar,
  assignSpecialist,
  dissolveGroup,
  formGroup,
  removeMember,
  setSchedule,
} from './decide/group.js';
import type { GroupDecision } from './decide/session.js';
import { declareNotHeld, logSession, unlogged, voidSessionLog } from './decide/session.js';
import type { GroupCommand, GroupEvent } from './events.js';
import { obligations, occurrenceOf } from './obligations.js';
import { planDay } from './plan.js';
import type { FormedGroup, Group } from './state.js';

/** What a command does to a group; refuses with one of the rules listed in rules.ts. */
export function decide(
  { type, data, meta }: Sent<GroupCommand>,
  group: Group,
  reference: Reference,
): Decided<GroupEvent> {
  if (type !== 'FormGroup') mustBeFormed(group);
  const context = contextOf(meta, reference);
  const command = { type, data } as GroupCommand;
  switch (command.type) {
    case 'FormGroup':
      return formGroup(command.data, group, context);
    case 'SetSchedule':
      return setSchedule(command.data, group, context);
    case 'AddMember':
      return addMember(command.data, group, context);
    case 'RemoveMember':
      return removeMember(command.data, group);
    case 'LogSession':
      return logSession(command.data, group, context);
    case 'DeclareSessionNotHeld':
      return declareNotHeld(command.data, group, context);
    case 'VoidSessionLog':
      return voidSessionLog(command.data, group, context);
    case 'AssignSpecialist':
      return assignSpecialist(command.data, group);
    case 'DissolveGroup':
      return dissolveGroup(command.data, group, context);
    case 'AdoptCalendar':
      return adoptCalendar(command.data, group, context);
    case 'StepLadder':
      return stepped(command.data.key, group, context);
  }
}

/** Time itself is a participant: sessions are planned in the morning, and an unlogged one reaches the members' cycles. */
function stepped(key: string, group: Group, context: Context): Decided<GroupEvent> {
  if (group.status !== 'open') return [];
  const elsewhere: GroupDecision[] = [];
  const also = (decision: GroupDecision) => {
    elsewhere.push(decision);
    return decision.own;
  };
  const own = stepLadder<GroupEvent>(
    obligations(group, context.reference),
    key,
    context.meta.at,
    (duty, rung) => {
      const session = sessionOf(duty, group);
      return session && also(unlogged(session, group, rung.at));
    },
    (duty) => work(duty, group, context, also),
    (duty) => escalationOf(duty, context.rules.delivery.logLadder, group.schoolId),
  );
  return { own, others: elsewhere.flatMap((decision) => decision.others) };
}

function work(
  { kind, dueOn }: Duty,
  group: FormedGroup,
  context: Context,
  also: (decision: GroupDecision) => readonly GroupEvent[],
): readonly GroupEvent[] {
  switch (kind) {
    case 'plan-session':
      return planDay(group, dueOn);
    case 'dissolve-group': {
      const staying = group.members.some((member) => member.until === null);
      const reason = staying ? 'no-school-day-known' : 'no-members';
      return also(dissolveGroup({ on: dueOn, reason }, group, context));
    }
    default:
      return [];
  }
}

function sessionOf(duty: Duty, group: FormedGroup) {
  const occurrence = duty.key.slice(duty.key.lastIndexOf('/') + 1);
  return (
    group.sessions.findLast((session) => occurrenceOf(session.sessionId) === occurrence) ?? null
  );
}
