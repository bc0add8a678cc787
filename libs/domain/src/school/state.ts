import type { Recorded } from '../decider.js';
import type { SchoolEvent } from './events.js';

type Opening = Extract<SchoolEvent, { type: 'SchoolOpened' }>['data'];

export type School =
  { status: 'none' } | { status: 'open'; opening: Opening; calendarId: string | null };

export const initial: School = { status: 'none' };

export function evolve(school: School, event: Recorded<SchoolEvent>): School {
  switch (event.type) {
    case 'SchoolOpened':
      return { status: 'open', opening: event.data, calendarId: null };
    case 'SchoolCalendarChosen':
      return school.status === 'open' ? { ...school, calendarId: event.data.calendarId } : school;
  }
}
