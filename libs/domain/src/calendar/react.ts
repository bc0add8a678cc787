import type { React } from '../process.js';
import { uuidOf } from '../streams.js';
import type { CalendarEvent } from './events.js';

/** A new version is adopted by each open process that follows the calendar (architecture.md 4). */
export const calendarReact: React<CalendarEvent> = {
  listensTo: ['CalendarPublished', 'ClosureDeclared', 'SchoolDayDeclared'],
  concerns: (event) => ({ calendarId: uuidOf(event.stream) }),
  react: (event, found) => {
    const id = uuidOf(event.stream);
    const [version, because] =
      event.type === 'CalendarPublished'
        ? [event.data.calendar.version, event.data.because]
        : [event.data.version, event.data.reason];
    return found.processes
      .filter(({ open, calendar }) => open && calendar?.id === id && calendar.version < version)
      .map(({ stream }) => ({
        to: stream,
        type: 'AdoptCalendar',
        data: { calendar: { id, version }, because },
      }));
  },
};
