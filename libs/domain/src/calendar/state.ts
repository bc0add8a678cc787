import type { Recorded } from '../decider.js';
import { uuidOf } from '../streams.js';
import type { LocalDate } from '../time.js';
import type { CalendarEvent } from './events.js';
import type { CalendarYear, SchoolCalendar } from './school-calendar.js';

/** Every version ever published: old ones stay readable, because decisions pin them. */
export type Calendar =
  | { status: 'none' }
  | {
      status: 'published';
      newest: SchoolCalendar;
      versions: ReadonlyMap<number, SchoolCalendar>;
    };

export const initial: Calendar = { status: 'none' };

export function evolve(calendar: Calendar, event: Recorded<CalendarEvent>): Calendar {
  switch (event.type) {
    case 'CalendarPublished':
      return withVersion(calendar, { ...event.data.calendar, id: uuidOf(event.stream) });
    case 'ClosureDeclared': {
      if (calendar.status === 'none') return calendar;
      const { version, date, name } = event.data;
      return withVersion(calendar, closedOn({ ...calendar.newest, version }, date, name));
    }
  }
}

/** The versions of one calendar stream, from its events. */
export function versions(
  events: readonly Recorded<CalendarEvent>[],
): ReadonlyMap<number, SchoolCalendar> {
  const calendar = events.reduce(evolve, initial);
  return calendar.status === 'none' ? new Map() : calendar.versions;
}

function withVersion(calendar: Calendar, newest: SchoolCalendar): Calendar {
  const known = calendar.status === 'none' ? [] : calendar.versions;
  return {
    status: 'published',
    newest,
    versions: new Map([...known, [newest.version, newest]]),
  };
}

function closedOn(calendar: SchoolCalendar, date: LocalDate, name: string): SchoolCalendar {
  const closed = (year: CalendarYear): CalendarYear => ({
    ...year,
    days: [
      ...year.days.filter((day) => day.date !== date),
      { date, kind: 'emergency_closure', name },
    ],
  });
  return {
    ...calendar,
    years: calendar.years.map((year) =>
      date >= year.firstDay && date <= year.lastDay ? closed(year) : year,
    ),
  };
}
