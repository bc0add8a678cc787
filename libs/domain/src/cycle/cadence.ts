import { nthSchoolDayAfter, schoolDaysBetween } from '../calendar/calendar-days.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { LocalDate } from '../time.js';

/**
 * What falls due every few instructional weeks of a phase (probes, fidelity checks): the k-th (k ≥ 1) is due on the last
 * day of the (k × every)-th instructional week, so a phase of eight weeks has eight weekly probes behind it when its
 * planned end comes, whatever weekday it began on. Breaks move everything behind them. A settled due day is recognised
 * by its week, so a new calendar version, which may move the day, does not ask for the same week twice.
 */
export type Cadence = { calendar: SchoolCalendar; startsOn: LocalDate; every: number };

const instructionalWeek = 5;

/** Null where the known school years end before it. */
export function cadenceDay({ calendar, startsOn, every }: Cadence, k: number): LocalDate | null {
  return k < 1 ? null : nthSchoolDayAfter(calendar, startsOn, k * every * instructionalWeek - 1);
}

/** Which due day of the cadence it is, or was under an earlier calendar. */
export function cadenceIndex(cadence: Cadence, dueOn: LocalDate): number {
  return Math.round(periods(cadence, dueOn));
}

/** The first one behind everything settled so far. */
export function nextInCadence(cadence: Cadence, settled: LocalDate | null): number {
  return settled === null ? 1 : cadenceIndex(cadence, settled) + 1;
}

/**
 * The due day that something done on `on` answers: the period in which it was done, or the one before, where its days of
 * grace are not over and nothing has answered it. Null: more than was asked for.
 */
export function answeredBy(
  cadence: Cadence,
  on: LocalDate,
  graceEnds: (dueOn: LocalDate) => LocalDate,
  isAnswered: (k: number) => boolean,
): LocalDate | null {
  const k = Math.max(1, Math.ceil(periods(cadence, on)));
  const before = cadenceDay(cadence, k - 1);
  if (before !== null && on <= graceEnds(before) && !isAnswered(k - 1)) return before;
  return isAnswered(k) ? null : cadenceDay(cadence, k);
}

/** Periods of the cadence that are over, or have begun, by the end of the day; the first day is the first of its week. */
function periods({ calendar, startsOn, every }: Cadence, on: LocalDate): number {
  return (schoolDaysBetween(calendar, startsOn, on) + 1) / (every * instructionalWeek);
}
