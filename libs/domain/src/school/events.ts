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
  /**
   * Which calendar stream the school follows, or some of its grades only; without `grades` every grade, whatever was chosen
   * for some of them before. Its newest version is adopted by each open process that follows it.
   */
  | { type: 'SchoolCalendarChosen'; data: { calendarId: string; grades?: readonly Grade[] } };

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
  | { type: 'ChooseSchoolCalendar'; data: { calendarId: string; grades?: readonly Grade[] } };
