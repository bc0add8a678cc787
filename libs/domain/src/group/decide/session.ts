import { isSchoolDay } from '../../calendar/calendar-days.js';
import type { Elsewhere } from '../../decider.js';
import type { CycleEvent, SessionMissedReason } from '../../cycle/events.js';
import { RuleBroken } from '../../rule-broken.js';
import { streamId, uuidOf } from '../../streams.js';
import { instantOf, isLocalDate } from '../../time.js';
import type { Instant } from '../../time.js';
import type { GroupCommand, GroupEvent, StudentAttendance } from '../events.js';
import type { Context } from '../context.js';
import { happenedAt, mustBeFormed, mustGiveReason } from '../context.js';
import { occurrenceOf } from '../obligations.js';
import { nextSessionDay, planDay } from '../plan.js';
import type { FormedGroup, Group, Session } from '../state.js';
import { findSession } from '../state.js';

type Data<T extends GroupCommand['type']> = Extract<GroupCommand, { type: T }>['data'];
export type GroupDecision = { own: readonly GroupEvent[]; others: readonly Elsewhere[] };

/** One command for the whole group: the session here, each student's part on their cycle, all or nothing. */
export function logSession(
  { sessionId, minutes, steps, students }: Data<'LogSession'>,
  before: Group,
  context: Context,
): GroupDecision {
  const { session, planned } = mustBeOpenSession(mustBeFormed(before), sessionId, context);
  if (minutes <= 0) throw new RuleBroken('minutes-out-of-range', { minutes });
  const late = session.wasUnlogged;
  const { on } = session;
  const part = parts(session, students);
  const occurredAt = startOf(session, context);
  const held: GroupEvent = {
    type: 'SessionHeld',
    data: { sessionId, on, minutes, late, steps, substituteId: substituteOf(before, context) },
  };
  return {
    own: [...planned, happenedAt(occurredAt, held)],
    others: onCycles(session.cycleIds, (cycleId) => [
      happenedAt(occurredAt, attendance(part(cycleId), session, mustBeFormed(before), minutes)),
    ]),
  };
}

export function declareNotHeld(
  { sessionId, reason }: Data<'DeclareSessionNotHeld'>,
  before: Group,
  context: Context,
): GroupDecision {
  const { session, planned } = mustBeOpenSession(mustBeFormed(before), sessionId, context);
  const { own, others } = notHeld(session, mustBeFormed(before), reason, startOf(session, context));
  return { own: [...planned, ...own], others };
}

export function notHeld(
  session: Session,
  group: FormedGroup,
  reason: Data<'DeclareSessionNotHeld'>['reason'],
  occurredAt: Instant,
): GroupDecision {
  const { sessionId, on, wasUnlogged: late, cycleIds } = session;
  const fact: GroupEvent = { type: 'SessionNotHeld', data: { sessionId, on, reason, late } };
  return {
    own: [happenedAt(occurredAt, fact)],
    others: onCycles(cycleIds, () => [happenedAt(occurredAt, missed(session, group, reason))]),
  };
}

/** Nobody said anything: the silence is recorded here and on each member's cycle. */
export function unlogged(session: Session, group: FormedGroup, occurredAt: Instant): GroupDecision {
  const { sessionId, on, cycleIds } = session;
  const fact: GroupEvent = { type: 'SessionUnlogged', data: { sessionId, on } };
  return {
    own: [happenedAt(occurredAt, fact)],
    others: onCycles(cycleIds, () => [happenedAt(occurredAt, missed(session, group, 'unlogged'))]),
  };
}

/**
 * Withdraws the log of a session here and on the cycles. `FactVoided.eventId` is the session's id in both places: the
 * group does not know the ids of the cycles' events. What was recorded as unlogged then stands again.
 */
export function voidSessionLog(
  { sessionId, reason }: Data<'VoidSessionLog'>,
  before: Group,
  { meta }: Context,
): GroupDecision {
  const group = mustBeFormed(before);
  mustGiveReason(reason, 'void');
  const session = findSession(group, sessionId);
  if (!session) throw new RuleBroken('unknown-session', { sessionId });
  if (session.status !== 'held' && session.status !== 'not-held')
    throw new RuleBroken('session-not-logged', { sessionId });
  const fact = { type: 'FactVoided' as const, data: { eventId: sessionId, reason } };
  const withdrawn = { own: [fact], others: onCycles(session.cycleIds, () => [fact]) };
  // A dissolved group asks nobody to log it again: without its log the session is unlogged.
  const silent = group.status === 'dissolved' && !session.wasUnlogged;
  return silent ? together([withdrawn, unlogged(session, group, meta.at)]) : withdrawn;
}

