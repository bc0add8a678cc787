import type { Decider, ReferenceNeeds, Sent } from '../decider.js';
import type { About, Course, ProcessOf } from '../process.js';
import { decide } from './decide.js';
import type { GroupCommand, GroupEvent } from './events.js';
import { obligations, workKinds } from './obligations.js';
import type { Group } from './state.js';
import { evolve, initial } from './state.js';

/** Students who get one intervention together, and every session that was planned for them. */
export const groupDecider: Decider<Group, Sent<GroupCommand>, GroupEvent> = {
  kind: 'group',
  initial,
  evolve,
  decide,
  needs,
};

function needs(group: Group, command?: Sent<GroupCommand>): ReferenceNeeds {
  if (group.status === 'none') {
    if (command?.type !== 'FormGroup') return {};
    return { calendar: command.data.calendar, ruleSet: command.data.ruleSet };
  }
  const { calendar, ruleSet } = group;
  if (command?.type === 'AdoptCalendar')
    return { calendar: command.data.calendar, previousCalendar: calendar, ruleSet };
  return { calendar, ruleSet };
}

/** A group that stands has one stage: it meets. */
function course(group: Group): Course {
  if (group.status === 'open') return { status: 'open', stage: 'meeting' };
  const status = group.status === 'none' ? 'none' : 'closed';
  return { status, stage: group.status };
}

function about(group: Group): About {
  if (group.status === 'none')
    return { studentId: null, schoolId: null, area: null, calendar: null, closedBecause: null };
  const { schoolId, area, calendar } = group;
  const closedBecause = group.status === 'open' ? null : group.status;
  return { studentId: null, schoolId, area, calendar, closedBecause };
}

/** A group's run is renewed by its length alone. */
const chapter = () => 'meeting';

export const deliverySchedule: ProcessOf<Group, Sent<GroupCommand>, GroupEvent> = {
  decider: groupDecider,
  obligations,
  course,
  about,
  chapter,
  workKinds,
};
