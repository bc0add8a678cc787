import type { CommandMeta, Decider } from '../decider.js';
import { RuleBroken } from '../rule-broken.js';
import { addDays, daysBetween, isLocalDate } from '../time.js';
import { dayKind, schoolDaysBetween, yearOf } from './calendar-days.js';
import type {
  CalendarCommand,
  CalendarDraft,
  DeclareClosure,
  DeclareSchoolDay,
  PublishCalendar,
} from './commands.js';
import type { CalendarEvent } from './events.js';
import type { SchoolCalendar } from './school-calendar.js';
import type { Calendar } from './state.js';
import { evolve, initial, yearFor } from './state.js';
import { calendarProblems, longestYear } from './validate.js';

type Met = CalendarCommand & { meta: CommandMeta };

function decide(command: Met, calendar: Calendar): CalendarEvent[] {
  switch (command.type) {
    case 'PublishCalendar':
      return publish(command.data, calendar);
    case 'DeclareClosure':
      return declareClosure(command.data, calendar);
    case 'DeclareSchoolDay':
      return declareSchoolDay(command.data, calendar);
  }
}

function publish(
  { name, calendar: draft, because }: PublishCalendar['data'],
  known: Calendar,
): CalendarEvent[] {
  const [problem] = calendarProblems(draft);
  if (problem)
    throw new RuleBroken(problem.code, { where: problem.where, problem: problem.message });
  if (known.status === 'none') return [published(name, draft, 1, because)];
  if (known.name === name && canonical(known.newest) === canonical(draft)) return []; // already
  return [published(name, draft, known.newest.version + 1, because)];
}

function published(
  name: string,
  { timeZone, dayStarts, dayEnds, years }: CalendarDraft,
  version: number,
  because: string,
): CalendarEvent {
  const calendar = { version, timeZone, dayStarts, dayEnds, years };
  return { type: 'CalendarPublished', data: { name, calendar, because } };
}

function declareClosure(
  { from, to, kind, name, reason }: DeclareClosure['data'],
  known: Calendar,
): CalendarEvent[] {
  if (known.status === 'none') throw new RuleBroken('calendar-not-published');
  for (const date of [from, to])
    if (!isLocalDate(date)) throw new RuleBroken('calendar-date-does-not-exist', { date });
  if (to < from) throw new RuleBroken('calendar-span-inverted', { from, to });
  const { newest } = known;
  for (const date of [from, to])
    if (!yearOf(newest, date)) throw new RuleBroken('calendar-day-outside-year', { date });
  if (
    dayKind(newest, from) === kind &&
    dayKind(newest, to) === kind &&
    !anySchool(newest, from, to)
  )
    return []; // declared already
  if (!anySchool(newest, from, to))
    throw new RuleBroken('no-school-that-day', { from, to, kind: dayKind(newest, from) });
  const version = newest.version + 1;
  return [
    { type: 'ClosureDeclared', data: { version, date: from, until: to, kind, name, reason } },
  ];
}

/** Days after the last day of a year on which it may still be prolonged; later ones are a year of their own. */
const latestMakeUp = 60;

function declareSchoolDay(
  { date, kind, name, reason }: DeclareSchoolDay['data'],
  known: Calendar,
): CalendarEvent[] {
  if (known.status === 'none') throw new RuleBroken('calendar-not-published');
  if (!isLocalDate(date)) throw new RuleBroken('calendar-date-does-not-exist', { date });
  const { newest } = known;
  if (dayKind(newest, date) === kind) return []; // declared already, or so from the beginning
  const year = yearFor(newest, date);
  if (!year || daysBetween(year.lastDay, date) > latestMakeUp)
    throw new RuleBroken('calendar-day-outside-year', { date });
  if (daysBetween(year.firstDay, date) >= longestYear)
    throw new RuleBroken('calendar-year-too-long', { firstDay: year.firstDay, date });
  const version = newest.version + 1;
  return [{ type: 'SchoolDayDeclared', data: { version, date, kind, name, reason } }];
}

function anySchool(calendar: SchoolCalendar, from: string, to: string): boolean {
  return schoolDaysBetween(calendar, addDays(from, -1), to) > 0;
}

/** Field by field in a fixed order: a draft may come with its keys in another order. */
function canonical({ timeZone, dayStarts, dayEnds, years }: CalendarDraft): string {
  return JSON.stringify([
    timeZone,
    dayStarts,
    dayEnds,
    years.map((year) => [
      year.firstDay,
      year.lastDay,
      year.weekdays,
      year.closed.map(({ from, to, kind, name }) => [from, to, kind, name]),
      year.days.map(({ date, kind, name }) => [date, kind, name]),
    ]),
  ]);
}

/** `calendar/<uuid>`: published as a whole, closed day by day; each change makes the next version. */
export const calendarDecider: Decider<Calendar, Met, CalendarEvent> = {
  kind: 'calendar',
  initial,
  evolve,
  decide,
  needs: () => ({}),
};