/** Facts of several sessions, gathered per cycle: a stream stands once in a decision. */
export function together(decisions: readonly GroupDecision[]): GroupDecision {
  const others = new Map<string, Elsewhere>();
  for (const elsewhere of decisions.flatMap((decision) => decision.others)) {
    const known = others.get(elsewhere.stream);
    const events = [...(known?.events ?? []), ...elsewhere.events];
    others.set(elsewhere.stream, { ...elsewhere, events });
  }
  return { own: decisions.flatMap((decision) => decision.own), others: [...others.values()] };
}

function onCycles(
  cycleIds: readonly string[],
  events: (cycleId: string) => readonly CycleEvent[],
): readonly Elsewhere[] {
  return cycleIds.map((cycleId) => ({
    stream: streamId('cycle', cycleId),
    expect: 'exists',
    events: events(cycleId),
  }));
}

/**
 * The session as it is planned. Where the process has not planned it yet (the engine was away), the days up to it are
 * planned in the same decision, so that nobody has to wait for it.
 */
function mustBeOpenSession(group: FormedGroup, sessionId: string, context: Context) {
  const known = findSession(group, sessionId);
  if (known) {
    mustBeOpen(known, context);
    return { session: known, planned: [] };
  }
  const on = occurrenceOf(sessionId).slice(0, 10);
  if (!sessionId.startsWith(`${uuidOf(group.stream)}/`) || !isLocalDate(on))
    throw new RuleBroken('unknown-session', { sessionId });
  if (group.status === 'dissolved') throw new RuleBroken('group-dissolved');
  if (on > context.today) throw new RuleBroken('session-in-the-future', { on });
  if (!isSchoolDay(context.calendar, on)) throw new RuleBroken('no-school-that-day', { on });
  const planned = planThrough(group, on, context);
  const found = planned.find(
    (event) => event.type === 'SessionPlanned' && event.data.sessionId === sessionId,
  );
  if (found?.type !== 'SessionPlanned') throw new RuleBroken('unknown-session', { sessionId });
  const session: Session = { ...found.data, status: 'planned', wasUnlogged: false, trigger: '' };
  return { session, planned };
}

function planThrough(group: FormedGroup, through: string, context: Context): readonly GroupEvent[] {
  const planned: GroupEvent[] = [];
  for (let ahead = group; ;) {
    const day = nextSessionDay(ahead, context.calendar);
    if (day === null || day > through) return planned;
    const occurredAt = context.days.morning(day);
    planned.push(...planDay(ahead, day).map((event) => happenedAt(occurredAt, event)));
    ahead = { ...ahead, plannedThrough: day };
  }
}

function mustBeOpen({ sessionId, on, status }: Session, { today }: Context): void {
  if (on > today) throw new RuleBroken('session-in-the-future', { on });
  if (status === 'held' || status === 'not-held')
    throw new RuleBroken('session-already-logged', { sessionId });
}

/** Everyone who was planned is answered for, and nobody else. */
function parts(session: Session, students: readonly StudentAttendance[]) {
  const byCycle = new Map(students.map((student) => [student.cycleId, student]));
  for (const { cycleId, attendance: came, reason } of students) {
    if (!session.cycleIds.includes(cycleId)) throw new RuleBroken('not-in-session', { cycleId });
    if (came === 'out' && reason === null)
      throw new RuleBroken('reason-required', { about: 'out', cycleId });
  }
  return (cycleId: string): StudentAttendance => {
    const part = byCycle.get(cycleId);
    if (!part) throw new RuleBroken('attendance-missing', { cycleId });
    return part;
  };
}

function attendance(
  { attendance: came, minutes, reason }: StudentAttendance,
  session: Session,
  group: FormedGroup,
  heldMinutes: number,
): CycleEvent {
  if (came === 'out') return missed(session, group, reason ?? 'other');
  if (minutes <= 0 || minutes > heldMinutes)
    throw new RuleBroken('minutes-out-of-range', { minutes, sessionMinutes: heldMinutes });
  const { sessionId, on, minutes: plannedMinutes, wasUnlogged: late } = session;
  const groupId = uuidOf(group.stream);
  return {
    type: 'SessionAttended',
    data: { sessionId, groupId, on, minutes, plannedMinutes, attendance: came, late },
  };
}

function missed(session: Session, group: FormedGroup, reason: SessionMissedReason): CycleEvent {
  const { sessionId, on, minutes: plannedMinutes, wasUnlogged: late } = session;
  const groupId = uuidOf(group.stream);
  return { type: 'SessionMissed', data: { sessionId, groupId, on, plannedMinutes, reason, late } };
}

/** A specialist other than the group's own who logs it gave it. */
function substituteOf(group: Group, { meta }: Context): string | null {
  const { actor } = meta;
  const own = group.status !== 'none' && group.specialistId === actor.id;
  return own || actor.role !== 'specialist' ? null : actor.id;
}

/** When the session began, or the moment of the log if that came first. */
function startOf({ on, startsAt }: Session, { meta, calendar }: Context): Instant {
  const start = instantOf(on, startsAt, calendar.timeZone);
  return start < meta.at ? start : meta.at;
}
