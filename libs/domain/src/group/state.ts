import type { Recorded } from '../decider.js';
import type { LadderState } from '../obligation.js';
import { evolveLadder, noLadder } from '../obligation.js';
import type { StreamId } from '../streams.js';
import type { LocalDate } from '../time.js';
import type { GroupEvent, GroupPlan, SessionId, Slot } from './events.js';

/** A session that was planned, and what became of it. */
export type Session = {
  sessionId: SessionId;
  on: LocalDate;
  startsAt: string;
  minutes: number;
  /** Members as of that morning. */
  cycleIds: readonly string[];
  status: 'planned' | 'held' | 'not-held' | 'unlogged';
  /** Its silence was recorded: a later log is late, and the silence stands again if that log is withdrawn. */
  wasUnlogged: boolean;
  trigger: string;
};

export type Member = {
  cycleId: string;
  studentId: string;
  from: LocalDate;
  /** The first day on which it is a member no more; null while it is one. */
  until: LocalDate | null;
};

/** `schedules` in the order in which they were set; sessions in the order in which they were planned. */
export type FormedGroup = GroupPlan & {
  status: 'open' | 'dissolved';
  stream: StreamId;
  trigger: string;
  schedules: readonly { from: LocalDate; slots: readonly Slot[] }[];
  members: readonly Member[];
  sessions: readonly Session[];
  /** Every slot up to and including this day has been planned, or had nobody to come. */
  plannedThrough: LocalDate | null;
  ladder: LadderState;
};

export type Group = { status: 'none' } | FormedGroup;

export const initial: Group = { status: 'none' };

export function evolve(group: Group, event: Recorded<GroupEvent>): Group {
  if (event.type === 'GroupFormed')
    return {
      ...event.data,
      status: 'open',
      stream: event.stream,
      trigger: event.id,
      schedules: [],
      members: [],
      sessions: [],
      plannedThrough: null,
      ladder: noLadder,
    };
  if (group.status === 'none') return group;
  switch (event.type) {
    case 'ScheduleSet':
      return { ...group, schedules: [...group.schedules, event.data] };
    case 'MemberAdded':
      return { ...group, members: [...group.members, { ...event.data, until: null }] };
    case 'MemberRemoved': {
      const { cycleId, on } = event.data;
      const members = group.members.map((member) =>
        member.cycleId === cycleId && member.until === null ? { ...member, until: on } : member,
      );
      return { ...group, members };
    }
    case 'SessionPlanned': {
      const { on } = event.data;
      const session: Session = {
        ...event.data,
        status: 'planned',
        wasUnlogged: false,
        trigger: event.id,
      };
      const through = group.plannedThrough;
      return {
        ...group,
        sessions: [...group.sessions, session],
        plannedThrough: through !== null && through > on ? through : on,
      };
    }
    case 'SessionHeld':
      return settle(group, event.data.sessionId, { status: 'held' });
    case 'SessionNotHeld':
      return settle(group, event.data.sessionId, { status: 'not-held' });
    case 'SessionUnlogged':
      return settle(group, event.data.sessionId, { status: 'unlogged', wasUnlogged: true });
    case 'SpecialistAssigned':
      return { ...group, specialistId: event.data.to };
    case 'GroupDissolved':
      return { ...group, status: 'dissolved' };
    case 'DueDatesMoved':
      return { ...group, calendar: event.data.calendar };
    case 'FactVoided':
      return withdraw(group, event.data.eventId);
    case 'ReminderSent':
    case 'ObligationEscalated':
    case 'ObligationMissed':
    case 'ObligationReassigned':
      return { ...group, ladder: evolveLadder(group.ladder, event) };
    case 'FactCorrected':
      return group;
  }
}

export function findSession(group: FormedGroup, sessionId: SessionId): Session | null {
  return group.sessions[indexOf(group, sessionId)] ?? null;
}

export function membersOn(group: FormedGroup, on: LocalDate): readonly Member[] {
  return group.members.filter(
    (member) => member.from <= on && (member.until === null || on < member.until),
  );
}

function settle(group: FormedGroup, sessionId: SessionId, change: Partial<Session>): FormedGroup {
  const i = indexOf(group, sessionId);
  if (i < 0) return group;
  const sessions = group.sessions.slice();
  sessions[i] = { ...sessions[i]!, ...change };
  return { ...group, sessions };
}

/** The log of a session is withdrawn by the session's id. */
function withdraw(group: FormedGroup, sessionId: SessionId): FormedGroup {
  const session = findSession(group, sessionId);
  if (!session) return group;
  return settle(group, sessionId, { status: session.wasUnlogged ? 'unlogged' : 'planned' });
}

/** From the end: what is asked for is nearly always recent. */
function indexOf(group: FormedGroup, sessionId: SessionId): number {
  return group.sessions.findLastIndex((session) => session.sessionId === sessionId);
}
