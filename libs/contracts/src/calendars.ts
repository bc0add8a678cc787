import { z } from 'zod';
import type { DayKind } from '#domain/calendar/school-calendar';
import { id, localDate, named, reason, text, timeOfDay, weekday } from './fields.js';
import { pageOf } from './page.js';

export const dayKinds = [
  'instructional',
  'half',
  'remote',
  'staff_only',
  'holiday',
  'break',
  'emergency_closure',
] as const satisfies readonly DayKind[];

const dayKind = z.enum(dayKinds);

export const calendarYear = z
  .object({
    firstDay: localDate,
    lastDay: localDate,
    weekdays: z.array(weekday).min(1).max(7),
    closed: z.array(z.object({ from: localDate, to: localDate, kind: dayKind, name: text(200) })),
    days: z.array(z.object({ date: localDate, kind: dayKind, name: text(200) })),
  })
  .meta({ id: 'CalendarYear' });

export const calendar = z
  .object({
    id,
    /** Of the stream, as in the ETag; `calendarVersion` is the one that decisions pin. */
    version: z.int(),
    calendarVersion: z.int(),
    name: z.string(),
    timeZone: z.string(),
    dayStarts: timeOfDay,
    dayEnds: timeOfDay,
    years: z.array(calendarYear),
    schools: z.array(named),
  })
  .meta({ id: 'Calendar' });
export type Calendar = z.infer<typeof calendar>;
export const calendarPage = pageOf(calendar, 'CalendarPage');

export const publishCalendarRequest = z
  .object({
    name: text(200),
    dayStarts: timeOfDay.default('08:00'),
    dayEnds: timeOfDay.default('16:00'),
    years: z.array(calendarYear).min(1).max(30),
    because: reason,
  })
  .meta({ id: 'PublishCalendarRequest' });
export type PublishCalendarRequest = z.infer<typeof publishCalendarRequest>;

export const declareClosureRequest = z
  .object({
    from: localDate,
    to: localDate,
    kind: z
      .enum(['emergency_closure', 'holiday', 'break', 'staff_only'])
      .default('emergency_closure'),
    name: text(200),
    reason,
  })
  .meta({ id: 'DeclareClosureRequest' });
export type DeclareClosureRequest = z.infer<typeof declareClosureRequest>;

/** A day of a known year, or one after its last day: the year then ends on it. */
export const declareSchoolDayRequest = z
  .object({
    date: localDate,
    kind: z.enum(['instructional', 'half', 'remote']).default('instructional'),
    name: text(200),
    reason,
  })
  .meta({ id: 'DeclareSchoolDayRequest' });
export type DeclareSchoolDayRequest = z.infer<typeof declareSchoolDayRequest>;
