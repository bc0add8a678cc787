import { z } from 'zod';
import { grade, id, text } from './fields.js';
import { pageOf } from './page.js';

export const school = z
  .object({
    id,
    name: z.string(),
    identifier: z.string().nullable(),
    grades: z.array(grade),
    calendarId: id.nullable(),
    /** Grades that follow another calendar than the school. */
    gradeCalendars: z.array(z.object({ calendarId: id, grades: z.array(grade) })),
    students: z.int(),
    version: z.int(),
  })
  .meta({ id: 'School' });
export type School = z.infer<typeof school>;
export const schoolPage = pageOf(school, 'SchoolPage');

export const openSchoolRequest = z
  .object({
    name: text(200),
    identifier: text(100).nullable().default(null),
    sourcedId: text(200).nullable().default(null),
    grades: z.array(grade).min(1),
    calendarId: id.nullable().default(null),
  })
  .meta({ id: 'OpenSchoolRequest' });
export type OpenSchoolRequest = z.infer<typeof openSchoolRequest>;

/** `grades` left out: every grade, whatever was chosen for some of them before. */
export const chooseCalendarRequest = z
  .object({ calendarId: id, grades: z.array(grade).min(1).optional() })
  .meta({ id: 'ChooseCalendarRequest' });
export type ChooseCalendarRequest = z.infer<typeof chooseCalendarRequest>;
