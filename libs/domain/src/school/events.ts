import type { Grade } from '../measure/measure.js';

export type SchoolEvent =
  | {
      type: 'SchoolOpened';
      data: {
        name: string;
        identifier: string | null;
        sourcedId: string | null;
        grades: readonly Grade[];
      };
    }
  /** Which calendar stream the school follows; its newest version is adopted by each open process. */
  | { type: 'SchoolCalendarChosen'; data: { calendarId: string } };

export type SchoolCommand =
  | {
      type: 'OpenSchool';
      data: {
        name: string;
        identifier: string | null;
        sourcedId: string | null;
        grades: readonly Grade[];
        calendarId: string | null;
      };
    }
  | { type: 'ChooseSchoolCalendar'; data: { calendarId: string } };
