import { isAdopted } from '../../calendar/adoption.js';
import { isSchoolDay } from '../../calendar/calendar-days.js';
import { movedDuties } from '../../ladder.js';
import { RuleBroken } from '../../rule-broken.js';
import type { Context } from '../context.js';
import { mustBeOpen, mustGiveReason } from '../context.js';
import type { RuleSetDocument } from '../../rule-set/document.js';
import type { LocalDate } from '../../time.js';
import type { GroupCommand, GroupEvent, Slot } from '../events.js';
import { obligations } from '../obligations.js';
import type { FormedGroup, Group } from '../state.js';
import { membersOn } from '../state.js';
import type { GroupDecision } from './session.js';
import { notHeld, together, unlogged } from './session.js';

type Data<T extends GroupCommand['type']> = Extract<GroupCommand, { type: T }>['data'];

export function formGroup(
  { schedule, ...plan }: Data<'FormGroup'>,
  before: Group,
  context: Context,
): readonly GroupEvent[] {
  if (before.status !== 'none') throw new RuleBroken('group-already-formed');
  mustBeMeetable(schedule.slots, context);
  return [
    { type: 'GroupFormed', data: plan },
    { type: 'ScheduleSet', data: schedule },
  ];
}

/** Applies to days that are not planned yet; a day already planned stands. */
export function setSchedule(
  schedule: Data<'SetSchedule'>,
  before: Group,
  context: Context,
): readonly GroupEvent[] {
  mustBeOpen(before);
  if (schedule.from < context.today)
    throw new RuleBroken('date-in-past', { from: schedule.from, today: context.today });
  mustBeMeetable(schedule.slots, context);
  return [{ type: 'ScheduleSet', data: schedule }];
}

export function addMember(
  member: Data<'AddMember'>,
  before: Group,
  { rules }: Context,
): readonly GroupEvent[] {
  const group = mustBeOpen(before);
  if (isMember(group, member.cycleId)) return [];
  mustHaveRoom(group, member.from, rules);
  return [{ type: 'MemberAdded', data: member }];
}

/** Refuses where the group has as many members from that day on as the plan of its tier allows. */
export function mustHaveRoom(group: FormedGroup, from: LocalDate, rules: RuleSetDocument): void {
  const { max } = rules.tiers[group.tier === 3 ? '3' : '2'].groupSize;
  const staying = group.members.filter((m) => m.until === null || m.until > from);
  if (staying.length >= max) throw new RuleBroken('group-full', { max });
}

/** True of a cycle that belongs to the group with no end in sight. */
export function isMember(group: FormedGroup, cycleId: string): boolean {
  return group.members.some((m) => m.cycleId === cycleId && m.until === null);
}

export function removeMember(member: Data<'RemoveMember'>, before: Group): readonly GroupEvent[] {
  if (before.status === 'none') throw new RuleBroken('group-not-formed');
  return isMember(before, member.cycleId) ? [{ type: 'MemberRemoved', data: member }] : [];
}

export function assignSpecialist(
  { staffId: to, on, reason }: Data<'AssignSpecialist'>,
  before: Group,
): readonly GroupEvent[] {
  const group = mustBeOpen(before);
  if (group.specialistId === to) return [];
  mustGiveReason(reason, 'assign');
  const cycleIds = membersOn(group, on).map((member) => member.cycleId);
  const data = { from: group.specialistId, to, on, reason, cycleIds };
  return [{ type: 'SpecialistAssigned', data }];
}

/** No session is left open behind it: what nobody has logged by then is unlogged. */
export function dissolveGroup(
  { on, reason }: Data<'DissolveGroup'>,
  before: Group,
  { meta, today }: Context,
): GroupDecision {
  if (before.status === 'dissolved') return { own: [], others: [] };
  const group = mustBeOpen(before);
  if (on > today) throw new RuleBroken('date-in-future', { on, today });
  mustGiveReason(reason, 'dissolve');
  const silent = group.sessions.filter((session) => session.status === 'planned');
  const settled = together(silent.map((session) => unlogged(session, group, meta.at)));
  const dissolved: GroupEvent = { type: 'GroupDissolved', data: { on, reason } };
  return { ...settled, own: [...settled.own, dissolved] };
}

/**
 * A new version, or another calendar: each open duty that moves is named, and a session that was planned, and not held, on a day
 * that turned out to be a closure, was not held for that reason.
 */
export function adoptCalendar(
  adoption: Data<'AdoptCalendar'>,
  before: Group,
  { reference, calendar, meta, today }: Context,
): GroupDecision {
  const group = mustBeOpen(before);
  if (!isAdopted(adoption, group.calendar)) return { own: [], others: [] };
  const { calendar: pin, because, instead } = adoption;
  // Another calendar speaks of the days to come; those gone by went by the one that was followed then.
  const counts = (on: LocalDate) =>
    (instead !== undefined && on < today) || isSchoolDay(calendar, on);
  const closed = closures(group, counts).map((session) =>
    notHeld(session, group, 'closure', meta.at),
  );
  const previous = { ...reference, calendar: reference.previousCalendar ?? calendar };
  const after = obligations({ ...group, calendar: pin }, reference);
  const moved = movedDuties(obligations(group, previous), after);
  const { own, others } = together(closed);
  return {
    own: [{ type: 'DueDatesMoved', data: { calendar: pin, moved, because } }, ...own],
    others,
  };
}

function closures(group: FormedGroup, isSchool: (on: string) => boolean) {
  return group.sessions.filter(
    ({ status, on }) => (status === 'planned' || status === 'unlogged') && !isSchool(on),
  );
}

function mustBeMeetable(slots: readonly Slot[], { calendar }: Context): void {
  if (slots.length === 0) throw new RuleBroken('schedule-empty');
  const weekdays = new Set(calendar.years.flatMap((year) => year.weekdays));
  for (const { weekday, minutes } of slots) {
    if (!weekdays.has(weekday)) throw new RuleBroken('slot-outside-school-week', { weekday });
    if (minutes <= 0) throw new RuleBroken('minutes-out-of-range', { minutes });
  }
  const inOrder = slots
    .map(({ weekday, startsAt, minutes }) => {
      const [hour, minute] = startsAt.split(':').map(Number);
      const from = weekday * 1440 + hour! * 60 + minute!;
      return { from, to: from + minutes };
    })
    .sort((a, b) => a.from - b.from);
  if (inOrder.some((slot, i) => i > 0 && slot.from < inOrder[i - 1]!.to))
    throw new RuleBroken('slots-overlap');
}
