import type { Decider, ReferenceNeeds, Sent } from '../decider.js';
import type { About, ClaimsOf, Course, ProcessOf } from '../process.js';
import { noClaims } from '../process.js';
import type { CycleCommand } from './commands.js';
import { decide } from './decide.js';
import type { CycleEvent } from './events.js';
import { evolve } from './evolve.js';
import { obligations, workKinds } from './obligations.js';
import type { Cycle } from './state.js';
import { initial } from './state.js';

/** The calendar that the process has adopted, or that the command brings; the rule set is the one that it began with. */
function needs(cycle: Cycle, command?: Sent<CycleCommand>): ReferenceNeeds {
  if (cycle.status === 'none') {
    if (command?.type !== 'OpenCycle') return {};
    const { calendar, ruleSet } = command.data;
    return { calendar, ruleSet };
  }
  const { calendar, ruleSet } = cycle;
  switch (command?.type) {
    case 'AdoptCalendar':
      return { calendar: command.data.calendar, previousCalendar: calendar, ruleSet };
    case 'TransferCycle':
    case 'ReopenCycle':
      return { calendar: command.data.calendar, ruleSet };
    default:
      return { calendar, ruleSet };
  }
}

/** One open cycle for each student and area. */
const claims: ClaimsOf<Cycle, CycleEvent> = (event, before) => {
  switch (event.type) {
    case 'CycleOpened':
      return { ...noClaims, take: [claimOf(event.data)] };
    case 'CycleReopened':
      return before.status === 'closed' ? { ...noClaims, take: [claimOf(before)] } : noClaims;
    case 'CycleClosed':
      return before.status === 'open' ? { ...noClaims, release: [claimOf(before)] } : noClaims;
    default:
      return noClaims;
  }
};

function claimOf({ studentId, area }: { studentId: string; area: string }): string {
  return `cycle:${studentId}:${area}`;
}

/** Where a cycle stands, in the words of the workflow's stages. */
function course(cycle: Cycle): Course {
  return { status: cycle.status, stage: cycle.status === 'open' ? cycle.at.stage : cycle.status };
}

function about(cycle: Cycle): About {
  if (cycle.status === 'none')
    return { studentId: null, schoolId: null, area: null, calendar: null, closedBecause: null };
  const { studentId, schoolId, area, calendar } = cycle;
  const closedBecause = cycle.status === 'closed' ? cycle.reason : null;
  return { studentId, schoolId, area, calendar, closedBecause };
}

/** A workflow starts a new run with each phase. */
function chapter(cycle: Cycle): string {
  return cycle.status === 'none' ? '0' : String(cycle.phases.length);
}

/** One student in one area, from the first proposal to exit. */
export const cycleDecider: Decider<Cycle, Sent<CycleCommand>, CycleEvent> = {
  kind: 'cycle',
  initial,
  evolve,
  decide,
  needs,
  claims,
};

export const interventionCycle: ProcessOf<Cycle, Sent<CycleCommand>, CycleEvent> = {
  decider: cycleDecider,
  obligations,
  course,
  about,
  chapter,
  workKinds,
};
