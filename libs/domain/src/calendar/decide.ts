import type { CommandMeta, Decider } from '../decider.js';
import { RuleBroken } from '../rule-broken.js';
import { isLocalDate } from '../time.js';
import { dayKind, isSchoolDay } from './calendar-days.js';
import type { CalendarCommand, CalendarDraft } from './commands.js';
import type { CalendarEvent } from './events.js';
import type { SchoolCalendar } from './school-calendar.js';
import type { Calendar } from './state.js';
import { evolve, initial } from './state.js';
import { calendarProblems } from './validate.js';

type Met = CalendarCommand & { meta: CommandMeta };

function decide(command: Met, calendar: Calendar): CalendarEvent[] {
  switch (command.type) {
    case 'PublishCalendar':
      return publish(command.data, calendar);
    case 'DeclareClosure':
      return declareClosure(command.data, calendar);
  }
}

function publish(
  { calendar: draft, because }: { calendar: CalendarDraft; because: string },
  known: Calendar,
): CalendarEvent[] {
  const [problem] = calendarProblems(draft);
  if (problem)
    throw new RuleBroken(problem.code, { where: problem.where, problem: problem.message });
  if (known.status === 'published' && sameContent(known.newest, draft)) return []; // published already
  const version = known.status === 'published' ? known.newest.version + 1 : 1;
  return [{ type: 'CalendarPublished', data: { calendar: { ...draft, version }, because } }];
}

function declareClosure(
  { date, name, reason }: { date: string; name: string; reason: string },
  known: Calendar,
): CalendarEvent[] {
  if (known.status === 'none') throw new RuleBroken('calendar-not-published');
  if (!isLocalDate(date)) throw new RuleBroken('calendar-date-does-not-exist', { date });
  const kind = dayKind(known.newest, date);
  if (kind === 'emergency_closure') return []; // declared already
  if (kind === 'outside_year') throw new RuleBroken('calendar-day-outside-year', { date });
  if (!isSchoolDay(known.newest, date)) throw new RuleBroken('no-school-that-day', { date, kind });
  const version = known.newest.version + 1;
  return [{ type: 'ClosureDeclared', data: { version, date, name, reason } }];
}

/** Field by field in a fixed order: the draft may come with its keys in another order. */
function sameContent(a: SchoolCalendar, b: CalendarDraft): boolean {
  return canonical(a) === canonical(b);
}

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
