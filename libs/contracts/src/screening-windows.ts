import { z } from 'zod';
import { area, grade, id, localDate, named, pin, season } from './fields.js';
import { duty } from './duties.js';
import { pageOf, pageQuery } from './page.js';

export const windowRow = z
  .object({
    id,
    school: named,
    area,
    season,
    schoolYear: z.int(),
    opensOn: localDate,
    closesOn: localDate,
    makeUpsUntil: localDate,
    status: z.enum(['scheduled', 'open', 'closed', 'completed']),
    expected: z.int().nullable(),
    screened: z.int().nullable(),
    missed: z.int().nullable(),
    version: z.int(),
  })
  .meta({ id: 'ScreeningWindowRow' });
export type WindowRow = z.infer<typeof windowRow>;
export const windowPage = pageOf(windowRow, 'ScreeningWindowPage');

export const windowDetail = windowRow
  .extend({
    calendar: pin,
    ruleSets: z.array(z.object({ ruleSet: pin, grades: z.array(grade) })),
    classwide: z.array(
      z.object({
        unit: z.string(),
        grade,
        below: z.int(),
        screened: z.int(),
        threshold: z.number(),
      }),
    ),
    /** How many placements were proposed; null before. */
    proposed: z.int().nullable(),
    next: z.array(duty),
  })
  .meta({ id: 'ScreeningWindowDetail' });
export type WindowDetail = z.infer<typeof windowDetail>;

export const windowsQuery = pageQuery.extend({
  schoolId: id.optional(),
  area: area.optional(),
  season: season.optional(),
});
export type WindowsQuery = z.infer<typeof windowsQuery>;

const instructionalDay = z.int().min(1).max(366);

/**
 * Calendar: the school's, or that of its grades where they share one. Rule sets: left out, the published ones of the area in
 * force on the opening day. The window has dates, or `instructionalDays` of the school year (the first is 1), from which
 * every version of the calendar says its dates.
 */
export const scheduleWindowRequest = z
  .object({
    schoolId: id,
    area,
    season,
    schoolYear: z.int().min(1990).max(2200),
    opensOn: localDate.optional(),
    closesOn: localDate.optional(),
    makeUpsUntil: localDate.optional(),
    instructionalDays: z
      .object({
        opens: instructionalDay,
        closes: instructionalDay,
        makeUpsUntil: instructionalDay,
      })
      .optional(),
    ruleSets: z.array(z.object({ ruleSet: pin, grades: z.array(grade).min(1) })).optional(),
  })
  .refine(({ opensOn, closesOn, makeUpsUntil, instructionalDays }) => {
    const dates = [opensOn, closesOn, makeUpsUntil];
    return dates.every((date) => (date === undefined) === (instructionalDays !== undefined));
  }, 'give "opensOn", "closesOn" and "makeUpsUntil", or "instructionalDays" in their place')
  .meta({ id: 'ScheduleWindowRequest' });
export type ScheduleWindowRequest = z.infer<typeof scheduleWindowRequest>;
