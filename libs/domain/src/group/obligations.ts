import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { Reference } from '../decider.js';
import type { DutyDays } from '../duty-days.js';
import { schoolDays } from '../duty-days.js';
import { ladderDuty, nearestFirst, workDuty } from '../ladder.js';
import type { Duty } from '../obligation.js';
import { dutyKey } from '../obligation.js';
import type { Obligations, WorkKinds } from '../process.js';
import type { RuleSetDocument } from '../rule-set/document.js';
import { addDays } from '../time.js';
import { nextSessionDay } from './plan.js';
import type { FormedGroup, Group, Session } from './state.js';

/** All of a group's own work is done by `StepLadder`. */
export const workKinds: WorkKinds = [];

/** What must happen next in a group: plan the next session, log those planned; an empty one is dissolved. */
export const obligations: Obligations<Group> = (group, reference) => {
  if (group.status !== 'open') return [];
  const { calendar, rules } = documents(reference);
  const days = schoolDays(calendar);
  const logs = group.sessions
    .filter((session) => session.status === 'planned')
    .map((session) => logSession(group, session, rules, days));
  return nearestFirst([...logs, nextWork(group, calendar, rules, days)]);
};

export function documents(reference: Reference): {
  calendar: SchoolCalendar;
  rules: RuleSetDocument;
} {
  const { calendar, ruleSet } = reference;
  if (!calendar || !ruleSet) throw new Error('a group needs its calendar and its rule set');
  return { calendar, rules: ruleSet };
}

function logSession(
  { specialistId, ladder, stream }: FormedGroup,
  { sessionId, on, trigger }: Session,
  rules: RuleSetDocument,
  days: DutyDays,
): Duty | null {
  return ladderDuty(
    {
      key: dutyKey('log-session', stream, occurrenceOf(sessionId)),
      kind: 'log-session',
      owner: { kind: 'staff', staffId: specialistId },
      studentId: null,
      dueOn: on,
      because: { rule: '/delivery/logLadder', trigger },
    },
    rules.delivery.logLadder,
    days,
    ladder,
  );
}

/** The day and time within the session's id, which begins with the group's own uuid. */
export function occurrenceOf(sessionId: string): string {
  return sessionId.slice(sessionId.indexOf('/') + 1);
}

function nextWork(
  group: FormedGroup,
  calendar: SchoolCalendar,
  rules: RuleSetDocument,
  days: DutyDays,
): Duty {
  const on = nextSessionDay(group, calendar);
  if (on === null) return dissolve(group, rules, days);
  return workDuty({
    // Numbered, not dated: a closure moves the day and not the duty.
    key: dutyKey('plan-session', group.stream, group.sessions.length + 1),
    kind: 'plan-session',
    dueOn: on,
    at: days.morning(on),
    because: { rule: `/tiers/${group.tier}/sessionsPerWeek`, trigger: group.trigger },
  });
}

/**
 * A group that nobody belongs to is dissolved when it has stood empty for as long as a student may wait in silence, from
 * a proposal to the recorded silence of the start of its phase. One whose members have no session to come, because no school year is known, waits a year for a calendar.
 */
function dissolve(group: FormedGroup, rules: RuleSetDocument, days: DutyDays): Duty {
  const begun = group.schedules[0]?.from ?? group.plannedThrough!;
  const staying = group.members.filter((member) => member.until === null);
  const since = staying.length > 0 ? lastSession(group, begun) : emptySince(group, begun);
  const { decideWithinSchoolDays, startWithinSchoolDays, ladder } = rules.placement;
  const wait = decideWithinSchoolDays + startWithinSchoolDays + ladder.recordAfter;
  const dueOn = staying.length > 0 ? addDays(since, 364) : days.after(since, wait);
  return workDuty({
    key: dutyKey('dissolve-group', group.stream, group.members.length),
    kind: 'dissolve-group',
    dueOn,
    at: days.due(dueOn),
    because: { rule: '/placement/startWithinSchoolDays', trigger: group.trigger },
  });
}

function lastSession({ plannedThrough, members }: FormedGroup, begun: string): string {
  return members.reduce(
    (last, { from }) => (from > last ? from : last),
    plannedThrough !== null && plannedThrough > begun ? plannedThrough : begun,
  );
}

function emptySince({ members }: FormedGroup, begun: string): string {
  return members.reduce((last, { until }) => (until! > last ? until! : last), begun);
}
