import { isSchoolDay, nthSchoolDayAfter, onOrAfter } from '#domain/calendar/calendar-days';
import type { CalendarDraft } from '#domain/calendar/commands';
import type { CalendarYear, SchoolCalendar } from '#domain/calendar/school-calendar';
import type { Season } from '#domain/measure/measure';
import type { LocalDate } from '#domain/time';
import { addDays, weekdayOf } from '#domain/time';

/** Lindenfield's school year has so many school days, whatever the year. */
export const schoolDaysAYear = 183;

/** The calendar of a school year and the next one, so that a duty of May still finds its days. */
export function lindenfieldCalendar(year: number): CalendarDraft {
  return {
    timeZone: 'America/Los_Angeles',
    dayStarts: '07:30',
    dayEnds: '16:00',
    years: [schoolYear(year), schoolYear(year + 1)],
  };
}

/** Where a sandbox's clock starts: the roster is imported and rules are published before school begins. */
export function clockStartsOn(year: number): LocalDate {
  return addDays(firstDayOf(year), -14);
}

export type ScreeningDates = { season: Season; opensOn: LocalDate; closesOn: LocalDate };

/** Ten school days each: from the ninth school day, from the middle of January, and from the first Monday of May. */
export function screeningDates(year: number): ScreeningDates[] {
  const calendar: SchoolCalendar = { id: 'lindenfield', version: 1, ...lindenfieldCalendar(year) };
  const windows: readonly [Season, LocalDate][] = [
    ['fall', nthSchoolDayAfter(calendar, firstDayOf(year), 8)!],
    ['winter', onOrAfter(calendar, nthWeekday(year + 1, 1, 1, 2))!],
    ['spring', onOrAfter(calendar, nthWeekday(year + 1, 5, 1, 1))!],
  ];
  return windows.map(([season, opensOn]) => ({
    season,
    opensOn,
    closesOn: nthSchoolDayAfter(calendar, opensOn, 9)!,
  }));
}

function schoolYear(year: number): CalendarYear {
  const firstDay = firstDayOf(year);
  const next = year + 1;
  const thanksgiving = nthWeekday(year, 11, 4, 4);
  const winter = nthWeekday(year, 12, 1, 4);
  const spring = nthWeekday(next, 3, 1, 4);
  const off = (from: LocalDate, to: LocalDate, kind: 'holiday' | 'break', name: string) => ({
    from,
    to,
    kind,
    name,
  });
  const closed = [
    off(nthWeekday(year, 9, 1, 1), nthWeekday(year, 9, 1, 1), 'holiday', 'Labor Day'),
    off(`${year}-11-11`, `${year}-11-11`, 'holiday', 'Veterans Day'),
    off(addDays(thanksgiving, -1), addDays(thanksgiving, 1), 'break', 'Thanksgiving'),
    off(winter, addDays(winter, 11), 'break', 'Winter break'),
    off(nthWeekday(next, 1, 1, 3), nthWeekday(next, 1, 1, 3), 'holiday', 'Martin Luther King Day'),
    off(nthWeekday(next, 2, 1, 3), nthWeekday(next, 2, 1, 3), 'holiday', 'Presidents’ Day'),
    off(spring, addDays(spring, 4), 'break', 'Spring break'),
    off(memorialDay(next), memorialDay(next), 'holiday', 'Memorial Day'),
  ];
  const days = [
    { date: nthWeekday(year, 10, 5, 2), kind: 'staff_only' as const, name: 'Staff learning day' },
    { date: nthWeekday(next, 2, 5, 1), kind: 'staff_only' as const, name: 'Staff learning day' },
    { date: nthWeekday(year, 10, 3, 3), kind: 'half' as const, name: 'Family conferences' },
    { date: nthWeekday(next, 3, 3, 2), kind: 'half' as const, name: 'Family conferences' },
  ];
  const open = { firstDay, weekdays: [1, 2, 3, 4, 5], closed, days };
  return { ...open, lastDay: lastDayOf(open) };
}

/** The third Wednesday of August. */
function firstDayOf(year: number): LocalDate {
  return nthWeekday(year, 8, 3, 3);
}

function lastDayOf(open: Omit<CalendarYear, 'lastDay'>): LocalDate {
  const year = { ...open, lastDay: addDays(open.firstDay, 330) };
  const calendar: SchoolCalendar = {
    id: 'draft',
    version: 1,
    timeZone: 'UTC',
    dayStarts: '08:00',
    dayEnds: '15:00',
    years: [year],
  };
  const first = isSchoolDay(calendar, open.firstDay) ? 1 : 0;
  return nthSchoolDayAfter(calendar, open.firstDay, schoolDaysAYear - first)!;
}

/** The n-th such weekday (1 = Monday) of a month. */
function nthWeekday(year: number, month: number, weekday: number, n: number): LocalDate {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (n - 1) * 7);
}

function memorialDay(year: number): LocalDate {
  const fifth = nthWeekday(year, 5, 1, 5);
  return fifth.startsWith(`${year}-05`) ? fifth : addDays(fifth, -7);
}
