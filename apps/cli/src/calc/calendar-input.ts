import { z } from 'zod';
import type { CalendarYear, DayKind, SchoolCalendar } from '#domain/calendar/school-calendar';
import type { LocalDate } from '#domain/time';
import { daysBetween } from '#domain/time';
import { date } from './inputs.js';

/**
 * The calendar of a calculation (interfaces.md 2.1, `calc clock`). `nextYearFirstDay` is known as soon as either
 * `nextYear` or `nextYearFirstDay` was given; only `nextYear` makes its days countable (it is the second of `years`).
 */
export type CalcCalendar = SchoolCalendar & { nextYearFirstDay: LocalDate | null };

/** From the first known day to the last, next year included: a mistyped year must not keep a machine counting. */
export const longestCalendarDays = 3_660;

const openKinds = ['instructional', 'half', 'remote'] as const;
const closedKinds = ['staff_only', 'holiday', 'break', 'emergency_closure'] as const;
const kinds = [...openKinds, ...closedKinds] as const satisfies readonly DayKind[];

const kind = z.enum(kinds, { error: `The kind of a day is one of ${kinds.join(', ')}.` });
const closedKind = z.enum(closedKinds, {
  error: `The kind of a closed span is one of ${closedKinds.join(', ')}; school days go under days.`,
});
const name = z.string({ error: 'A name is text.' }).default('');

const weekdaysError = 'Name at least one weekday, 1 = Monday to 7 = Sunday.';
const weekday = z.int({ error: weekdaysError }).min(1, weekdaysError).max(7, weekdaysError);
const weekdays = z
  .array(weekday, { error: weekdaysError })
  .min(1, weekdaysError)
  .default([1, 2, 3, 4, 5]);

/** A date by itself is a holiday, a span a break, unless it says otherwise. */
const closedDate = date.transform((on): CalendarYear['closed'][number] => ({
  from: on,
  to: on,
  kind: 'holiday',
  name: '',
}));
const closedSpan = z
  .strictObject(
    { from: date, to: date, kind: closedKind.default('break'), name },
    { error: shape('A closed day is a date, or a span as { "from", "to" }.') },
  )
  .check(({ value, issues }) => {
    if (value.to >= value.from) return;
    const message = `The span ends on ${value.to}, before it begins on ${value.from}.`;
    issues.push(impossible(value, 'to', 'span_inverted', message, 'Let it end where it begins.'));
  });
/** One or the other by what it is, so that what is wrong with a span is told of the span, where it is wrong. */
const closed = z.unknown().transform((value, { issues }): CalendarYear['closed'][number] => {
  const parsed = (typeof value === 'string' ? closedDate : closedSpan).safeParse(value, {
    reportInput: true,
  });
  if (parsed.success) return parsed.data;
  issues.push(...(parsed.error.issues as z.core.$ZodRawIssue[]));
  return z.NEVER;
});

const day = z.strictObject({ date, kind, name }, { error: shape('A day is { "date", "kind" }.') });

const year = z
  .strictObject(
    {
      firstDay: date,
      lastDay: date,
      weekdays,
      closed: z.array(closed, { error: 'This must be a list of dates and spans.' }).default([]),
      days: z.array(day, { error: 'This must be a list of days.' }).default([]),
    },
    { error: shape('A school year is an object with firstDay and lastDay.') },
  )
  .check(({ value, issues }) => {
    if (value.lastDay < value.firstDay) {
      const message = `The year ends on ${value.lastDay}, before it begins on ${value.firstDay}.`;
      issues.push(
        impossible(value, 'lastDay', 'year_inverted', message, 'Correct one of the two.'),
      );
    }
    const named = new Map<LocalDate, DayKind>();
    for (const [i, { date: on, kind: is }] of value.days.entries()) {
      const before = named.get(on);
      if (before !== undefined && before !== is) {
        const message = `${on} is ${before} and ${is} at once.`;
        issues.push(impossible(value, ['days', i, 'kind'], 'day_twice', message, 'Name it once.'));
      }
      named.set(on, is);
    }
  });

/**
 * The `calendar` object. Days and spans outside of the year are accepted and say nothing; a year may begin or end on a
 * day without school.
 */
export const calendarInput = year
  .safeExtend({ nextYear: year.optional(), nextYearFirstDay: date.optional() })
  .check(({ value, issues }) => {
    const { firstDay, lastDay, nextYear, nextYearFirstDay } = value;
    const begins = nextYear?.firstDay ?? nextYearFirstDay;
    const where = nextYear ? ['nextYear', 'firstDay'] : 'nextYearFirstDay';
    if (begins !== undefined && begins <= lastDay) {
      const message = `The next year begins on ${begins}, but this one lasts until ${lastDay}.`;
      issues.push(impossible(value, where, 'years_overlap', message, 'Let it begin later.'));
    }
    if (nextYear && nextYearFirstDay !== undefined && nextYearFirstDay !== nextYear.firstDay) {
      const message = `The next year begins on ${nextYear.firstDay} or on ${nextYearFirstDay}?`;
      issues.push(
        impossible(value, 'nextYearFirstDay', 'next_year_unclear', message, 'Leave one out.'),
      );
    }
    const last = nextYear?.lastDay ?? lastDay;
    if (daysBetween(firstDay, last) >= longestCalendarDays) {
      const message = `From ${firstDay} to ${last} is more than ${longestCalendarDays} days.`;
      const at = nextYear ? ['nextYear', 'lastDay'] : 'lastDay';
      issues.push(impossible(value, at, 'calendar_too_long', message, 'Correct the year.'));
    }
  })
  .transform(({ nextYear, nextYearFirstDay, ...thisYear }): CalcCalendar => {
    const years = nextYear ? [thisYear, nextYear] : [thisYear];
    const begins = nextYear?.firstDay ?? nextYearFirstDay ?? null;
    return laidOutOnce({ ...unnamed, years, nextYearFirstDay: begins });
  });

/** No figure of a calculation depends on a zone or an hour. */
const unnamed = { id: '', version: 0, timeZone: 'UTC', dayStarts: '00:00', dayEnds: '23:59' };

/** Thousands of lines share a few calendars; one object for each, because the domain lays a calendar out per object. */
function laidOutOnce(calendar: CalcCalendar): CalcCalendar {
  const text = JSON.stringify(calendar);
  const met = calendarsMet.get(text);
  if (met) return met;
  if (calendarsMet.size >= 100) calendarsMet.clear();
  calendarsMet.set(text, calendar);
  return calendar;
}
const calendarsMet = new Map<string, CalcCalendar>();

/** Says the shape where something else stands in its place, and nothing about a key too many. */
function shape(sentence: string) {
  return (issue: { code?: string }) => (issue.code === 'invalid_type' ? sentence : undefined);
}

/** An input of the right shape that cannot be: its code, place within the object, sentence and remedy. */
export function impossible(
  input: unknown,
  where: PropertyKey | PropertyKey[],
  code: string,
  message: string,
  hint: string,
): z.core.$ZodRawIssue {
  const path = Array.isArray(where) ? where : [where];
  return { code: 'custom', input, path, message, params: { code, hint } };
}
