import { nthSchoolWeekAfter, schoolWeeksBetween } from '../calendar/calendar-days.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { LocalDate } from '../time.js';

/**
 * What falls due every few school weeks of a phase (probes, fidelity checks): the k-th (k ≥ 1) is due on the last school
 * day of the (k × every)-th school week after the week in which the phase starts. Weeks without school are not counted,
 * so a break moves everything behind it. A settled due day is recognised by its week, so a new calendar version, which
 * may move the day, does not ask for the same week twice.
 */
export type Cadence = { calendar: SchoolCalendar; startsOn: LocalDate; every: number };

/** Null where the known school years end before it. */
export function cadenceDay({ calendar, startsOn, every }: Cadence, k: number): LocalDate | null {
  return k < 1 ? null : (nthSchoolWeekAfter(calendar, startsOn, k * every)?.lastDay ?? null);
}

/** Which due day of the cadence it is, or was under an earlier calendar. */
export function cadenceIndex({ calendar, startsOn, every }: Cadence, dueOn: LocalDate): number {
  return Math.round(schoolWeeksBetween(calendar, startsOn, dueOn) / every);
}

/** The first one behind everything settled so far. */
export function nextInCadence(cadence: Cadence, settled: LocalDate | null): number {
  return settled === null ? 1 : cadenceIndex(cadence, settled) + 1;
}

/**
 * The due day that something done on `on` answers: the period in which it was done, or the one before, where its days of
 * grace are not over and nothing has answered it. Null: more than was asked for, e.g. in the phase's first week.
 */
export function answeredBy(
  cadence: Cadence,
  on: LocalDate,
  graceEnds: (dueOn: LocalDate) => LocalDate,
  isAnswered: (k: number) => boolean,
): LocalDate | null {
  const k = Math.ceil(schoolWeeksBetween(cadence.calendar, cadence.startsOn, on) / cadence.every);
  const before = cadenceDay(cadence, k - 1);
  if (before !== null && on <= graceEnds(before) && !isAnswered(k - 1)) return before;
  return k >= 1 && !isAnswered(k) ? cadenceDay(cadence, k) : null;
}
