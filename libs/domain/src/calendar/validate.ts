import type { Problem } from '../problem.js';
import { daysBetween, isLocalDate, localDateOf } from '../time.js';
import { isSchoolDay } from './calendar-days.js';
import type { CalendarDraft } from './commands.js';
import type { CalendarYear, DayKind } from './school-calendar.js';

const schoolKinds: readonly DayKind[] = ['instructional', 'half', 'remote'];
/** Days of a school year, the first and the last counted. */
export const longestYear = 400;

/** Everything that keeps a calendar from being published, each with its place. Dates that do not exist are told alone. */
export function calendarProblems(draft: CalendarDraft): readonly Problem[] {
  const dates = draft.years.flatMap(missingDates);
  if (dates.length > 0) return dates;
  const problems = [...hours(draft), ...years(draft), ...draft.years.flatMap(withinYear)];
  // The edges can only be asked of a calendar that is otherwise whole.
  return problems.length > 0 ? problems : edges(draft);
}

function missingDates(year: CalendarYear, i: number): Problem[] {
  const at = `/years/${i}`;
  const named: [string, string][] = [
    [`${at}/firstDay`, year.firstDay],
    [`${at}/lastDay`, year.lastDay],
    ...year.closed.flatMap((span, n): [string, string][] => [
      [`${at}/closed/${n}/from`, span.from],
      [`${at}/closed/${n}/to`, span.to],
    ]),
    ...year.days.map((day, n): [string, string] => [`${at}/days/${n}/date`, day.date]),
  ];
  return named
    .filter(([, date]) => !isLocalDate(date))
    .map(([where, date]) =>
      problem('calendar-date-does-not-exist', where, `${date} is no day; write YYYY-MM-DD.`),
    );
}

function hours({ timeZone, dayStarts, dayEnds }: CalendarDraft): Problem[] {
  const clock = /^([01]\d|2[0-3]):[0-5]\d$/;
  return [
    ...(isTimeZone(timeZone)
      ? []
      : [problem('calendar-time-zone-unknown', '/timeZone', 'Name an IANA zone.')]),
    ...(clock.test(dayStarts) && clock.test(dayEnds) && dayStarts < dayEnds
      ? []
      : [
          problem(
            'calendar-hours-inverted',
            '/dayEnds',
            'dayStarts and dayEnds are HH:MM, and a day ends after it starts.',
          ),
        ]),
  ];
}

function isTimeZone(timeZone: string): boolean {
  try {
    localDateOf('2025-01-01T00:00:00.000Z', timeZone);
    return true;
  } catch {
    return false;
  }
}

function years({ years: all }: CalendarDraft): Problem[] {
  if (all.length === 0)
    return [problem('calendar-without-year', '/years', 'A calendar has at least one year.')];
  return all.flatMap((year, i) => {
    const before = all[i - 1];
    return before && year.firstDay <= before.lastDay
      ? [
          problem(
            'calendar-years-overlap',
            `/years/${i}/firstDay`,
            `The year begins on ${year.firstDay}, but the one before it lasts until ${before.lastDay}.`,
          ),
        ]
      : [];
  });
}

function withinYear(year: CalendarYear, i: number): Problem[] {
  const at = `/years/${i}`;
  if (year.lastDay < year.firstDay)
    return [
      problem(
        'calendar-year-inverted',
        `${at}/lastDay`,
        `The year ends on ${year.lastDay}, before it begins on ${year.firstDay}.`,
      ),
    ];
  const long = daysBetween(year.firstDay, year.lastDay) >= longestYear;
  const inside = (date: string) => date >= year.firstDay && date <= year.lastDay;
  const days = year.days.map((day) => day.date);
  const weekdays = new Set(year.weekdays.filter((d) => Number.isInteger(d) && d >= 1 && d <= 7));
  return [
    ...(long
      ? [
          problem(
            'calendar-year-too-long',
            `${at}/lastDay`,
            `A school year has at most ${longestYear} days.`,
          ),
        ]
      : []),
    ...(weekdays.size === 0 || weekdays.size !== year.weekdays.length
      ? [
          problem(
            'calendar-weekdays-unclear',
            `${at}/weekdays`,
            'Name each school weekday once, 1 = Monday to 7 = Sunday.',
          ),
        ]
      : []),
    ...year.closed.flatMap((span, n) => spanProblems(span, `${at}/closed/${n}`, inside)),
    ...days.flatMap((date, n) => {
      if (!inside(date))
        return [
          problem(
            'calendar-day-outside-year',
            `${at}/days/${n}/date`,
            `${date} lies outside the year.`,
          ),
        ];
      return days.indexOf(date) === n
        ? []
        : [problem('calendar-day-twice', `${at}/days/${n}/date`, `${date} is named twice.`)];
    }),
  ];
}

function spanProblems(
  span: CalendarYear['closed'][number],
  at: string,
  inside: (date: string) => boolean,
): Problem[] {
  if (span.to < span.from)
    return [
      problem(
        'calendar-span-inverted',
        `${at}/to`,
        `The span ends on ${span.to}, before it begins on ${span.from}.`,
      ),
    ];
  return [
    ...(inside(span.from) && inside(span.to)
      ? []
      : [problem('calendar-span-outside-year', at, `${span.name} lies outside the year.`)]),
    ...(schoolKinds.includes(span.kind)
      ? [
          problem(
            'calendar-closed-with-school',
            `${at}/kind`,
            `A ${span.kind} day is a school day; name it under days.`,
          ),
        ]
      : []),
  ];
}

function edges(draft: CalendarDraft): Problem[] {
  const calendar = { ...draft, id: '', version: 0 };
  return draft.years.flatMap((year, i) =>
    (['firstDay', 'lastDay'] as const)
      .filter((edge) => !isSchoolDay(calendar, year[edge]))
      .map((edge) =>
        problem(
          'calendar-edge-without-school',
          `/years/${i}/${edge}`,
          `There is no school on ${year[edge]}; a year begins and ends with a school day.`,
        ),
      ),
  );
}

function problem(code: string, where: string, message: string): Problem {
  return { code, where, message };
}
