import { indexOf } from '../calendar/calendar-index.js';
import type { LocalDate } from '../time.js';
import { addDays } from '../time.js';
import { countSchoolDays, countWithExclusions } from './count.js';
import type { Span } from './exclusions.js';
import { exclusionsOf } from './exclusions.js';
import type { ClockDefinition, Counting, Parameters, YearEnd } from './pack.js';
import type { SchoolYears } from './school-years.js';
import {
  knownFrom,
  knownThrough,
  placeOf,
  schoolDaysLeft,
  schoolDaysThrough,
} from './school-years.js';

/** A clock that has started: on which day, with what, and the days on which the student was absent since. */
export type Started = {
  on: LocalDate;
  what: string;
  /** Started by the next school year because the request came late (California). */
  late: boolean;
  absences: readonly LocalDate[];
};

export type Due = {
  due: LocalDate | null;
  counted: number | null;
  excluded: readonly Span[];
  schoolDaysLeft: number | null;
  because: string;
};

type SchoolDays = Extract<Counting, { kind: 'school-days' }>;

/** The due day of a clock that has started, with everything that led to it. */
export function dueBy(
  { counting, yearEnd }: ClockDefinition,
  reading: Parameters,
  started: Started,
  years: SchoolYears | null,
): Due {
  if (started.late && yearEnd?.rule === 'from-next-year')
    return calendarDays(started, yearEnd.days, ' The request came near the end of the year.');
  if (counting.kind === 'calendar-days') return calendarDays(started, counting.days, '');
  if (years === null) return undue('No school calendar is given, and these days need one.');
  if (started.on < knownFrom(years))
    return undue(
      `The calendar begins on ${years.years[0].firstDay}, long after ${started.on}: give the school year of that day.`,
    );
  if (counting.kind === 'school-days')
    return schoolDays(counting, yearEnd, reading, started, years);
  const exclusions = exclusionsOf(years, counting, reading.breakExclusion, started.on);
  const found = countWithExclusions(started.on, counting.days, exclusions);
  if (found === null) return undue(notCovered(years));
  return {
    ...found,
    counted: counting.days,
    schoolDaysLeft: null,
    because: `${counting.days} calendar days after ${started.what} on ${started.on}${found.excluded.length > 0 ? ', without the days excluded' : ''}.`,
  };
}

function calendarDays({ on, what }: Started, days: number, more: string): Due {
  const because = `${days} calendar days after ${what} on ${on}.${more}`;
  return { due: addDays(on, days), counted: days, excluded: [], schoolDaysLeft: null, because };
}

function schoolDays(
  counting: SchoolDays,
  yearEnd: YearEnd | null,
  reading: Parameters,
  started: Started,
  years: SchoolYears,
): Due {
  const left = yearEnd && schoolDaysLeft(years, started.on, reading.countLastInstructionalDay);
  const special =
    yearEnd && left !== null ? atYearEnd(yearEnd, left, reading, started, years) : null;
  const { due, because } = special ?? ordinary(counting, reading, started, years);
  const counted = due === null ? null : schoolDaysThrough(years, started.on, due);
  return { due, counted, excluded: [], schoolDaysLeft: left, because };
}

type Day = { due: LocalDate | null; because: string };

function ordinary(
  { days, absences }: SchoolDays,
  { absencesInExtension: inExtension }: Parameters,
  { on, what, absences: away }: Started,
  years: SchoolYears,
): Day {
  const absence = absences ? { rule: absences, on: away, inExtension } : null;
  const { due, absent } = countSchoolDays(years, on, days, absence);
  if (due === null) return { due, because: notCovered(years) };
  const more = absent === 0 ? '' : `, and as many more as the student was absent (${absent})`;
  return { due, because: `${days} school days after ${what} on ${on}${more}.` };
}

/** The day that the law sets instead of the count, or null where it leaves the count as it is. */
function atYearEnd(
  rule: YearEnd,
  left: number,
  reading: Parameters,
  { on, absences }: Started,
  years: SchoolYears,
): Day | null {
  const place = placeOf(years, on);
  if (rule.rule === 'from-next-year' || place.in === 'unknown') return null;
  const daysLeft = `${left} school days were left in the school year after ${on}`;
  if (rule.rule === 'before-next-year') {
    const counts = place.in === 'summer' && reading.summerConsent === 'counted-into-next-year';
    if (left >= rule.below || counts) return null;
    const before = `${daysLeft}, fewer than ${rule.below}: due before the next year begins`;
    const next = place.nextFirstDay;
    return next === null
      ? {
          due: null,
          because: `${before}, but its first day is not known: give nextYear or nextYearFirstDay.`,
        }
      : { due: addDays(next, -1), because: `${before}.` };
  }
  if (place.in === 'summer' || left < rule.atLeast || left >= rule.below) return null;
  const absent = absences.filter((date) => date <= place.year.lastDay).length;
  if (absent >= rule.unlessAbsent) return null;
  const because = `${daysLeft}, at least ${rule.atLeast} and fewer than ${rule.below}: due by 30 June.`;
  return { due: next30June(on), because };
}

function next30June(date: LocalDate): LocalDate {
  const thisYear = `${date.slice(0, 4)}-06-30`;
  return date <= thisYear ? thisYear : `${String(Number(date.slice(0, 4)) + 1)}-06-30`;
}

function undue(because: string): Due {
  return { due: null, counted: null, excluded: [], schoolDaysLeft: null, because };
}

function notCovered(years: SchoolYears): string {
  if (indexOf(years.calendar).schoolDays.length === 0)
    return 'The calendar has no school day, and these days need some.';
  return `The calendar is known until ${knownThrough(years)}, which does not cover the days that this clock needs: give the next school year.`;
}
