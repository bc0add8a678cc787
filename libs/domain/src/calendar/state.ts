import type { Recorded } from '../decider.js';
import { uuidOf } from '../streams.js';
import type { LocalDate } from '../time.js';
import { addDays } from '../time.js';
import { isSchoolDay } from './calendar-days.js';
import type { CalendarEvent, ClosureDeclared, SchoolDayDeclared } from './events.js';
import type { CalendarYear, SchoolCalendar } from './school-calendar.js';

/** Every version ever published: old ones stay readable, because decisions pin them. */
export type Calendar =
  | { status: 'none' }
  | {
      status: 'published';
      name: string;
      newest: SchoolCalendar;
      versions: ReadonlyMap<number, SchoolCalendar>;
    };

export const initial: Calendar = { status: 'none' };

export function evolve(calendar: Calendar, event: Recorded<CalendarEvent>): Calendar {
  switch (event.type) {
    case 'CalendarPublished':
      return withVersion(calendar, event.data.name, {
        ...event.data.calendar,
        id: uuidOf(event.stream),
      });
    case 'ClosureDeclared': {
      if (calendar.status === 'none') return calendar;
      return withVersion(calendar, calendar.name, closedBy(calendar.newest, event.data));
    }
    case 'SchoolDayDeclared': {
      if (calendar.status === 'none') return calendar;
      return withVersion(calendar, calendar.name, openedBy(calendar.newest, event.data));
    }
  }
}

/** The versions of one calendar stream, from its events as the store hands them out. Fits `ReferenceFolds`. */
export function versions(events: readonly Recorded[]): ReadonlyMap<number, SchoolCalendar> {
  const calendar = (events as readonly Recorded<CalendarEvent>[]).reduce(evolve, initial);
  return calendar.status === 'none' ? new Map() : calendar.versions;
}

function withVersion(calendar: Calendar, name: string, newest: SchoolCalendar): Calendar {
  const known = calendar.status === 'none' ? [] : calendar.versions;
  return {
    status: 'published',
    name,
    newest,
    versions: new Map([...known, [newest.version, newest]]),
  };
}

/** Each school day of the span becomes a named day, which goes before everything else; the other days stay as they are. */
function closedBy(
  calendar: SchoolCalendar,
  { version, date, until, kind, name }: ClosureDeclared['data'],
): SchoolCalendar {
  const closed: CalendarYear['days'][number][] = [];
  for (let day = date; day <= until; day = addDays(day, 1))
    if (isSchoolDay(calendar, day)) closed.push({ date: day, kind, name });
  const withClosed = (year: CalendarYear): CalendarYear => {
    const own = closed.filter((day) => day.date >= year.firstDay && day.date <= year.lastDay);
    const kept = year.days.filter((day) => !own.some((o) => o.date === day.date));
    return { ...year, days: [...kept, ...own] };
  };
  return { ...calendar, version, years: calendar.years.map(withClosed) };
}

/** The day becomes a named one. Behind the last day of a year it ends that year, and the days between stay without school. */
function openedBy(
  calendar: SchoolCalendar,
  { version, date, kind, name }: SchoolDayDeclared['data'],
): SchoolCalendar {
  const own = yearFor(calendar, date);
  const withDay = (year: CalendarYear): CalendarYear => {
    const days = [...year.days.filter((day) => day.date !== date), { date, kind, name }];
    if (date <= year.lastDay) return { ...year, days };
    const between = { from: addDays(year.lastDay, 1), to: addDays(date, -1) };
    const closed =
      between.from > between.to
        ? year.closed
        : [...year.closed, { ...between, kind: 'break' as const, name: 'After the last day' }];
    return { ...year, lastDay: date, closed, days };
  };
  return {
    ...calendar,
    version,
    years: calendar.years.map((year) => (year === own ? withDay(year) : year)),
  };
}

/** The year that a school day declared on this day would belong to: the one that lasts, or the last one that has ended. */
export function yearFor({ years }: SchoolCalendar, date: LocalDate): CalendarYear | null {
  return years.findLast((year) => year.firstDay <= date) ?? null;
}
