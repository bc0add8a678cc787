import { isSchoolDay } from '../calendar/calendar-days.js';
import type { LocalDate } from '../time.js';
import { addDays, daysBetween } from '../time.js';
import type { Exclusions, Span } from './exclusions.js';
import type { AbsenceRule } from './pack.js';
import type { SchoolYears } from './school-years.js';
import { nthSchoolDay } from './school-years.js';

/** A due day and the days that were not counted on the way. Day 1 is the day after `starts`. */
export type Counted = { due: LocalDate; excluded: readonly Span[] };

/** Null where it is not known of every day up to the due day whether it counts. */
export function countWithExclusions(
  starts: LocalDate,
  days: number,
  { spans, knownThrough }: Exclusions,
): Counted | null {
  let due = addDays(starts, days);
  const excluded: Span[] = [];
  for (const span of spans) {
    const from = span.from > starts ? span.from : addDays(starts, 1);
    if (from > due) break;
    if (from > span.to) continue;
    due = addDays(due, daysBetween(from, span.to) + 1);
    excluded.push({ ...span, from });
  }
  return due <= knownThrough ? { due, excluded } : null;
}

/** School days after `starts` on which the student was absent, each once, in order. */
export function absencesAfter(
  years: SchoolYears,
  starts: LocalDate,
  absences: readonly LocalDate[],
): readonly LocalDate[] {
  return [...new Set(absences)]
    .filter((date) => date > starts && isSchoolDay(years.calendar, date))
    .sort();
}

/**
 * The due day of `days` school days and, from `atLeast` absences within them on, as many more as the student was absent.
 * `inExtension`: an absence on a day so added adds one more. Null where the known years end before it.
 */
export function countSchoolDays(
  years: SchoolYears,
  starts: LocalDate,
  days: number,
  absence: { rule: AbsenceRule; on: readonly LocalDate[]; inExtension: boolean } | null,
): { due: LocalDate | null; absent: number } {
  let due = nthSchoolDay(years, starts, days);
  if (absence === null) return { due, absent: 0 };
  let added = 0;
  for (;;) {
    const through = due;
    const absent = absence.on.filter((date) => through === null || date <= through).length;
    if (absent < absence.rule.atLeast || absent === added) return { due, absent: added };
    added = absent;
    due = nthSchoolDay(years, starts, days + added);
    if (!absence.inExtension) return { due, absent: added };
  }
}
