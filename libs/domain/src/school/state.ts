import type { Recorded } from '../decider.js';
import type { Grade } from '../measure/measure.js';
import type { SchoolEvent } from './events.js';

type Opening = Extract<SchoolEvent, { type: 'SchoolOpened' }>['data'];

export type School =
  | { status: 'none' }
  | {
      status: 'open';
      opening: Opening;
      /** What the school follows, except for the grades of `gradeCalendars`. */
      calendarId: string | null;
      gradeCalendars: GradeCalendars;
    };

/** Calendars of single grades, where they differ from the school's. */
export type GradeCalendars = Readonly<Partial<Record<Grade, string>>>;

export const initial: School = { status: 'none' };

export function evolve(school: School, event: Recorded<SchoolEvent>): School {
  switch (event.type) {
    case 'SchoolOpened':
      return { status: 'open', opening: event.data, calendarId: null, gradeCalendars: {} };
    case 'SchoolCalendarChosen':
      return school.status === 'open' ? { ...school, ...chosen(school, event.data) } : school;
  }
}

type Followed = { calendarId: string | null; gradeCalendars: GradeCalendars };

/** Which calendars are followed once the choice is made: the last word on a grade holds. */
export function chosen(
  before: Followed,
  { calendarId, grades }: Extract<SchoolEvent, { type: 'SchoolCalendarChosen' }>['data'],
): Followed {
  if (!grades) return { calendarId, gradeCalendars: {} };
  const own = Object.fromEntries(grades.map((grade) => [grade, calendarId]));
  return { ...before, gradeCalendars: { ...before.gradeCalendars, ...own } };
}

/** The calendar by which a grade of the school goes; null as long as none was chosen. */
export function calendarOf(school: Followed, grade: Grade): string | null {
  return school.gradeCalendars[grade] ?? school.calendarId;
}
