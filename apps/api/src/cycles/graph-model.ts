import type { GraphModel } from '#contracts/cycles';
import { schoolWeekOf } from '#domain/calendar/calendar-days';
import type { CalendarYear, SchoolCalendar } from '#domain/calendar/school-calendar';
import { measureOf } from '#domain/measure/catalogue';
import { addDays, weekdayOf, type LocalDate } from '#domain/time';
import type { CycleSources } from './cycle-shown.js';

/** The x axis: from the first thing that happened to the last that is planned, in whole weeks. */
export function graphModel({
  view,
  calendar,
  rules,
  today,
}: Pick<CycleSources, 'view' | 'calendar' | 'rules' | 'today'>): GraphModel {
  const dates = [
    view.openedOn,
    view.closed?.on ?? today,
    ...view.probes.map((p) => p.on),
    ...view.phases.flatMap((p) => [p.startsOn, p.baseline?.on, p.goal?.on, p.endedOn]),
  ].filter((d): d is LocalDate => typeof d === 'string');
  const first = dates.reduce((a, b) => (a < b ? a : b));
  const last = dates.reduce((a, b) => (a > b ? a : b));
  const from = addDays(first, 1 - weekdayOf(first));
  const to = addDays(last, 7 - weekdayOf(last));
  const phase = view.phases.at(-1);
  return {
    from,
    to,
    weeks: weeksOf(calendar, from, to),
    breaks: breaksOf(calendar, from, to),
    sem: phase ? (measureOf(phase.measure)?.sem ?? null) : null,
    rule: {
      k: rules.alerts.k,
      minPoints: rules.review.minPoints,
      method: rules.review.method,
    },
  };
}

function weeksOf(calendar: SchoolCalendar, from: LocalDate, to: LocalDate): GraphModel['weeks'] {
  const weeks: GraphModel['weeks'] = [];
  for (let monday = from; monday <= to; monday = addDays(monday, 7)) {
    const week = weekOf(calendar, monday);
    const year =
      week && calendar.years.find((y) => y.firstDay <= week.lastDay && week.firstDay <= y.lastDay);
    const start = year ? schoolWeekOf(calendar, firstSchoolDay(calendar, year)) : null;
    weeks.push({
      monday,
      number: week && start ? week.ordinal - start.ordinal + 1 : null,
      schoolDays: week?.schoolDays ?? 0,
    });
  }
  return weeks;
}

function weekOf(calendar: SchoolCalendar, monday: LocalDate) {
  for (let i = 0; i < 7; i++) {
    const week = schoolWeekOf(calendar, addDays(monday, i));
    if (week) return week;
  }
  return null;
}

/** A year may begin with staff days: its weeks are counted from the first week with school. */
function firstSchoolDay(calendar: SchoolCalendar, year: CalendarYear): LocalDate {
  for (let day = year.firstDay; day <= year.lastDay; day = addDays(day, 1))
    if (schoolWeekOf(calendar, day)) return day;
  return year.firstDay;
}

const withoutSchool = new Set(['staff_only', 'holiday', 'break', 'emergency_closure']);

function breaksOf(calendar: SchoolCalendar, from: LocalDate, to: LocalDate): GraphModel['breaks'] {
  const inside = (b: { from: LocalDate; to: LocalDate }) => b.from <= to && b.to >= from;
  return calendar.years
    .flatMap(({ closed, days }) => [
      ...closed.map((c) => ({ ...c })),
      ...days
        .filter((d) => withoutSchool.has(d.kind))
        .map(({ date, kind, name }) => ({ from: date, to: date, kind, name })),
    ])
    .filter(inside)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}
