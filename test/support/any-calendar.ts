import fc from 'fast-check';
import type { CalendarYear, DayKind, SchoolCalendar } from '#domain/calendar/school-calendar';

// Invented calendars, and a second opinion on them that reads the calendar day by day and knows nothing of an index.

const dayMs = 86_400_000;
const plus = (date: string, days: number) =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

/** Monday is 1, Sunday 7. */
export const weekday = (date: string) => new Date(date).getUTCDay() || 7;
export const monday = (date: string) => plus(date, 1 - weekday(date));

/** Each day from `from` through `to`. */
export function daysFrom(from: string, to: string): string[] {
  const days: string[] = [];
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += dayMs)
    days.push(new Date(ms).toISOString().slice(0, 10));
  return days;
}

export type NaiveKind = DayKind | 'weekend' | 'outside_year';

export function naiveKind(calendar: SchoolCalendar, date: string): NaiveKind {
  for (const year of calendar.years) {
    if (date < year.firstDay || year.lastDay < date) continue;
    for (const day of year.days.toReversed()) if (day.date === date) return day.kind;
    if (!year.weekdays.includes(weekday(date))) return 'weekend';
    for (const span of year.closed) if (span.from <= date && date <= span.to) return span.kind;
    return 'instructional';
  }
  return 'outside_year';
}

export const naiveSchoolDay = (calendar: SchoolCalendar, date: string) =>
  /^(instructional|half|remote)$/.test(naiveKind(calendar, date));

/** Every school day that the calendar knows, in order. */
export const naiveSchoolDays = (calendar: SchoolCalendar) =>
  calendar.years.flatMap(({ firstDay, lastDay }) =>
    daysFrom(firstDay, lastDay).filter((date) => naiveSchoolDay(calendar, date)),
  );

const kinds: readonly DayKind[] = [
  'instructional',
  'half',
  'remote',
  'staff_only',
  'holiday',
  'break',
  'emergency_closure',
];
const named = { name: fc.constant('') };

const weekdays = fc.oneof(
  { weight: 4, arbitrary: fc.constant([1, 2, 3, 4, 5]) },
  { weight: 1, arbitrary: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }) },
);

/** One to 330 days long, with spans and named days that may lie across each other, on weekends and outside of it. */
const yearFrom = (firstDay: string): fc.Arbitrary<CalendarYear> => {
  const inYear = (most: number) => fc.integer({ min: -5, max: most }).map((n) => plus(firstDay, n));
  return fc.record({
    firstDay: fc.constant(firstDay),
    lastDay: fc.oneof(fc.nat(30), fc.nat(120), fc.nat(329)).map((n) => plus(firstDay, n)),
    weekdays,
    closed: fc.array(
      fc
        .tuple(inYear(335), fc.nat(20), fc.constantFrom(...kinds.slice(3)))
        .map(([from, days, kind]) => ({ from, to: plus(from, days), kind, name: '' })),
      { maxLength: 8 },
    ),
    days: fc.uniqueArray(
      fc.record({ date: inYear(335), kind: fc.constantFrom(...kinds), ...named }),
      { maxLength: 12, selector: (day) => day.date },
    ),
  });
};

const anyYear = fc.integer({ min: 0, max: 3_000 }).chain((n) => yearFrom(plus('2019-01-01', n)));

/** One or two years of school, leap years among them, half days, make-up Saturdays, closures and summers of any length. */
export const anyCalendar: fc.Arbitrary<SchoolCalendar> = fc
  .tuple(anyYear, fc.option(fc.integer({ min: 1, max: 100 })))
  .chain(([first, summer]) =>
    fc.tuple(
      fc.constant(first),
      summer === null ? fc.constant(null) : yearFrom(plus(first.lastDay, summer)),
    ),
  )
  .map(([first, second]) => ({
    id: 'any',
    version: 1,
    timeZone: 'America/Chicago',
    dayStarts: '07:30',
    dayEnds: '16:00',
    years: second ? [first, second] : [first],
  }));

/** A day in or near the calendar. */
export const anyDayOf = ({ years }: SchoolCalendar): fc.Arbitrary<string> => {
  const first = years[0]!.firstDay;
  const length = (Date.parse(years.at(-1)!.lastDay) - Date.parse(first)) / dayMs;
  return fc.integer({ min: -30, max: length + 30 }).map((n) => plus(first, n));
};

/** A calendar with two of its days, in any order. */
export const calendarAndDays = anyCalendar.chain((calendar) =>
  fc.tuple(fc.constant(calendar), anyDayOf(calendar), anyDayOf(calendar)),
);
