import type { CalendarYear } from '#domain/calendar/school-calendar';

/** What `PublishCalendar` takes: one school year of plain weekdays in Chicago, but for what is given. */
export function aCalendar(name: string, change: Partial<CalendarYear> = {}) {
  const year: CalendarYear = {
    firstDay: '2025-08-20',
    lastDay: '2026-06-05',
    weekdays: [1, 2, 3, 4, 5],
    closed: [],
    days: [],
    ...change,
  };
  const calendar = {
    timeZone: 'America/Chicago',
    dayStarts: '08:00',
    dayEnds: '16:00',
    years: [year],
  };
  return { name, because: 'the board adopted it', calendar };
}
