import { indexOf } from '../calendar/calendar-index.js';
import type { CalendarYear } from '../calendar/school-calendar.js';
import type { LocalDate } from '../time.js';
import { addDays, weekdayOf } from '../time.js';
import type { Counting, Parameters } from './pack.js';
import type { SchoolYears } from './school-years.js';
import { knownFrom } from './school-years.js';

/** Days that a clock does not count, both ends included, and why. */
export type Span = { from: LocalDate; to: LocalDate; why: string };

type Excluding = Extract<Counting, { kind: 'calendar-days-with-exclusions' }>;

/** What is not counted, in order, and the last day of which it is known whether it counts. */
export type Exclusions = { spans: readonly Span[]; knownThrough: LocalDate };

export function exclusionsOf(
  years: SchoolYears,
  counting: Excluding,
  breakExclusion: Parameters['breakExclusion'],
  starts: LocalDate,
): Exclusions {
  return counting.excludes === 'summer'
    ? summers(years, counting.days)
    : breaks(years, counting.moreThan, breakExclusion, starts);
}

/** From the day after the last day of a year through the day before the first day of the next. */
function summers({ years, nextFirstDay }: SchoolYears, days: number): Exclusions {
  const why = 'summer, from the last day of school to the first';
  const last = years.at(-1) ?? years[0];
  const begins = [...years.slice(1).map((year) => year.firstDay), nextFirstDay];
  const between = years.flatMap((year, i): Span[] => {
    const next = begins[i] ?? null;
    const from = addDays(year.lastDay, 1);
    return next !== null && from < next ? [{ from, to: addDays(next, -1), why }] : [];
  });
  const before = { from: knownFrom({ years }), to: addDays(years[0].firstDay, -1), why };
  // A year of which only the first day is known lasts longer than the clock: no summer falls into the days it needs.
  const through = nextFirstDay === null ? last.lastDay : addDays(nextFirstDay, days);
  return { spans: [before, ...between], knownThrough: through };
}

/**
 * A break is a run of closed weekdays with the weekends inside it: what lies between two school days, from its first
 * closed weekday to its last, or with the weekends at both ends.
 */
function breaks(
  known: SchoolYears,
  moreThan: number,
  breakExclusion: Parameters['breakExclusion'],
  starts: LocalDate,
): Exclusions {
  const spans: Span[] = [];
  let through = addDays(knownFrom(known), -1);
  let run: LocalDate[] = [];
  for (const [date, schoolDay] of everyDay(known, starts)) {
    if (!schoolDay) run.push(date);
    else {
      const closed = run.length > moreThan ? closedWeekdays(known.years, run) : [];
      const [first, last] =
        breakExclusion === 'with-adjoining-weekends'
          ? [run[0], run.at(-1)]
          : [closed[0], closed.at(-1)];
      const why = `break of ${closed.length} school days, more than ${moreThan}`;
      if (closed.length > moreThan && first && last) spans.push({ from: first, to: last, why });
      run = [];
      through = date;
    }
  }
  // Days behind the last known school day may belong to a break of any length.
  return { spans, knownThrough: through };
}

/** Every known day in order: the summer before (if the clock starts before there is school), the years, the summer after. */
function* everyDay(known: SchoolYears, starts: LocalDate): Generator<[LocalDate, boolean]> {
  const { days, schoolDays, firstDate } = indexOf(known.calendar);
  const opens = schoolDays[0] ?? known.nextFirstDay;
  const next = known.nextFirstDay;
  let last = addDays(knownFrom(known), -1);
  if (firstDate !== null && opens !== null && starts < opens)
    for (let date = addDays(last, 1); date < firstDate; date = addDays(date, 1))
      yield [date, false];
  for (const [date, day] of days) {
    if (next !== null && date >= next) break;
    yield [date, day.schoolDay];
    last = date;
  }
  if (next === null) return;
  for (let date = addDays(last, 1); date < next; date = addDays(date, 1)) yield [date, false];
  yield [next, true];
}

function closedWeekdays(years: SchoolYears['years'], run: readonly LocalDate[]) {
  return run.filter((date) => weekdaysAt(years, date).includes(weekdayOf(date)));
}

/** The weekdays of the year that a day lies in or after; before the first year, of the first. */
function weekdaysAt(years: SchoolYears['years'], date: LocalDate): readonly number[] {
  let year: CalendarYear = years[0];
  for (const next of years) if (next.firstDay <= date) year = next;
  return year.weekdays;
}
