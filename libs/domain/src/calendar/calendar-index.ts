import type { Instant, LocalDate } from '../time.js';
import { addDays, daysBetween, weekdayOf } from '../time.js';
import type { CalendarYear, DayKind, SchoolCalendar } from './school-calendar.js';

/** A day as the calendar knows it: `weekend` = no school weekday, `outside_year` = between or beyond the known years. */
export type CalendarDayKind = DayKind | 'weekend' | 'outside_year';

/** A Monday-to-Sunday week with at least one school day; `ordinal` counts such weeks from 0 over all known years. */
export type SchoolWeek = {
  ordinal: number;
  monday: LocalDate;
  firstDay: LocalDate;
  lastDay: LocalDate;
  schoolDays: number;
};

type IndexedDay = {
  kind: CalendarDayKind;
  schoolDay: boolean;
  /** School days up to and including this one, from the first day of the first known year. */
  upTo: number;
  year: CalendarYear | null;
  /** Ordinal of the last school week that has begun by the end of this day's own week, and whether it is its own. */
  week: number;
  ownWeek: boolean;
};

/** Everything that is counted again and again about one immutable calendar version, laid out once. */
export type CalendarIndex = {
  days: ReadonlyMap<LocalDate, IndexedDay>;
  /** In order; `days` says of each how many there are up to and including it. */
  schoolDays: readonly LocalDate[];
  weeks: readonly SchoolWeek[];
  years: readonly CalendarYear[];
  firstDate: LocalDate | null;
  dueInstants: Map<LocalDate, Instant>;
  morningInstants: Map<LocalDate, Instant>;
};

const schoolKinds: ReadonlySet<CalendarDayKind> = new Set(['instructional', 'half', 'remote']);

// Obligations are computed tens of thousands of times over the same few calendar versions.
const indexes = new WeakMap<SchoolCalendar, CalendarIndex>();

export function indexOf(calendar: SchoolCalendar): CalendarIndex {
  let index = indexes.get(calendar);
  if (!index) indexes.set(calendar, (index = build(calendar)));
  return index;
}

function build(calendar: SchoolCalendar): CalendarIndex {
  const years = [...calendar.years].sort((a, b) => (a.firstDay < b.firstDay ? -1 : 1));
  const days = new Map<LocalDate, IndexedDay>();
  const schoolDays: LocalDate[] = [];
  const weeks: SchoolWeek[] = [];
  if (years.length === 0) return { days, schoolDays, weeks, years, firstDate: null, ...instants() };
  const first = years[0]!.firstDay;
  const last = years.at(-1)!.lastDay;

  const kinds = new Map<CalendarYear, YearKinds>(years.map((year) => [year, yearKinds(year)]));
  let at = 0;
  // Whole weeks, so that the last known week is complete as well. Counted in days from the first, not compared as text:
  // the week of 31 December 9999 reaches into a year that has five digits.
  const start = 1 - weekdayOf(first);
  for (let n = start; n <= daysBetween(first, last); n += 7) {
    const monday = addDays(first, n);
    const found: [LocalDate, Omit<IndexedDay, 'week' | 'ownWeek'>][] = [];
    let week: SchoolWeek | null = null;
    for (let i = 0; i < 7; i++) {
      const date = addDays(first, n + i);
      while (years[at + 1] && date >= years[at + 1]!.firstDay) at++;
      const year = contains(years[at], date);
      const kind = year ? kindIn(kinds.get(year)!, year, date, i + 1) : 'outside_year';
      const schoolDay = schoolKinds.has(kind);
      if (schoolDay) {
        schoolDays.push(date);
        week ??= { ordinal: weeks.length, monday, firstDay: date, lastDay: date, schoolDays: 0 };
        week = { ...week, lastDay: date, schoolDays: week.schoolDays + 1 };
      }
      found.push([date, { kind, schoolDay, upTo: schoolDays.length, year }]);
    }
    if (week) weeks.push(week);
    for (const [date, day] of found)
      days.set(date, { ...day, week: weeks.length - 1, ownWeek: week !== null });
  }
  return { days, schoolDays, weeks, years, firstDate: addDays(first, start), ...instants() };
}

const instants = () => ({
  dueInstants: new Map<LocalDate, Instant>(),
  morningInstants: new Map<LocalDate, Instant>(),
});

function contains(year: CalendarYear | undefined, date: LocalDate): CalendarYear | null {
  return year && date >= year.firstDay && date <= year.lastDay ? year : null;
}

type YearKinds = { named: ReadonlyMap<LocalDate, DayKind>; weekdays: ReadonlySet<number> };

function yearKinds(year: CalendarYear): YearKinds {
  return {
    named: new Map(year.days.map((day) => [day.date, day.kind])),
    weekdays: new Set(year.weekdays),
  };
}

function kindIn(
  kinds: YearKinds,
  year: CalendarYear,
  date: LocalDate,
  weekday: number,
): CalendarDayKind {
  const named = kinds.named.get(date);
  if (named) return named;
  if (!kinds.weekdays.has(weekday)) return 'weekend';
  const closed = year.closed.find((span) => date >= span.from && date <= span.to);
  return closed ? closed.kind : 'instructional';
}
