import { nextSchoolDay, onOrAfter } from '../calendar/calendar-days.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import { uuidOf } from '../streams.js';
import type { LocalDate } from '../time.js';
import { weekdayOf } from '../time.js';
import type { GroupEvent, Slot } from './events.js';
import type { FormedGroup } from './state.js';
import { membersOn } from './state.js';

// Sessions to come are computed from schedule and calendar and never stored, so a closure undoes nothing.

/** The slots of a school day, earliest first; the schedule set last goes before the others. */
function slotsOn(group: FormedGroup, on: LocalDate): readonly Slot[] {
  const schedule = group.schedules.findLast(({ from }) => from <= on);
  if (!schedule) return [];
  const weekday = weekdayOf(on);
  return schedule.slots
    .filter((slot) => slot.weekday === weekday)
    .sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
}

/** The next school day after those already planned on which a slot falls and somebody is there to come. */
export function nextSessionDay(group: FormedGroup, calendar: SchoolCalendar): LocalDate | null {
  const begins = earliest(group);
  if (begins === null) return null;
  const { plannedThrough } = group;
  let day =
    plannedThrough !== null && plannedThrough >= begins
      ? nextSchoolDay(calendar, plannedThrough)
      : onOrAfter(calendar, begins);
  while (day !== null) {
    if (slotsOn(group, day).length > 0 && membersOn(group, day).length > 0) return day;
    if (!someoneAfter(group, day)) return null;
    day = nextSchoolDay(calendar, day);
  }
  return null;
}

/** The sessions of a day as they are planned on its morning. */
export function planDay(group: FormedGroup, on: LocalDate): readonly GroupEvent[] {
  const cycleIds = membersOn(group, on).map((member) => member.cycleId);
  return slotsOn(group, on).map(({ startsAt, minutes }) => ({
    type: 'SessionPlanned',
    data: {
      sessionId: `${uuidOf(group.stream)}/${on}T${startsAt}`,
      on,
      startsAt,
      minutes,
      cycleIds,
    },
  }));
}

/** When the group could first meet: its first schedule, and the first member who stays. */
function earliest(group: FormedGroup): LocalDate | null {
  const schedule = group.schedules.reduce<LocalDate | null>(
    (first, { from }) => (first === null || from < first ? from : first),
    null,
  );
  let member: LocalDate | null = null;
  for (const { from, until } of group.members)
    if ((until === null || from < until) && (member === null || from < member)) member = from;
  if (schedule === null || member === null) return null;
  return schedule > member ? schedule : member;
}

function someoneAfter(group: FormedGroup, day: LocalDate): boolean {
  return group.members.some(({ until }) => until === null || until > day);
}
