import type { React } from '../process.js';
import { uuidOf } from '../streams.js';
import type { SchoolEvent } from './events.js';

/**
 * The open processes of a school go over to the calendar that it chose: each by the grade of its student, a group and a
 * screening window by that of the school as a whole. What goes by another calendar already is left alone.
 */
export const schoolReact: React<SchoolEvent> = {
  listensTo: ['SchoolCalendarChosen'],
  concerns: (event) => ({ schoolId: uuidOf(event.stream) }),
  react: (_, found) =>
    found.processes.flatMap(({ stream, open, calendar, chosen }) => {
      if (!open || !calendar || !chosen || chosen.id === calendar.id) return [];
      const data = { calendar: chosen, instead: calendar.id, because: calendarChosen };
      return [{ to: stream, type: 'AdoptCalendar', data }];
    }),
};

/** The cause that `DueDatesMoved` keeps, where a closure has the words of who declared it. */
export const calendarChosen = 'The school follows another calendar.';
